"""Count submissions. Ranges of them are counted apart and added, in any order and any number: same result.

Works a column at a time over batches of one region, which is what makes ten thousand documents a second's work
(measures.md). Sums are integers; nothing here knows a database, a clock or a language.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from typing import Any

from reports.summary.frame import MANY_CODES, NUMBERS, ONE_CODE, TEXTS, Frame, FrameQuestion

ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
BATCH = 100
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """A submission to be counted: whose, from which region, its document, languages and permitted uses."""

    state: str
    region: str
    answers: Document
    languages: Mapping[str, str] = field(default_factory=dict)
    attributions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, order=True)
class OpenAnswer:
    """A text as it was given; `row` is the row of the repeat it stands in, if any."""

    state: str
    row: str
    text: str
    language: str
    attribution: str


@dataclass
class Count:
    """What was given to one question in one region."""

    answered: int = 0
    not_asked: int = 0
    absences: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    numbers: list[Decimal] = field(default_factory=list)
    texts: list[OpenAnswer] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        """Take in what another part counted."""
        self.answered += other.answered
        self.not_asked += other.not_asked
        self.absences.update(other.absences)
        self.choices.update(other.choices)
        self.unmapped.update(other.unmapped)
        self.numbers.extend(other.numbers)
        self.texts.extend(other.texts)


Place = tuple[str, str]


@dataclass
class Tally:
    """All counts: returns by region, rows of repeats by (repeat, region), and a `Count` by (question, region)."""

    frame: Frame
    returns: Counter[str] = field(default_factory=Counter)
    rows: Counter[Place] = field(default_factory=Counter)
    counts: dict[Place, Count] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> "Tally":
        """Take in what another part counted; gives itself back."""
        self.returns.update(other.returns)
        self.rows.update(other.rows)
        self.unknown.update(other.unknown)
        for place, count in other.counts.items():
            self.at(*place).add(count)
        return self

    def at(self, question: str, region: str) -> Count:
        """The count of a question in a region."""
        return self.counts.setdefault((question, region), Count())

    def base_of(self, question: FrameQuestion, region: str) -> int:
        """Of how many something can have been answered: returns, or rows for a question of a repeat."""
        return self.rows[question.repeat, region] if question.repeat else self.returns[region]


def count(frame: Frame, rows: Iterable[Row]) -> Tally:
    """Count these submissions."""
    tally = Tally(frame)
    waiting: dict[str, list[Row]] = {}
    for row in rows:
        batch = waiting.setdefault(row.region, [])
        batch.append(row)
        if len(batch) == BATCH:
            count_batch(tally, row.region, batch)
            batch.clear()
    for region, batch in waiting.items():
        count_batch(tally, region, batch)
    return tally


def count_batch(tally: Tally, region: str, batch: list[Row]) -> None:
    """Count some submissions of one region."""
    if not batch:
        return
    tally.returns[region] += len(batch)
    once = [question for question in tally.frame.questions if not question.repeat]
    repeats = {question.repeat for question in tally.frame.questions if question.repeat}
    documents = [row.answers for row in batch]
    count_documents(tally, region, once, batch, documents, [""] * len(batch))
    for repeat in repeats:
        entries = [(row, entry) for row in batch for entry in row.answers.get(repeat, ())]
        if entries:
            questions = [question for question in tally.frame.questions if question.repeat == repeat]
            owners, members = [owner for owner, _ in entries], [entry for _, entry in entries]
            tally.rows[repeat, region] += len(entries)
            count_documents(tally, region, questions, owners, members, [entry["id"] for entry in members])
    known = {question.name for question in once} | repeats | {"_not_asked"}
    tally.unknown.update(name for document in documents for name in document.keys() - known)


def count_documents(
    tally: Tally,
    region: str,
    questions: Iterable[FrameQuestion],
    owners: list[Row],
    documents: list[Document],
    row_ids: list[str],
) -> None:
    """Count the columns of these documents: whole returns, or rows of one repeat."""
    skipped = Counter(chain.from_iterable(document.get("_not_asked", ()) for document in documents))
    for question in questions:
        name = question.name
        result = tally.at(name, region)
        result.not_asked += skipped[name]
        column = [document.get(name) for document in documents]
        given = [value for value in column if value is not None]
        if len(given) == 0:
            continue
        absent = Counter(value["missing"] for value in given if value.__class__ is dict)
        if absent:
            count_absences(result, absent)
            given = [value for value in given if value.__class__ is not dict]
        result.answered += len(given)
        count_values(question, result, given)
        if question.type in TEXTS:
            result.texts.extend(open_answers(question, zip(owners, column, row_ids, strict=True)))


def count_absences(result: Count, absent: Counter[str]) -> None:
    """Count stated absences; a reason that does not exist is an answer that nobody can read, never dropped."""
    for reason, times in absent.items():
        if reason in ABSENCES:
            result.absences[reason] += times
        else:
            result.unmapped[reason] += times
            result.answered += times


def count_values(question: FrameQuestion, result: Count, given: list[Any]) -> None:
    """Count the answers to one question that are no absences."""
    if question.type in ONE_CODE:
        count_codes(question, result, given)
    elif question.type in MANY_CODES:
        count_codes(question, result, chain.from_iterable(given))
    elif question.type in NUMBERS:
        result.numbers.extend(map(Decimal, given))


def count_codes(question: FrameQuestion, result: Count, codes: Iterable[str]) -> None:
    """Count codes; those that no version of the questionnaire has are kept apart, never dropped."""
    found = Counter(codes)
    listed = set(question.codes)
    for code, times in found.items():
        (result.choices if code in listed else result.unmapped)[code] += times


def open_answers(question: FrameQuestion, given: Iterable[tuple[Row, Any, str]]) -> Iterator[OpenAnswer]:
    """The texts with State, language and permitted use."""
    for owner, value, row_id in given:
        if value.__class__ is str:
            path = f"{question.repeat}[{row_id}]/{question.name}" if question.repeat else question.name
            language, use = owner.languages.get(path, ""), owner.attributions.get(path, "")
            yield OpenAnswer(owner.state, row_id, value, language, use)
