"""What was given to one question in one region: counts that add up, and nothing that was given is dropped."""

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from reports.summary.attribution import COUNTED, NAMED, OFFICE
from reports.summary.frame import DAYS, MANY_CODES, NUMBERS, ONE_CODE, REPEAT, TEXTS, FrameQuestion

ABSENCES = ("not_available", "not_applicable", "dont_know", "confidential")
# As decimals are stored: no exponent, so that a short text is never a number of a million digits.
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# Of fewer States than these nothing is told in figures that not each of them lets be told with its name.
FEW = 3
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class SetAside:
    """Stands where an answer stood that a treatment set aside."""


SET_ASIDE = SetAside()


class OpenAnswer(NamedTuple):
    """A text as it was given; `row` is the row of the repeat it stands in, if any.

    `state` and `row` are empty where the State may not be told.
    """

    state: str
    row: str
    text: str
    language: str
    attribution: str


# As it waits among a few hundred thousand others: an `OpenAnswer`, or its bare values.
Quoted = tuple[str, str, str, str, str]


@dataclass
class Count:
    """What was given to one question in one region.

    `unmapped` holds answers that do not fit the question, such as a code that it does not have or a text where a
    number belongs: they are answers (another version of the questionnaire took them), listed apart, never dropped.
    """

    answered: int = 0
    not_asked: int = 0
    set_aside: int = 0
    # Answers that may not be told with the State, and of a repeat's question who answered: see hiding.py.
    restricted: int = 0
    states: set[str] = field(default_factory=set)
    absences: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    # Numbers wait as machine integers or as the texts they came as: a Decimal each would take ten times the room.
    integers: "array[int]" = field(default_factory=lambda: array("q"))
    decimals: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    texts: list[Quoted] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        """Take in what another part counted."""
        self.answered += other.answered
        self.not_asked += other.not_asked
        self.set_aside += other.set_aside
        self.restricted += other.restricted
        self.note_states(other.states)
        self.absences.update(other.absences)
        self.choices.update(other.choices)
        self.unmapped.update(other.unmapped)
        self.integers.extend(other.integers)
        self.decimals.extend(other.decimals)
        self.days.extend(other.days)
        self.texts.extend(other.texts)

    def note_states(self, states: Iterable[str]) -> None:
        """Note who answered, as far as it matters: whether there are `FEW` of them."""
        for state in states:
            if len(self.states) == FEW:
                return
            self.states.add(state)

    @property
    def numbers(self) -> list[int | Decimal]:
        """The numbers that were given, exactly, in order of size."""
        return sorted([*self.integers, *map(Decimal, self.decimals)])


def is_answer(value: Any) -> bool:
    """Whether the value of a column is an answer: neither blank nor a stated absence nor set aside."""
    return value is not None and value.__class__ is not SetAside and not is_absence(value)


def is_absence(value: Any) -> bool:
    """Whether the value is a stated absence; a reason that does not exist is an answer that nobody can read."""
    return value.__class__ is dict and len(value) == 1 and value.get("missing") in ABSENCES


def count_limited(question: FrameQuestion, result: Count, column: Iterable[Any], limits: Mapping[int, str]) -> None:
    """Count a column in which not everything may be told of some answers; `limits` has their permitted uses by place.

    Of an answer for the Office only it is told that there is one; one that may be counted is not listed as it was
    given. A stated absence holds nothing that could be told, and counts as what it is.
    """
    by_use: dict[str, list[Any]] = {}
    for place, value in enumerate(column):
        if value is not None:
            by_use.setdefault(limits.get(place, NAMED), []).append(value)
    for use, given in by_use.items():
        found = Count()
        count_given(question, found, given)
        if use == OFFICE:
            found = Count(answered=found.answered, absences=found.absences, set_aside=found.set_aside)
        if use == COUNTED:
            found.unmapped.clear()
        found.restricted = 0 if use == NAMED else found.answered
        result.add(found)


def count_given(question: FrameQuestion, result: Count, given: list[Any]) -> None:
    """Count what stands at one question: absences, what was set aside, answers."""
    if not given:
        return
    kinds = set(map(type, given))
    if SetAside in kinds:
        result.set_aside += sum(1 for value in given if value.__class__ is SetAside)
        given = [value for value in given if value.__class__ is not SetAside]
    if dict in kinds:
        count_absences(result, [value for value in given if value.__class__ is dict])
        given = [value for value in given if value.__class__ is not dict]
    result.answered += len(given)
    count_values(question, result, given)


def count_absences(result: Count, absent: list[Any]) -> None:
    """Count stated absences; a reason that does not exist is an answer that nobody can read, never dropped."""
    for value in absent:
        if is_absence(value):
            result.absences[value["missing"]] += 1
        else:
            result.unmapped[written(value)] += 1
            result.answered += 1


def count_values(question: FrameQuestion, result: Count, given: list[Any]) -> None:
    """Count the answers to one question that are no absences."""
    if question.type in ONE_CODE:
        count_codes(question, result, given)
    elif question.type in MANY_CODES:
        count_codes(question, result, chain.from_iterable(fitting(result, given, list)))
    elif question.type in NUMBERS:
        count_numbers(result, given)
    elif question.type in DAYS:
        days = fitting(result, given, str)
        result.days.extend(day for day in days if is_day(day))
        result.unmapped.update(day for day in days if not is_day(day))
    elif question.type in TEXTS:
        fitting(result, given, str)
    elif question.type == REPEAT:
        result.unmapped.update(written(value) for value in given if not is_rows(value))


def fitting(result: Count, given: list[Any], kind: type) -> list[Any]:
    """The answers of the kind that the question takes; the others are kept apart."""
    if set(map(type, given)) <= {kind}:
        return given
    result.unmapped.update(written(value) for value in given if value.__class__ is not kind)
    return [value for value in given if value.__class__ is kind]


def count_codes(question: FrameQuestion, result: Count, codes: Iterable[Any]) -> None:
    """Count codes; those that no version of the questionnaire has are kept apart, never dropped."""
    found = Counter(fitting(result, list(codes), str))
    listed = set(question.codes)
    for code, times in found.items():
        (result.choices if code in listed else result.unmapped)[code] += times


def count_numbers(result: Count, given: list[Any]) -> None:
    """Take in numbers: integers, and decimals as the texts they are stored as."""
    texts = [value for value in given if value.__class__ is not int]
    for value in texts:
        if value.__class__ is str and NUMBER.fullmatch(value):
            result.decimals.append(value)
        else:
            result.unmapped[written(value)] += 1
    integers = [value for value in given if value.__class__ is int] if texts else given
    try:
        result.integers.extend(array("q", integers))
    except OverflowError:
        result.decimals.extend(map(str, integers))


def is_day(text: str) -> bool:
    """Whether the text is a day in ISO's long form."""
    try:
        return DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def written(value: Any) -> str:
    """An answer that does not fit, as it is listed: a text as it is, all else in JSON."""
    return value if value.__class__ is str else json.dumps(value, ensure_ascii=False, sort_keys=True)


def is_rows(value: Any) -> bool:
    """Whether the value is the list of a repeat's rows."""
    return value.__class__ is list and all(entry.__class__ is dict for entry in value)
