"""What stands behind a cell: the part of it that comes from one State, counted as the edition counts it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from reports.summary.counts import ABSENCES
from reports.summary.frame import REPEAT, Frame, FrameQuestion
from reports.summary.numbers import plain
from reports.summary.tables import ALL, STATISTICS
from reports.summary.tally import Row, Tally, count

NO_CHOICE = "-"
# How often a measure or choice is met, or the numbers themselves that a statistic is taken of.
Part = int | tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """The address of a cell, taken apart."""

    question: str
    measure: str
    choice: str
    group: str

    @classmethod
    def read(cls, text: str) -> "Address":
        """The address `question/measure/choice/group`; choices may have slashes. Raises ValueError for no address."""
        question, measure, rest = text.split("/", 2)
        choice, slash, group = rest.rpartition("/")
        if not slash:
            raise ValueError(text)
        return cls(question, measure, choice, group)

    def covers(self, region: str) -> bool:
        """Whether a State of this region is in the cell's group."""
        return self.group in {ALL, region}


@dataclass(frozen=True)
class Parts:
    """What the submission of one State adds to every cell of some questions, by question, measure and choice."""

    state: str
    region: str
    found: Mapping[tuple[str, str, str], Part] = field(default_factory=dict)

    def at(self, address: Address) -> Part:
        """What it adds to a cell; nothing outside the cell's group."""
        nothing: Part = () if address.measure in STATISTICS else 0
        if not address.covers(self.region):
            return nothing
        return self.found.get((address.question, address.measure, address.choice), nothing)


def parts(frame: Frame, names: Iterable[str], rows: Iterable[Row]) -> list[Parts]:
    """The parts of each of these submissions in the questions of these names, each counted alone."""
    questions = only(frame, set(names))
    return [parts_of(questions, row) for row in rows]


def only(frame: Frame, names: set[str]) -> Frame:
    """The frame with these questions, and the repeats in which they are asked."""
    repeats = {question.repeat for question in frame.questions if question.name in names}
    return Frame(tuple(question for question in frame.questions if question.name in names | repeats))


def parts_of(frame: Frame, row: Row) -> Parts:
    """The parts of one submission."""
    tally = count(frame, [row])
    found = {
        (question.name, measure, choice): part
        for question in frame.questions
        for (measure, choice), part in parts_of_question(question, tally, row.region).items()
        if part
    }
    return Parts(row.state, row.region, found)


def parts_of_question(question: FrameQuestion, tally: Tally, region: str) -> dict[tuple[str, str], Part]:
    """What was counted at one question, by measure and choice."""
    found, base = tally.at(question.name, region), tally.base_of(question, region)
    told = found.answered + found.not_asked + found.set_aside + sum(found.absences.values())
    result: dict[tuple[str, str], Part] = {
        ("answered", NO_CHOICE): found.answered,
        ("blank", NO_CHOICE): base - told,
        ("not_asked", NO_CHOICE): found.not_asked,
        ("set_aside", NO_CHOICE): found.set_aside,
        **{(absence, NO_CHOICE): found.absences[absence] for absence in ABSENCES},
        **{("choice", code): times for code, times in found.choices.items()},
        **{("unmapped", code): times for code, times in found.unmapped.items()},
    }
    if question.type == REPEAT:
        result["rows", NO_CHOICE] = tally.rows[question.name, region]
    ordered = (*(plain(Decimal(number)) for number in found.numbers), *sorted(found.days))
    return result | {(measure, NO_CHOICE): ordered for measure in STATISTICS}


def movers(old: Iterable[Parts], new: Iterable[Parts], addresses: Iterable[str]) -> dict[str, list[str]]:
    """Of each address the States whose part of it is not the same in both editions, by their codes."""
    before, after = ({parts.state: parts for parts in edition} for edition in (old, new))
    states = sorted(before.keys() | after.keys())
    nothing = Parts("", "")
    return {
        text: [
            state
            for state in states
            if before.get(state, nothing).at(address) != after.get(state, nothing).at(address)
        ]
        for text, address in ((text, Address.read(text)) for text in addresses)
    }
