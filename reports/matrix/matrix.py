"""The analysts' matrix: one row for each State, streamed; what stands beside it fills while the rows go by.

Rows in, values out: no query, no clock, no language. Every State that comes in goes out, whatever its reply holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.matrix.columns import (
    FACTS,
    ROW_FACTS,
    Column,
    Kind,
    Version,
    distinct,
    questions_of,
    sideways,
    spread,
)
from reports.matrix.options import Options
from reports.matrix.values import Cell, Mark, Misfit, flag, unknown_in, value_of
from reports.summary.counts import written
from surveys.questionnaire.answers import NOT_ASKED

RETURNS = "returns"
# The permitted use of an answer of which nothing else was said.
USUAL = "named"
Row = list[Cell]


@dataclass(frozen=True)
class StateReply:
    """A State as the matrix takes it: its facts in words and codes, and the document of its reply, if it has one."""

    facts: Mapping[str, str | int | date | None]
    answers: Mapping[str, Any] | None = None
    remarks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    attributions: Mapping[str, str] = field(default_factory=dict)

    @property
    def iso3(self) -> str:
        """The State's code."""
        return str(self.facts["iso3"])


@dataclass(frozen=True)
class PermittedUse:
    """A cell whose use is not the usual one."""

    iso3: str
    path: str
    use: str


@dataclass(frozen=True)
class Treated:
    """A treatment in force of an answer, which stands here as it was given."""

    iso3: str
    path: str
    kind: str
    by: str
    reason: str


@dataclass(frozen=True)
class Group:
    """The columns of one question, so that what a document says of it is read once."""

    question: Column
    options: tuple[Column, ...]
    remarks: tuple[Column, ...]


class Matrix:
    """All returns as a table, with tables for repeats, and lists of what fits nowhere and of permitted uses.

    `rows_of_returns` has to be read to its end before `repeat_rows`, `misfits` and `permitted` are whole.
    `most_rows` says for each repeat how many rows a reply has at most; it matters for repeats laid out sideways.
    """

    def __init__(
        self,
        versions: Sequence[Version],
        replies: Iterable[StateReply],
        options: Options,
        most_rows: Mapping[str, int] | None = None,
        treated: Sequence[Treated] = (),
    ) -> None:
        self.versions, self.replies, self.options = list(versions), replies, options
        self.questions = questions_of(self.versions)
        self.repeats = list(dict.fromkeys(question.repeat for question in self.questions if question.repeat))
        self.most_rows = most_rows or {}
        self.treated = treated
        self.misfits: list[Misfit] = []
        self.permitted: list[PermittedUse] = []
        self.repeat_rows: dict[str, list[Row]] = {repeat: [] for repeat in self.repeats}
        self.groups = {repeat: self.groups_of(repeat) for repeat in ("", *self.repeats)}
        self.columns = distinct([*FACTS, *self.own_columns("")])
        self.repeat_columns = {
            repeat: distinct([*ROW_FACTS, *spread(self.asked_in(repeat), remarks=options.remarks)])
            for repeat in self.repeats
        }

    def asked_in(self, repeat: str) -> list[Column]:
        """The questions of a repeat; of no repeat for the empty name."""
        return [question for question in self.questions if question.repeat == repeat]

    def groups_of(self, repeat: str) -> list[Group]:
        """The columns of a table by question."""
        found = []
        for question in self.asked_in(repeat):
            columns = spread([question], remarks=self.options.remarks)
            options = tuple(column for column in columns if column.kind == Kind.FLAG)
            found.append(Group(question, options, tuple(column for column in columns if column.part)))
        return found

    def own_columns(self, repeat: str) -> list[Column]:
        """The columns of returns behind their facts, those of repeats laid out sideways included."""
        columns = spread(self.asked_in(repeat), remarks=self.options.remarks)
        if self.is_wide:
            for name in self.repeats:
                own = spread(self.asked_in(name), remarks=self.options.remarks)
                columns += sideways(own, name, self.most_rows.get(name, 0))
        return columns

    @property
    def is_wide(self) -> bool:
        """Whether repeats are laid out sideways."""
        return self.options.repeats == "wide"

    @property
    def tables(self) -> dict[str, tuple[Column, ...]]:
        """The tables by name with their columns."""
        return {RETURNS: self.columns} | ({} if self.is_wide else self.repeat_columns)

    def rows_of_returns(self) -> Iterator[Row]:
        """A row for each State, in the order in which they come."""
        for reply in self.replies:
            yield [reply.facts.get(column.name) for column in FACTS] + self.cells_of(reply)

    def cells_of(self, reply: StateReply) -> Row:
        """The cells behind the facts: all blank for a State without a reply."""
        if reply.answers is None:
            return [None] * (len(self.columns) - len(FACTS))
        self.permitted += [
            PermittedUse(reply.iso3, path, use) for path, use in sorted(reply.attributions.items()) if use != USUAL
        ]
        row = self.read(reply, "", reply.answers, "")
        self.set_aside(reply, reply.answers, {*(q.name for q in self.asked_in("")), *self.repeats, NOT_ASKED}, "")
        for repeat in self.repeats:
            row += self.read_repeat(reply, repeat)
        return row

    def read(self, reply: StateReply, repeat: str, document: Mapping[str, Any], above: str) -> Row:
        """The cells of one document: a whole reply, or a row of a repeat, whose paths begin with `above`."""
        not_asked, row = set(document.get(NOT_ASKED, ())), []
        for group in self.groups[repeat]:
            name = group.question.name
            given, path = document.get(name), above + name
            cell = value_of(group.question, given, name not in not_asked)
            if cell is Mark.DOES_NOT_FIT:
                self.misfits.append(Misfit(reply.iso3, path, written(given)))
            row.append(cell)
            row += [flag(cell, option.choice) for option in group.options]
            if group.remarks:
                remark = reply.remarks.get(path, {})
                row += [remark.get(column.part) for column in group.remarks]
        return row

    def read_repeat(self, reply: StateReply, repeat: str) -> Row:
        """Take the rows of a repeat into its table, or give them as cells when they are laid out sideways."""
        entries = self.entries_of(reply, repeat)
        known = {*(question.name for question in self.asked_in(repeat)), NOT_ASKED, "id"}
        cells: Row = []
        for entry in entries:
            row_id = str(entry.get("id", ""))
            above = f"{repeat}[{row_id}]/"
            own = self.read(reply, repeat, entry, above)
            self.set_aside(reply, entry, known, above)
            if self.is_wide:
                cells += own
            else:
                self.repeat_rows[repeat].append([reply.iso3, str(reply.facts["state"]), row_id, *own])
        return cells + [None] * (self.width_of(repeat) - len(cells))

    def entries_of(self, reply: StateReply, repeat: str) -> list[Mapping[str, Any]]:
        """The rows that a reply has in a repeat; what is no list of rows is listed as fitting nowhere."""
        given = (reply.answers or {}).get(repeat)
        if given is None:
            return []
        if given.__class__ is list and all(entry.__class__ is dict for entry in given):
            return list(given)
        self.misfits.append(Misfit(reply.iso3, repeat, written(given)))
        return []

    def width_of(self, repeat: str) -> int:
        """How many cells of the returns a repeat takes."""
        if not self.is_wide:
            return 0
        return self.most_rows.get(repeat, 0) * (len(self.repeat_columns[repeat]) - len(ROW_FACTS))

    def set_aside(self, reply: StateReply, document: Mapping[str, Any], known: set[str], above: str) -> None:
        """List what stands under names that no version has."""
        self.misfits += [
            Misfit(reply.iso3, above + name, written(document[name])) for name in unknown_in(document, known)
        ]


def place_of(repeat: str, row: Row, column: Column) -> str:
    """The path of a cell in words of paths: in a table of a repeat with the row's id, which is its third fact."""
    return f"{repeat}[{row[2]}]/{column.name}" if repeat else column.name
