"""Count submissions. Ranges of them are counted apart and added, in any order and any number: same result.

Works a column at a time over batches of one region, which is what makes ten thousand documents a second's work
(docs/measured.md). Sums are integers; nothing here knows a database, a clock or a language.
"""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from sys import intern
from typing import Any

from reports.summary.attribution import NAMED, UNNAMED, strictest
from reports.summary.counts import Count, OpenAnswer, Quoted, count_given, count_limited, is_answer, is_rows
from reports.summary.entries import Entry, entries_of, rows_are_told
from reports.summary.frame import REPEAT, TEXTS, Frame, FrameQuestion

NOT_ASKED = "_not_asked"
BATCH = 250
Document = dict[str, Any]
Limits = dict[int, str]


@dataclass(frozen=True)
class Row:
    """A submission to be counted: whose, from which region, its document, languages and permitted uses.

    A path without a permitted use may be quoted with the State's name.
    """

    state: str
    region: str
    answers: Document
    languages: Mapping[str, str] = field(default_factory=dict)
    attributions: Mapping[str, str] = field(default_factory=dict)


Place = tuple[str, str]


@dataclass
class Tally:
    """All counts: returns by region, rows of repeats by (repeat, region) and (repeat, State), what may be told of
    these rows by repeat, and a `Count` by (question, region). `unknown` counts the names in documents that the frame
    does not have."""

    frame: Frame
    returns: Counter[str] = field(default_factory=Counter)
    rows: Counter[Place] = field(default_factory=Counter)
    rows_of_state: Counter[Place] = field(default_factory=Counter)
    entries: dict[str, list[Entry]] = field(default_factory=dict)
    counts: dict[Place, Count] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> "Tally":
        """Take in what another part counted; gives itself back."""
        self.returns.update(other.returns)
        self.rows.update(other.rows)
        self.rows_of_state.update(other.rows_of_state)
        self.unknown.update(other.unknown)
        for repeat, entries in other.entries.items():
            self.entries.setdefault(repeat, []).extend(entries)
        for place, count in other.counts.items():
            self.at(*place).add(count)
        return self

    def at(self, question: str, region: str) -> Count:
        """The count of a question in a region."""
        found = self.counts.get((question, region))
        if found is None:
            found = self.counts[question, region] = Count()
        return found

    def base_of(self, question: FrameQuestion, region: str) -> int:
        """Of how many something can have been answered: returns, or rows for a question of a repeat."""
        return self.rows[question.repeat, region] if question.repeat else self.returns[region]


class Counting:
    """Counts submissions as they come, some of one region at a time."""

    def __init__(self, frame: Frame) -> None:
        self.tally = Tally(frame)
        self.waiting: dict[str, list[Row]] = {}

    def take(self, row: Row) -> None:
        """Take a submission in."""
        batch = self.waiting.setdefault(row.region, [])
        batch.append(row)
        if len(batch) == BATCH:
            count_batch(self.tally, row.region, batch)
            batch.clear()

    def done(self) -> Tally:
        """The counts of all that were taken in."""
        for region, batch in self.waiting.items():
            if batch:
                count_batch(self.tally, region, batch)
        self.waiting.clear()
        return self.tally


def count(frame: Frame, rows: Iterable[Row]) -> Tally:
    """Count these submissions; `rows` may parse them one by one as they are asked for."""
    counting = Counting(frame)
    with uncollected():
        for row in rows:
            counting.take(row)
        return counting.done()


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the search for circles, of which parsed documents have none: it would take half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def count_batch(tally: Tally, region: str, batch: list[Row]) -> None:
    """Count some submissions of one region."""
    tally.returns[region] += len(batch)
    documents = [row.answers for row in batch]
    once = [question for question in tally.frame.questions if not question.repeat]
    count_documents(tally, region, once, batch, documents, [""] * len(batch), "")
    for repeat in once:
        if repeat.type == REPEAT:
            count_rows(tally, region, repeat.name, batch)


def count_rows(tally: Tally, region: str, repeat: str, batch: list[Row]) -> None:
    """Count the rows that some submissions of one region have in a repeat."""
    given = [
        row
        for row in batch
        if is_rows(row.answers.get(repeat)) and rows_are_told(row.attributions.get(repeat, NAMED))
    ]
    members = [(row, entry) for row in given for entry in row.answers[repeat]]
    if not members:
        return
    owners, rows = [owner for owner, _ in members], [entry for _, entry in members]
    tally.rows[repeat, region] += len(rows)
    questions = [question for question in tally.frame.questions if question.repeat == repeat]
    asked = {question.name: question.type for question in questions}
    told = tally.entries.setdefault(repeat, [])
    for owner, entry in members:
        parts = list(entries_of(owner.state, entry, asked, repeat, owner.attributions))
        told += parts
        tally.rows_of_state.update((repeat, part.state) for part in parts[:1])
    count_documents(
        tally, region, questions, owners, rows, [str(entry.get("id", "")) for entry in rows], f"{repeat}/"
    )


def count_unknown(tally: Tally, questions: list[FrameQuestion], documents: list[Document], above: str) -> None:
    """Count the names that no question has, under the repeat they stand in."""
    known = {question.name for question in questions} | {NOT_ASKED}
    if above:
        known.add("id")
    for document in documents:
        not_asked = document.get(NOT_ASKED, ())
        if not (document.keys() <= known and known.issuperset(not_asked)):
            tally.unknown.update(above + name for name in {*document, *not_asked} - known)


def count_documents(
    tally: Tally,
    region: str,
    questions: list[FrameQuestion],
    owners: list[Row],
    documents: list[Document],
    row_ids: list[str],
    above: str,
) -> None:
    """Count the columns of these documents: whole returns, or rows of the repeat `above`."""
    skipped = Counter(chain.from_iterable(map(not_asked_in, documents)))
    limits = limits_of(questions, owners, row_ids)
    # Laid over a blank one, every document has its values in the questions' order, names of no question last.
    names = [question.name for question in questions]
    blank: Document = dict.fromkeys([*names, NOT_ASKED, "id"] if above else [*names, NOT_ASKED])
    laid = [blank | document for document in documents]
    if any(len(document) != len(blank) for document in laid) or not skipped.keys() <= blank.keys():
        count_unknown(tally, questions, documents, above)
    columns = zip(*(document.values() for document in laid), strict=False)
    for question, column in zip(questions, columns, strict=False):
        result = tally.at(question.name, region)
        result.not_asked += skipped[question.name]
        limited = limits.get(question.name)
        if limited:
            count_limited(question, result, column, limited)
        else:
            count_given(question, result, [value for value in column if value is not None])
        if question.repeat:
            result.note_states(owner.state for owner, value in zip(owners, column, strict=True) if is_answer(value))
        if question.type in TEXTS:
            result.texts += open_answers(question, owners, column, row_ids, limited or {})


def not_asked_in(document: Document) -> set[str]:
    """The names that a document lists as not asked; what was answered was asked, so one that says both adds up."""
    names = set(document.get(NOT_ASKED, ()))
    return names if names.isdisjoint(document) else names - document.keys()


def limits_of(questions: Sequence[FrameQuestion], owners: Sequence[Row], row_ids: Sequence[str]) -> dict[str, Limits]:
    """Of each question with answers of which not everything is permitted: what is, by their places in the column."""
    found: dict[str, Limits] = {}
    if not any(owner.attributions for owner in owners):
        return found
    for index, (owner, row_id) in enumerate(zip(owners, row_ids, strict=True)):
        if not owner.attributions:
            continue
        for question in questions:
            use = use_at(question, row_id, owner.attributions)
            if use != NAMED:
                found.setdefault(question.name, {})[index] = use
    return found


def use_at(question: FrameQuestion, row_id: str, attributions: Mapping[str, str]) -> str:
    """The permitted use of an answer: that of the repeat it stands in, if it is stricter."""
    return strictest(attributions.get(path_of(question, row_id), NAMED), attributions.get(question.repeat, NAMED))


def path_of(question: FrameQuestion, row_id: str) -> str:
    """Where an answer stands in its submission."""
    return f"{question.repeat}[{row_id}]/{question.name}" if question.repeat else question.name


def open_answers(
    question: FrameQuestion, owners: list[Row], column: Sequence[Any], row_ids: list[str], limits: Limits
) -> Iterable[Quoted]:
    """The texts that may be quoted, with State and language."""
    if limits or question.repeat:
        return open_answers_by_use(question, owners, column, row_ids, limits)
    name = question.name
    return [
        (owner.state, "", value, intern(owner.languages.get(name, "")), NAMED)
        for owner, value in zip(owners, column, strict=True)
        if value.__class__ is str
    ]


def open_answers_by_use(
    question: FrameQuestion, owners: list[Row], column: Iterable[Any], row_ids: list[str], limits: Limits
) -> Iterator[OpenAnswer]:
    """The texts of rows of a repeat, or of which not all may be quoted with the State."""
    for index, (owner, row_id, value) in enumerate(zip(owners, row_ids, column, strict=True)):
        if value.__class__ is not str:
            continue
        use = limits.get(index, NAMED)
        language = intern(owner.languages.get(path_of(question, row_id), ""))
        if use == NAMED:
            yield OpenAnswer(owner.state, row_id, value, language, NAMED)
        elif use == UNNAMED:
            yield OpenAnswer("", "", value, language, UNNAMED)
