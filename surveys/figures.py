"""Figures of a survey as of a day: how many were asked, have replied, are awaited. Rows in, numbers out."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Standing:
    """Where one State stands at the end of a day.

    `asked_until` is the day of the extension in force, None without one (design.md, section 6).
    `first_received_on` is the day on which its first reply was received, None while there is none;
    `is_compiled` tells that a submission is in force, so that the reply is not merely registered on paper.
    """

    region: str
    is_member: bool
    was_sent: bool
    first_received_on: date | None = None
    is_compiled: bool = False
    asked_until: date | None = None

    @property
    def is_outstanding(self) -> bool:
        """Whether a reply was asked for and none has come."""
        return self.was_sent and self.first_received_on is None


@dataclass(frozen=True)
class Figures:
    """Numbers of States at the end of a day (design.md, section 11)."""

    members: int = 0
    sent: int = 0
    received: int = 0
    compiled: int = 0
    outstanding: int = 0
    late: int = 0

    @property
    def being_entered(self) -> int:
        """Replies registered on paper and not yet keyed in."""
        return self.received - self.compiled

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(self.values(), other.values(), strict=True)))

    def values(self) -> tuple[int, ...]:
        """The numbers in the order of the fields."""
        return tuple(asdict(self).values())


@dataclass(frozen=True)
class Report:
    """The figures of a survey as of a day: each region, and all together."""

    total: Figures
    regions: dict[str, Figures]

    def to_json(self, survey: str, day: date) -> dict[str, Any]:
        """The document of `manage.py status`."""
        regions = [{"region": code, **asdict(figures)} for code, figures in self.regions.items()]
        return {"survey": survey, "as_of": day.isoformat(), **asdict(self.total), "regions": regions}


def report(standings: Iterable[Standing], *, regions: Sequence[str], reply_by: date) -> Report:
    """Count the States by region; a reply is late when the State's first one came after `reply_by`,
    or after the extension in force.

    All `regions` are there, in their order, also those without a State, so that tables keep their shape.
    """
    by_region = dict.fromkeys(regions, Figures())
    for standing in standings:
        by_region[standing.region] = by_region.get(standing.region, Figures()) + _count(standing, reply_by)
    return Report(sum(by_region.values(), start=Figures()), by_region)


def _count(standing: Standing, reply_by: date) -> Figures:
    first = standing.first_received_on
    return Figures(
        members=int(standing.is_member),
        sent=int(standing.was_sent),
        received=int(first is not None),
        compiled=int(standing.is_compiled),
        outstanding=int(standing.is_outstanding),
        late=int(first is not None and first > (standing.asked_until or reply_by)),
    )
