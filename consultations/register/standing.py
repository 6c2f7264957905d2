"""What was known of a consultation on a day. Knows no framework."""

from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Where a consultation stands. `UNRECORDED` is never stored: planned, its time past, and nothing said of it."""

    PLANNED = "planned"
    HELD = "held"
    CONTINUING = "continuing"
    CANCELLED = "cancelled"
    UNRECORDED = "unrecorded"


def standing_on(
    day: date, *, status: Status, announced_on: date | None, recorded_on: date | None, last_day: date | None
) -> Status | None:
    """The standing on `day`; None where nothing was known of it yet.

    A consultation that is recorded as held is told as planned for the days before that is known, if it was
    known to be planned; after its last day, as long as nobody has recorded it, there is no record of it.
    """
    if recorded_on is not None and recorded_on <= day:
        return status
    if announced_on is None or day < announced_on:
        return None
    return Status.PLANNED if last_day is None or day <= last_day else Status.UNRECORDED
