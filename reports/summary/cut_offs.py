"""How the replies of a State stand to a survey's cut-offs: in the draft report, after its cut-off, in the summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Mark:
    """A State at a cut-off: the number of its submission that was in force on the day (None: none was), whether the
    day is over, and whether the last edition of that day says something else (None: there is no edition)."""

    day: date
    number: int | None
    is_over: bool
    edition_differs: bool | None = None


@dataclass(frozen=True)
class Line:
    """A State with its marks, in the order of the cut-offs."""

    iso3: str
    first_received: date
    newest: int
    marks: Sequence[Mark]

    @property
    def counted_from(self) -> date | None:
        """The first cut-off at which a submission was in force; None where all of them came after the last."""
        return next((mark.day for mark in self.marks if mark.number is not None), None)

    @property
    def came_after(self) -> date | None:
        """The last cut-off that passed without a submission before there was one; None where the first has one."""
        missed = [mark.day for mark in self.marks if mark.number is None and mark.is_over]
        return missed[-1] if missed else None


def lines(
    days: Sequence[date],
    today: date,
    first_received: Mapping[str, date],
    in_force: Mapping[date, Mapping[str, int]],
    compiled: Mapping[date, Mapping[str, int]],
) -> list[Line]:
    """The States that have replied by `today`, by their codes.

    `in_force` has the submission of each State by cut-off and for today, `compiled` that in the last edition of a
    day.
    """
    return [
        Line(
            iso3=iso3,
            first_received=first_received[iso3],
            newest=number,
            marks=[mark(iso3, day, today, in_force[day], compiled.get(day)) for day in days],
        )
        for iso3, number in sorted(in_force[today].items())
    ]


def mark(iso3: str, day: date, today: date, in_force: Mapping[str, int], compiled: Mapping[str, int] | None) -> Mark:
    """How one State stands to one cut-off."""
    number = in_force.get(iso3)
    differs = None if compiled is None else compiled.get(iso3) != number
    return Mark(day, number, day < today, differs)
