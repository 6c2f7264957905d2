"""The rows of a repeat as they may be told: those of a State with its name, parts of them without, or not at all."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from reports.summary.attribution import COUNTED, NAMED, UNNAMED, permitted, strictest
from reports.summary.counts import ABSENCES, SetAside, written

FILE = "file"


class Entry(NamedTuple):
    """What of a row is told together; `state` and `row` are empty where the State may not be told."""

    state: str
    row: str
    values: dict[str, Any]


def entries_of(
    state: str, row: Mapping[str, Any], asked: Mapping[str, str], repeat: str, attributions: Mapping[str, str]
) -> Iterator[Entry]:
    """What may be told of a row: its answers to `asked` (question: type), those without the State's name apart.

    The row's id is not told without the State: it stands beside the State's name elsewhere. A row of which
    something is given and nothing may be told gives no entry; an empty one is the State's, if the repeat is.
    """
    row_id = str(row.get("id", ""))
    given = {name: row[name] for name in asked if is_told(row.get(name)) and asked[name] != FILE}
    if not attributions:
        yield Entry(state, row_id, {name: as_told(value) for name, value in given.items()})
        return
    above = permitted(attributions.get(repeat, NAMED))
    uses = {name: strictest(above, attributions.get(f"{repeat}[{row_id}]/{name}", NAMED)) for name in given}
    named = {name: as_told(value) for name, value in given.items() if uses[name] == NAMED}
    unnamed = {name: as_told(value) for name, value in given.items() if uses[name] == UNNAMED}
    if named or (not given and above == NAMED):
        yield Entry(state, row_id, named)
    if unnamed or (not given and above == UNNAMED):
        yield Entry("", "", unnamed)


def is_told(value: Any) -> bool:
    """Whether there is an answer: not blank, not set aside."""
    return value is not None and value.__class__ is not SetAside


def as_told(value: Any) -> Any:
    """An answer as canonical JSON can hold it; what fits no question as it is listed elsewhere."""
    if value.__class__ in (str, int):
        return value
    if value.__class__ is list and all(member.__class__ is str for member in value):
        return value
    if value.__class__ is dict and len(value) == 1 and value.get("missing") in ABSENCES:
        return value
    return written(value)


def rows_are_told(use: str) -> bool:
    """Whether the rows of a repeat are counted at all."""
    return permitted(use) in (COUNTED, UNNAMED, NAMED)
