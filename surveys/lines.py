"""The lines of the board: every State as of a day, in the reader's language, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from surveys.board import Line
from surveys.models import (
    Answer,
    Channel,
    GroupMembership,
    PaperReturn,
    Region,
    Return,
    ReturnEvent,
    Status,
    Subregion,
    Survey,
)
from surveys.standing import StateRow

LANGUAGE_NAMES = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
PLACES = {status.value: place for place, status in enumerate(Status)}
STATUS_WORDS = dict(Status.choices)
CHANNEL_WORDS = dict(Channel.choices)
# Where the reply was on the day that counts.
PLACE_WORDS = {
    PaperReturn.Counts.FIELD_OFFICE: pgettext_lazy("the day at the", "field office"),
    PaperReturn.Counts.MISSION: pgettext_lazy("the day at the", "mission"),
    PaperReturn.Counts.GENEVA: pgettext_lazy("the day in", "Geneva"),
}


@dataclass(frozen=True)
class Facts:
    """What the lines need beside the States' standing, by State, each in one query."""

    day: date
    reply_by: date
    returns: Mapping[int, Return]
    groups: Mapping[int, frozenset[str]]
    regions: Mapping[str, Region]
    subregions: Mapping[str, Subregion]
    active: Mapping[int, date]


def lines_on(survey: Survey, day: date, rows: Sequence[StateRow], language: str) -> list[Line]:
    """The lines of these States, which stand as `rows` say at the end of the day."""
    facts = facts_on(survey, day)
    return [line_of(row, facts, language) for row in rows]


def facts_on(survey: Survey, day: date) -> Facts:
    """What is known of a survey's States on a day. Who is responsible is as of now: nobody dates that."""
    events = ReturnEvent.objects.of_survey(survey, on=day)
    return Facts(
        day=day,
        reply_by=survey.reply_by,
        returns={found.member_state_id: found for found in Return.objects.with_staff(survey)},
        groups=GroupMembership.objects.groups_of_states(day),
        regions={region.code: region for region in Region.objects.all()},
        subregions={subregion.name_en: subregion for subregion in Subregion.objects.all()},
        active=last_activity(events.last_days(), Answer.objects.last_saved(survey, before=end_of(day))),
    )


def end_of(day: date) -> datetime:
    """The instant at which the day ends in Geneva."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_activity(events: Mapping[int, date], saves: Mapping[int, datetime]) -> dict[int, date]:
    """The later of the last event and the last save of the draft, by State, as days in Geneva."""
    days = {state: timezone.localdate(instant) for state, instant in saves.items()}
    return {
        state: max(events.get(state, date.min), days.get(state, date.min)) for state in events.keys() | days.keys()
    }


def line_of(row: StateRow, facts: Facts, language: str) -> Line:
    """One State as the reader reads it."""
    state, standing, reply = row.member_state, row.standing, row.reply
    survey_return = facts.returns.get(state.pk)
    staff = survey_return.staff if survey_return else None
    region, subregion = facts.regions[standing.region], facts.subregions.get(state.subregion)
    due_on = (standing.asked_until or facts.reply_by) if standing.was_sent else None
    spoken = reply.language if reply else state.correspondence_language
    return Line(
        iso3=state.iso3,
        iso2=state.iso2,
        name=state.name(language),
        names=tuple(state.names.values()),
        region=standing.region,
        region_name=region.name(language),
        subregion=state.subregion,
        subregion_name=subregion.name(language) if subregion else state.subregion,
        places=(region.order, subregion.order if subregion else 0, PLACES[row.status]),
        status=row.status,
        status_word=str(STATUS_WORDS[row.status]),
        has_return=standing.was_sent,
        is_outstanding=standing.is_outstanding,
        is_overdue=is_overdue(row, due_on, facts.day),
        groups=facts.groups.get(state.pk, frozenset()),
        received_on=row.received_on,
        counts=reply.counts if reply else "",
        counts_word=day_word(row),
        channel=row.channel,
        channel_word=str(CHANNEL_WORDS.get(row.channel, "")),
        language=spoken,
        language_name=LANGUAGE_NAMES.get(spoken, spoken),
        staff=staff.pk if staff else None,
        staff_name=str(staff) if staff else "",
        last_activity_on=facts.active.get(state.pk),
        due_on=due_on,
        is_extended=standing.was_sent and standing.asked_until is not None,
    )


def is_overdue(row: StateRow, due_on: date | None, day: date) -> bool:
    """Whether the reply is awaited beyond its day; not of a State that does not take part (design.md, section 6)."""
    return row.standing.is_outstanding and row.status != Status.DECLINED and due_on is not None and day > due_on


def day_word(row: StateRow) -> str:
    """Which day counts: one of three for a reply on paper, else the day of sending, in Geneva."""
    if row.reply is None:
        return ""
    return str(PLACE_WORDS[PaperReturn.Counts(row.reply.counts or PaperReturn.Counts.GENEVA)])
