"""Everything that happened around a return, in one line each, newest first: never a word of a draft."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Channel, Letter, MemberState, PaperReturn, Return, ReturnEvent, User

# Facts of an event that are shown with it, by the name under which they are kept.
DETAILS = {
    "submission": gettext_lazy("Submission No."),
    "channel": gettext_lazy("Channel"),
    "until": gettext_lazy("Until"),
    "reason": gettext_lazy("Reason"),
}
FIRST = datetime.min.replace(tzinfo=timezone.get_fixed_timezone(0))


@dataclass(frozen=True)
class Entry:
    """One thing that happened: the day that counts, when it was recorded, by whom, on whose behalf, the details."""

    day: date
    words: str
    recorded_at: datetime | None = None
    actor: str = ""
    on_behalf_of: MemberState | None = None
    details: list[tuple[str, str]] = field(default_factory=list)


def timeline(
    survey_return: Return,
    *,
    events: Iterable[ReturnEvent],
    papers: Iterable[PaperReturn],
    letters: Iterable[Letter],
) -> list[Entry]:
    """All entries of a return, newest first, in the reader's language; the rest is what belongs to the return."""
    found = [
        *of_events(events),
        *of_papers(papers),
        *of_letters(letters),
        *of_staff(survey_return),
        *of_appointments(survey_return.member_state),
    ]
    # Of what was recorded at one instant the last comes first as well.
    found.sort(key=lambda entry: (entry.day, entry.recorded_at or FIRST))
    return found[::-1]


def of_events(events: Iterable[ReturnEvent]) -> Iterator[Entry]:
    """What happened to the return itself."""
    for event in events:
        yield Entry(
            day=event.effective_on,
            words=event.get_kind_display(),
            recorded_at=event.recorded_at,
            actor=str(event.actor),
            on_behalf_of=event.on_behalf_of,
            details=list(details_of(event)),
        )


def details_of(event: ReturnEvent) -> Iterator[tuple[str, str]]:
    """The facts of an event in words."""
    for name, label in DETAILS.items():
        if fact := event.details.get(name):
            yield str(label), _in_words(name, fact)


def of_papers(papers: Iterable[PaperReturn]) -> Iterator[Entry]:
    """The stations of a paper reply, but for the day that counts, on which its registration stands."""
    for paper in papers:
        stations = {
            PaperReturn.Counts.FIELD_OFFICE: (paper.at_field_office_on, _("A paper reply reached the field office")),
            PaperReturn.Counts.MISSION: (paper.at_mission_on, _("A paper reply reached the mission")),
            PaperReturn.Counts.GENEVA: (paper.in_geneva_on, _("A paper reply reached Geneva")),
        }
        for counts, (day, words) in stations.items():
            if day and counts != paper.counts:
                yield Entry(day=day, words=words, recorded_at=paper.recorded_at, actor=str(paper.registered_by))


def of_letters(letters: Iterable[Letter]) -> Iterator[Entry]:
    """Letters, by the day on which they were written."""
    for letter in letters:
        written = letter.written_at or letter.sent_at
        if written:
            to = [(_("To"), ", ".join(letter.addressees))] if letter.addressees else []
            yield Entry(
                day=timezone.localdate(written),
                words=letter.kind_words,
                recorded_at=written,
                details=[(_("State of the letter"), letter.standing_words), *to],
            )


def of_staff(survey_return: Return) -> Iterator[Entry]:
    """Who at the Office became responsible for the return, by its history."""
    history: Any = survey_return.changes  # type: ignore[attr-defined]
    rows = list(history.order_by("pgh_id").values_list("staff", "pgh_created_at", "pgh_context__actor"))
    named = {person for staff, _at, actor in rows for person in (staff, actor)}
    people = User.objects.in_bulk({person for person in named if isinstance(person, int)})
    before = None
    for staff, at, actor in rows:
        if staff != before:
            who = str(people[staff]) if staff in people else _("nobody")
            words, details = _("Responsible at the Office"), [(_("Person"), who)]
            by = str(people[actor]) if actor in people else ""
            yield Entry(day=timezone.localdate(at), words=words, recorded_at=at, actor=by, details=details)
        before = staff


def of_appointments(member_state: MemberState) -> Iterator[Entry]:
    """Who began and who ceased to act for the State."""
    for appointment in member_state.appointments.select_related("user"):
        details = [(_("Person"), str(appointment.user)), (_("Role"), str(appointment.get_role_display()))]
        yield Entry(day=appointment.valid_from, words=_("An appointment began"), details=details)
        if appointment.valid_until:
            yield Entry(day=appointment.valid_until, words=_("Last day of an appointment"), details=details)


def _in_words(name: str, fact: Any) -> str:
    if name == "until":
        return date_format(date.fromisoformat(fact), "DATE_FORMAT")
    return str(Channel(fact).label) if name == "channel" and fact in Channel.values else str(fact)
