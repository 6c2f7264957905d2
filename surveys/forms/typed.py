"""What a section form sends for one question, as it came: nothing typed is lost, whatever becomes of it."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from surveys.questionnaire.validation import Misfit, check_text, clean

REMARK_PARTS = ("comment", "source", "year")
SINGLE_PARTS = ("absence", *REMARK_PARTS, "resolve", "mine", "written")
PARTS = ("value", "more", "seen", *SINGLE_PARTS)


class NotThisForm(Exception):
    """The request holds fields that this section's form does not have, or lacks its key."""


@dataclass(frozen=True)
class Typed:
    """What came from the form for one question, as it came; `has_remark`: whether the fields of the remark did.

    `more` are choices named in words, beside those ticked; `written` is the language of a text, where one was chosen.
    `resolve` says which of two answers is to be saved: theirs, mine, or a third from the control; `mine` is the own
    text as it was when both were shown, and `asked_which` whether they were.
    """

    values: list[str]
    absence: str
    comment: str
    source: str
    year: str
    seen: int
    resolve: str
    mine: str = ""
    asked_which: bool = False
    more: tuple[str, ...] = ()
    written: str = ""
    has_remark: bool = True

    @property
    def answer(self) -> list[str]:
        """What is to be saved: what stands in the control, or the own text as it was."""
        return [self.mine] if self.resolve == "mine" and self.mine else self.values

    @property
    def remark(self) -> dict[str, Any]:
        """The remark as it is stored: only what was written. Raises Misfit."""
        for text in (self.comment, self.source, self.year):
            check_text(text)
        texts = {name: clean(text) for name, text in (("comment", self.comment), ("source", self.source))}
        remark: dict[str, Any] = {name: text for name, text in texts.items() if text}
        if year := clean(self.year):
            if not (year.isascii() and year.isdecimal() and len(year) == 4):
                raise Misfit("not_a_year")
            remark["year"] = int(year)
        return remark


def typed_at(data: QueryDict, path: str) -> Typed:
    """What was posted for the question at a path. Raises NotThisForm when it does not say which answer was seen."""
    seen = data.get(f"seen:{path}", "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 10):
        raise NotThisForm(f"seen:{path}")
    return Typed(
        values=data.getlist(f"value:{path}"),
        more=tuple(text for text in data.getlist(f"more:{path}") if text.strip()),
        seen=int(seen),
        asked_which=f"mine:{path}" in data,
        has_remark=any(f"{part}:{path}" in data for part in REMARK_PARTS),
        **{part: data.get(f"{part}:{path}", "") for part in SINGLE_PARTS},
    )
