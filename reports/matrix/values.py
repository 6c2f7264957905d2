"""What stands in a cell: a value of the column's kind, nothing, or a mark that says why there is none."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reports.matrix.columns import Column, Kind
from reports.summary.counts import NUMBER, is_day, written


class Mark(StrEnum):
    """Why there is no value: the four stated absences, not asked, and what no version of the question takes."""

    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    CONFIDENTIAL = "confidential"
    NOT_ASKED = "not_asked"
    DOES_NOT_FIT = "does_not_fit"


Cell = None | Mark | int | Decimal | date | str | tuple[str, ...]
BY_REASON = {mark.value: mark for mark in Mark if mark not in {Mark.NOT_ASKED, Mark.DOES_NOT_FIT}}
BRACKETED = {mark: f"[{mark.value}]" for mark in Mark}
LIKE_A_MARK = re.compile(rf"'*\[(?:{'|'.join(mark.value for mark in Mark)})\]")


def text_of_mark(mark: Mark) -> str:
    """How a mark is written where all is text: in square brackets, so that it is no number and no code."""
    return BRACKETED[mark]


def told_apart(text: str) -> str:
    """A text that reads like a mark with an apostrophe before it; any other as it is."""
    return f"'{text}" if text[:1] in "['" and LIKE_A_MARK.fullmatch(text) else text


@dataclass(frozen=True)
class Misfit:
    """A value that its question does not take, or that no question of any version has."""

    iso3: str
    path: str
    value: str


def value_of(column: Column, given: Any, was_asked: bool) -> Cell:
    """The cell of a question's own column for what a document says."""
    if given is None:
        return None if was_asked else Mark.NOT_ASKED
    if given.__class__ is dict:
        reason = given.get("missing") if len(given) == 1 else None
        return BY_REASON.get(reason, Mark.DOES_NOT_FIT) if isinstance(reason, str) else Mark.DOES_NOT_FIT
    return READERS[column.kind](column, given)


def number(column: Column, given: Any) -> Cell:
    """An integer, or a decimal as the text that it is stored as."""
    if given.__class__ is int:
        return int(given)
    if given.__class__ is str and NUMBER.fullmatch(given):
        return Decimal(given)
    return Mark.DOES_NOT_FIT


def code(column: Column, given: Any) -> Cell:
    """A code that some version of the question has."""
    return given if given.__class__ is str and given in column.codes else Mark.DOES_NOT_FIT


def codes(column: Column, given: Any) -> Cell:
    """Codes in the order of the document."""
    fit = given.__class__ is list and all(item.__class__ is str and item in column.codes for item in given)
    return tuple(given) if fit else Mark.DOES_NOT_FIT


def day(column: Column, given: Any) -> Cell:
    """A day."""
    return date.fromisoformat(given) if given.__class__ is str and is_day(given) else Mark.DOES_NOT_FIT


def text(column: Column, given: Any) -> Cell:
    """A text as it is; of a question that took something else in another version, what it took, as text."""
    if given.__class__ is str:
        return str(given)
    if not column.is_mixed:
        return Mark.DOES_NOT_FIT
    return " ".join(given) if is_codes(given) else written(given)


def is_codes(given: Any) -> bool:
    """Whether it is a list of codes."""
    return given.__class__ is list and all(item.__class__ is str for item in given)


READERS: Mapping[Kind, Callable[[Column, Any], Cell]] = {
    Kind.NUMBER: number,
    Kind.CODE: code,
    Kind.CODES: codes,
    Kind.DAY: day,
    Kind.TEXT: text,
}


def flag(chosen: Cell, option: str) -> Cell:
    """Whether an option was chosen: 1 or 0; what the question's own cell says where there is no answer."""
    return int(option in chosen) if isinstance(chosen, tuple) else chosen


def unknown_in(document: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """The names in a document that no column has."""
    return sorted(document.keys() - set(known))
