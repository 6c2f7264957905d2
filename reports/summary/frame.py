"""What a summary has to know of a questionnaire: names, types, choices, in the questionnaire's order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NUMBERS = frozenset({"integer", "decimal"})
ONE_CODE = frozenset({"select_one", "select_one_from_file"})
MANY_CODES = frozenset({"select_multiple", "select_multiple_from_file"})
TEXTS = frozenset({"text"})
DAYS = frozenset({"date"})
REPEAT = "repeat"


@dataclass(frozen=True)
class FrameQuestion:
    """A question that is summarized; `repeat` names the repeat it is asked in, if any."""

    name: str
    type: str
    codes: tuple[str, ...] = ()
    repeat: str = ""
    section: str = ""


@dataclass(frozen=True)
class Frame:
    """The questions of all questionnaire versions in use, each name once, in the order of the newest."""

    questions: tuple[FrameQuestion, ...]

    @classmethod
    def of(cls, questions: Iterable[Mapping[str, Any]]) -> "Frame":
        """A frame from mappings with the fields of `FrameQuestion`; a name that comes again adds its new codes."""
        found: dict[str, FrameQuestion] = {}
        for fields in questions:
            question = FrameQuestion(**{**fields, "codes": tuple(fields.get("codes", ()))})
            known = found.get(question.name)
            if known:
                added = tuple(code for code in question.codes if code not in known.codes)
                question = FrameQuestion(known.name, known.type, known.codes + added, known.repeat, known.section)
            elif question.repeat:
                # A repeat comes before its questions: how many returns have rows in it is a figure of its own.
                found.setdefault(question.repeat, FrameQuestion(question.repeat, REPEAT, section=question.section))
            found[question.name] = question
        return cls(tuple(found.values()))

    def to_json(self) -> list[dict[str, Any]]:
        """The frame as JSON values; `Frame.of` reads them."""
        return [
            {"name": q.name, "type": q.type, "codes": list(q.codes), "repeat": q.repeat, "section": q.section}
            for q in self.questions
        ]
