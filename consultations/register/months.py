"""A month as a page shows it. Knows no framework."""

from calendar import Calendar, monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True)
class Month:
    """A month of a year that a calendar can show."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def before(self) -> "Month | None":
        """The month before; None before the first one that can be shown."""
        day = self.first - timedelta(1)
        return Month(day.year, day.month) if day.year >= FIRST_YEAR else None

    @property
    def after(self) -> "Month | None":
        """The month after; None after the last one that can be shown."""
        day = self.last + timedelta(1)
        return Month(day.year, day.month) if day.year <= LAST_YEAR else None

    @staticmethod
    def is_one(year: int, month: int) -> bool:
        """Whether there is such a month here."""
        return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12


@dataclass(frozen=True)
class Day(Generic[Thing]):
    """A day of the grid and what takes place on it; those of the months around are shown empty."""

    day: date
    is_own: bool
    things: list[Thing] = field(default_factory=list)


def weeks(month: Month, spans: Iterable[tuple[Thing, date, date]]) -> list[list[Day[Thing]]]:
    """The weeks of the month, from Monday to Sunday, with each thing on every day of its span, in the order given."""
    rows = list(spans)
    return [[_day(day, day.month == month.month, rows) for day in week] for week in _dates(month)]


def _dates(month: Month) -> list[list[date]]:
    return Calendar().monthdatescalendar(month.year, month.month)


def _day(day: date, is_own: bool, rows: list[tuple[Thing, date, date]]) -> Day[Thing]:
    return Day(day, is_own, [thing for thing, first, last in rows if is_own and first <= day <= last])
