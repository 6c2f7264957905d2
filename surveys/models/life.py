"""The life of a return: one table of what may happen, from which status, by whom, and what follows.

The docs' diagram is drawn from this table (design.md, section 6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a return stands; words as in the glossary."""

    NOT_SENT = "not_sent", _("not sent")
    SENT = "sent", _("sent")
    OPENED = "opened", _("opened")
    IN_PROGRESS = "in_progress", _("in progress")
    RECEIVED = "received", _("registered on paper")
    SUBMITTED = "submitted", _("submitted")
    QUERIED = "queried", _("queried")
    AMENDED = "amended", _("amended")
    COMPLETE = "complete", _("complete")
    DECLINED = "declined", _("does not take part")
    REOPENED = "reopened", _("reopened")


class Happening(models.TextChoices):
    """What can happen to a return."""

    SENT = "sent", _("The survey was sent")
    OPENED = "opened", _("The return was opened")
    STARTED = "started", _("The first answer was saved")
    REGISTERED = "registered", _("A paper reply was registered")
    KEYING_BEGUN = "keying_begun", _("Keying in from paper began")
    KEYED = "keyed", _("Keying in from paper was finished")
    SECOND_BEGUN = "second_begun", _("The second keying began")
    COMPARED = "compared", _("The second keying was finished")
    KEYED_AGAIN = "keyed_again", _("Keying in from paper was taken up again")
    VOIDED = "voided", _("The registration of the paper reply was voided")
    SUBMITTED = "submitted", _("The reply was submitted")
    AMENDMENT_BEGUN = "amendment_begun", _("An amendment was begun")
    AMENDED = "amended", _("The reply was amended")
    EXTENDED = "extended", _("An extension was granted")
    OFFICE_OPENED = "office_opened", _("The Office opened the submission")
    RECALLED = "recalled", _("The reply was taken back")
    COMPLETED = "completed", _("The Office asks nothing more")
    REOPENED = "reopened", _("The return was reopened")
    CLOSED_AGAIN = "closed_again", _("The reopened return closed again, as it was")
    DECLINED = "declined", _("The Government does not take part")


class Actor(models.TextChoices):
    """Who makes it happen."""

    GOVERNMENT = "government", _("people of the Government")
    FOCAL_POINT = "focal_point", _("focal point")
    STAFF = "staff", _("Office staff")
    OFFICE = "office", _("Office staff or an analyst")
    PORTAL = "portal", _("the portal, when the day has passed")


ANSWERING = frozenset({Status.SENT, Status.OPENED, Status.IN_PROGRESS, Status.REOPENED})
REPLIED = frozenset({Status.SUBMITTED, Status.QUERIED, Status.AMENDED, Status.COMPLETE})
UNANSWERED = ANSWERING - {Status.REOPENED}
EVER_SENT = frozenset(Status) - {Status.NOT_SENT}


@dataclass(frozen=True)
class Transition:
    """From which statuses something may happen, by whom, the status after it, and the letter that it makes due.

    `target` None: as before; `goes_back`: as it was before what this undoes (UNDOES).
    """

    sources: frozenset[str]
    by: tuple[Actor, ...]
    target: str | None = None
    letter: str = ""
    goes_back: bool = False


SIGNING = (Actor.FOCAL_POINT, Actor.STAFF)
TRANSITIONS: dict[str, Transition] = {
    Happening.SENT: Transition(frozenset({Status.NOT_SENT}), (Actor.STAFF,), Status.SENT, "invitation"),
    Happening.OPENED: Transition(frozenset({Status.SENT}), (Actor.GOVERNMENT,), Status.OPENED),
    Happening.STARTED: Transition(frozenset({Status.SENT, Status.OPENED}), (Actor.GOVERNMENT,), Status.IN_PROGRESS),
    Happening.REGISTERED: Transition(
        ANSWERING | {Status.DECLINED}, (Actor.STAFF,), Status.RECEIVED, "acknowledgement_paper"
    ),
    Happening.KEYING_BEGUN: Transition(frozenset({Status.RECEIVED}), (Actor.STAFF,)),
    Happening.KEYED: Transition(frozenset({Status.RECEIVED}), (Actor.STAFF,)),
    Happening.SECOND_BEGUN: Transition(frozenset({Status.RECEIVED}), (Actor.STAFF,)),
    Happening.COMPARED: Transition(frozenset({Status.RECEIVED}), (Actor.STAFF,)),
    Happening.KEYED_AGAIN: Transition(frozenset({Status.RECEIVED}), (Actor.STAFF,)),
    Happening.VOIDED: Transition(EVER_SENT, (Actor.STAFF,), goes_back=True),
    Happening.SUBMITTED: Transition(
        UNANSWERED | {Status.RECEIVED, Status.DECLINED}, SIGNING, Status.SUBMITTED, "acknowledgement"
    ),
    Happening.OFFICE_OPENED: Transition(EVER_SENT, (Actor.OFFICE,)),
    Happening.RECALLED: Transition(
        frozenset({Status.SUBMITTED, Status.AMENDED, Status.IN_PROGRESS, Status.REOPENED}),
        (Actor.FOCAL_POINT,),
        Status.IN_PROGRESS,
    ),
    Happening.AMENDMENT_BEGUN: Transition(REPLIED, (Actor.FOCAL_POINT,)),
    Happening.AMENDED: Transition(
        REPLIED | {Status.IN_PROGRESS, Status.REOPENED, Status.RECEIVED}, SIGNING, Status.AMENDED, "amendment"
    ),
    Happening.EXTENDED: Transition(UNANSWERED, (Actor.STAFF,), letter="extension"),
    Happening.DECLINED: Transition(UNANSWERED, (Actor.STAFF,), Status.DECLINED, "declined"),
    Happening.COMPLETED: Transition(REPLIED - {Status.COMPLETE}, (Actor.STAFF,), Status.COMPLETE),
    Happening.REOPENED: Transition(REPLIED | {Status.REOPENED}, (Actor.STAFF,), Status.REOPENED, "reopened"),
    Happening.CLOSED_AGAIN: Transition(frozenset({Status.REOPENED}), (Actor.PORTAL,), goes_back=True),
}
UNDOES: dict[str, str] = {Happening.CLOSED_AGAIN: Happening.REOPENED, Happening.VOIDED: Happening.REGISTERED}


def allowed(happening: str, status: str) -> bool:
    """Whether `happening` may befall a return that stands at `status`."""
    return status in TRANSITIONS[happening].sources


def status_after(status: str, happening: str) -> str:
    """The status once `happening` has befallen a return that stood at `status`; where it goes back, as before."""
    return TRANSITIONS[happening].target or status


def projected(happenings: Iterable[str]) -> str:
    """The status after these, in order; `not_sent` after none.

    What the table does not allow at its place is passed over: a paper reply may count from a day before the one
    on which the government opened the return, and the later day then changes nothing.
    """
    status: str = Status.NOT_SENT
    before: dict[str, str] = {}
    for happening in happenings:
        if not allowed(happening, status):
            continue
        if undone := UNDOES.get(happening):
            # What has moved the return on meanwhile stays: a submission after the paper reply that is voided.
            status = before[undone] if status == TRANSITIONS[undone].target else status
            continue
        if status != TRANSITIONS[happening].target:
            before[happening] = status
        status = status_after(status, happening)
    return status


def status_on(events: Iterable[tuple[str, date]], day: date) -> str:
    """The status at the end of `day`, from (happening, effective day) in the order of recording."""
    by_then = (event for event in without_voided(events) if event[1] <= day)
    return projected(happening for happening, _day in sorted(by_then, key=lambda event: event[1]))


def without_voided(events: Iterable[tuple[str, date]]) -> list[tuple[str, date]]:
    """The events, in the order of recording, without registrations that were voided and what voided them.

    Only one registration waits at a time, so the last one is voided. The right one may count from an earlier day:
    in the order of days the one would then be taken for the other.
    """
    kept: list[tuple[str, date]] = []
    for happening, day in events:
        registered = [place for place, (kind, _day) in enumerate(kept) if kind == Happening.REGISTERED]
        if happening == Happening.VOIDED and registered:
            del kept[registered[-1]]
        else:
            kept.append((happening, day))
    return kept


def reply_by_on(extensions: Iterable[tuple[date, str]], reply_by: date, day: date) -> date:
    """The date in force on `day`: of the extensions, pairs of the day granted and the new date in ISO form in the
    order of recording, the last one granted by then; without one, the survey's own."""
    granted = [until for granted_on, until in extensions if granted_on <= day]
    return date.fromisoformat(granted[-1]) if granted else reply_by
