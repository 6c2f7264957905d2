"""Replies by region, subregion, language, channel and ratification, and by each cut-off date, as of a day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from surveys.figures import Figures, report
from surveys.models import Channel, MemberState, PaperReturn, Ratification, Submission, Subregion, Survey
from surveys.models.ratifications import Instrument
from surveys.standing import StateRow

TOLD = ("sent", "received", "compiled", "outstanding", "late")
# A State that has not replied has no channel: who was asked cannot be told by it.
UNKNOWN = ("sent", "outstanding")
BOUND, NOT_BOUND = "bound", "not_bound"
KeyOf = Callable[[StateRow], str]


@dataclass(frozen=True)
class Division:
    """The States in parts: what they are parted by, the keys of the parts in their order, the key of a State."""

    by: str
    keys: Sequence[str]
    key_of: KeyOf


def divisions(regions: Sequence[str], rows: Sequence[StateRow]) -> list[Division]:
    """By what replies are told, in the order of the content."""
    return [
        Division("region", regions, lambda row: row.member_state.region.code),
        Division("subregion", subregions(row.member_state for row in rows), lambda row: row.member_state.subregion),
        Division("language", languages(rows), lambda row: row.member_state.correspondence_language),
        Division("channel", channels(rows), lambda row: row.channel),
        *(by_ratification(instrument) for instrument in Instrument.values),
    ]


def subregions(states: Iterable[MemberState]) -> list[str]:
    """The subregions of these States in their order; last, by code point, those without a name of their own."""
    known = list(Subregion.objects.values_list("name_en", flat=True))
    found = {state.subregion for state in states}
    return [name for name in known if name in found] + sorted(found - set(known))


def languages(rows: Iterable[StateRow]) -> list[str]:
    """The languages of correspondence of these States."""
    return sorted({row.member_state.correspondence_language for row in rows})


def channels(rows: Iterable[StateRow]) -> list[str]:
    """The channels by which replies came."""
    found = {row.channel for row in rows}
    return [channel for channel in Channel.values if channel in found]


def by_ratification(instrument: str) -> Division:
    """The States bound by a Convention, and the others."""
    bound = set(Ratification.objects.filter(instrument=instrument).values_list("member_state", flat=True))
    return Division(instrument, (BOUND, NOT_BOUND), lambda row: BOUND if row.member_state.pk in bound else NOT_BOUND)


def rates_of(survey: Survey, rows: Sequence[StateRow], regions: Sequence[str]) -> list[dict[str, Any]]:
    """How many were asked, replied, are awaited, in each part of each division."""
    return [rate for division in divisions(regions, rows) for rate in rates_by(division, survey, rows)]


def rates_by(division: Division, survey: Survey, rows: Sequence[StateRow]) -> list[dict[str, Any]]:
    """The figures of one division."""
    parted = [replace(row.standing, region=division.key_of(row)) for row in rows]
    found = report(parted, regions=division.keys, reply_by=survey.reply_by).regions
    return [{"by": division.by, "key": key, **told(found.get(key, Figures()), division.by)} for key in division.keys]


def told(figures: Figures, by: str) -> dict[str, int | None]:
    """The figures as the content has them."""
    values = asdict(figures)
    return {name: None if by == "channel" and name in UNKNOWN else values[name] for name in TOLD}


@dataclass(frozen=True)
class CutOffs:
    """What had come by the survey's cut-off dates, as known at one ledger position."""

    figures: list[dict[str, Any]]
    numbers: dict[str, dict[str, int]]

    def of_state(self, iso3: str) -> dict[str, int | None]:
        """By each cut-off date the number of the State's submission in force on it; None where there was none."""
        return {day: numbers.get(iso3) for day, numbers in self.numbers.items()}


def cut_offs_of(survey: Survey, day: date, upto: int) -> CutOffs:
    """The survey's cut-off dates until the day."""
    days = sorted(set(survey.cut_offs.filter(day__lte=day).values_list("day", flat=True)))
    figures, numbers = [], {}
    for cut_off in days:
        in_force = Submission.objects.in_force(survey, on=cut_off, upto=upto)
        compiled = dict(in_force.values_list("member_state__iso3", "number"))
        papers = PaperReturn.objects.received(survey, on=cut_off, upto=upto)
        received = compiled.keys() | set(papers.values_list("member_state__iso3", flat=True))
        numbers[cut_off.isoformat()] = compiled
        figures.append({"day": cut_off.isoformat(), "received": len(received), "compiled": len(compiled)})
    return CutOffs(figures, numbers)
