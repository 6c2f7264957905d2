"""Labels of the matrix's columns in one language: of the newest version that has the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.matrix.columns import Column, Kind
from reports.matrix.values import Cell, Mark, told_apart
from reports.rendering.words import Words


@dataclass(frozen=True)
class MatrixWords:
    """The words of all versions, the newest first; `labels`: whether cells show labels instead of codes."""

    versions: Sequence[Words]
    labels: bool = False

    @property
    def newest(self) -> Words:
        """The words of the newest version."""
        return self.versions[0]

    def having(self, column: Column) -> Words:
        """The words of the newest version that has the column's question."""
        return next((words for words in self.versions if column.question in words.definition.questions), self.newest)

    def question(self, column: Column) -> str:
        """The label of a column: its question's, with the option or the part of the remark."""
        if not column.question:
            return fact(column.name)
        label = self.having(column).question(column.question)
        own = self.choice(column, column.choice) if column.choice else part(column.part) if column.part else ""
        return f"{label} | {own}" if own else label

    def choice(self, column: Column, code: str) -> str:
        """The label of a choice, in the newest version that has one for it."""
        found = (words.choice(column.question, code) for words in self.versions)
        return next((label for label in found if label != code), code)

    def section(self, column: Column) -> str:
        """The title of the section."""
        return self.having(column).section(column.section) if column.section else ""

    def shown(self, column: Column, cell: Cell) -> Cell:
        """The cell with codes as they are to be shown, and texts that read like a mark told apart from one."""
        if cell is None or isinstance(cell, Mark | int):
            return cell
        if isinstance(cell, tuple):
            codes = [self.choice(column, code) if self.labels else code for code in cell]
            return ("; " if self.labels else " ").join(codes)
        if isinstance(cell, str):
            is_label = self.labels and column.kind == Kind.CODE
            return self.choice(column, cell) if is_label else told_apart(cell)
        return cell


def fact(name: str) -> str:
    """What a column tells that is no answer."""
    return {
        "iso3": _("Code of the State (ISO 3166)"),
        "state": _("State"),
        "region": _("Region"),
        "reply": _("Reply"),
        "received_on": _("Received on"),
        "channel": _("Channel"),
        "reply_language": _("Language of the reply"),
        "submission": _("Submission No."),
        "ledger_position": _("Ledger position"),
        "questionnaire": _("Version of the questionnaire"),
        "row": _("Entry"),
    }.get(name, name)


def part(name: str) -> str:
    """The part of a remark."""
    return {"comment": _("Comment"), "source": _("Source"), "year": _("Year")}.get(name, name)


def mark_words(mark: Mark) -> str:
    """What a mark says."""
    return {
        Mark.NOT_AVAILABLE: _("stated: not available"),
        Mark.NOT_APPLICABLE: _("stated: not applicable"),
        Mark.DONT_KNOW: _("stated: don’t know"),
        Mark.CONFIDENTIAL: _("stated: confidential"),
        Mark.NOT_ASKED: _("not asked: the question did not apply to this State"),
        Mark.DOES_NOT_FIT: _("does not fit the question; see the list of what does not fit"),
    }[mark]
