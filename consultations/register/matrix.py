"""The coverage matrix with the names and things that a page or a workbook tells of it. Knows no framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from consultations.register.coverage import NOT_STATED, WHATEVER, Coverage


@dataclass(frozen=True)
class Matrix:
    """The matrix of `survey` as of `day`; names by code in the language in which it was made, `NOT_STATED` and
    `WHATEVER` among them; the consultations by code, each with its `standing`; the chapters by number."""

    survey: Any
    day: date
    coverage: Coverage
    regions: Mapping[str, str]
    groups: Mapping[str, str]
    themes: Mapping[str, str]
    consultations: Mapping[str, Any]
    chapters: Mapping[int, Any]
    chapters_of: Mapping[int, Sequence[int]]

    def order_of_themes(self) -> list[str]:
        """The themes in the order of the tables: whatever the theme first, without a theme last."""
        return [WHATEVER, *self.coverage.themes, NOT_STATED]
