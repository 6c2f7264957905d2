"""Why is this number so? The returns, or rows of a repeat, that a cell of an edition counts.

Each is counted alone by the functions that count all of them, so that there are exactly as many as the cell says.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from reports.summary.attribution import NAMED
from reports.summary.counts import ABSENCES, Count, count_limited, is_rows
from reports.summary.entries import rows_are_told
from reports.summary.frame import Frame, FrameQuestion
from reports.summary.tables import ALL, STATISTICS, Cell
from reports.summary.tally import Row, not_asked_in, use_at


class Behind(NamedTuple):
    """A return, or a row of its repeat, that a cell counts; `value` is what stands there, None where nothing does."""

    state: str
    row: str
    value: Any
    use: str


def behind(frame: Frame, rows: Iterable[Row], cell: Cell) -> list[Behind]:
    """What the cell counts, by State and row: one for each of its n. Raises KeyError when the frame does not have
    its question."""
    question = next((found for found in frame.questions if found.name == cell.question), None)
    if question is None:
        raise KeyError(cell.question)
    chosen = (row for row in rows if cell.group in (ALL, row.region))
    found = [
        Behind(owner.state, row_id, shown_of(cell, document.get(question.name)), use)
        for owner, row_id, document in places_of(question, chosen)
        for use in [use_at(question, row_id, owner.attributions)]
        for _time in range(times(cell, question, document, use))
    ]
    return sorted(found, key=lambda place: (place.state, place.row))


def places_of(question: FrameQuestion, rows: Iterable[Row]) -> Iterator[tuple[Row, str, Mapping[str, Any]]]:
    """Where the question stands: returns, or rows of the repeat with their ids."""
    for row in rows:
        if not question.repeat:
            yield row, "", row.answers
        elif rows_are_told(row.attributions.get(question.repeat, NAMED)):
            entries = row.answers.get(question.repeat)
            if entries and is_rows(entries):
                yield from ((row, str(entry.get("id", "")), entry) for entry in entries)


def times(cell: Cell, question: FrameQuestion, document: Mapping[str, Any], use: str) -> int:
    """How often the cell counts the answer that stands in this document."""
    found, value = Count(), document.get(question.name)
    count_limited(question, found, [value], {0: use})
    if value is None:
        found.not_asked = int(question.name in not_asked_in(dict(document)))
    return measured(cell, found, is_empty=value is None and not found.not_asked)


def measured(cell: Cell, found: Count, *, is_empty: bool) -> int:
    """The cell's measure in the count of one answer."""
    if cell.measure in ABSENCES:
        return found.absences[cell.measure]
    if cell.measure in STATISTICS:
        return len(found.integers) + len(found.decimals) + len(found.days)
    return {
        "answered": found.answered,
        "rows": found.answered,
        "blank": int(is_empty),
        "not_asked": found.not_asked,
        "set_aside": found.set_aside,
        "choice": found.choices[cell.choice],
        "unmapped": found.unmapped[cell.choice],
    }[cell.measure]


def shown_of(cell: Cell, value: Any) -> Any:
    """What stands there; of a repeat how many rows."""
    return len(value) if cell.measure == "rows" and is_rows(value) else value
