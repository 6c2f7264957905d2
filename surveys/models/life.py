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
    SUBMITTED = "submitted", _("The reply was submitted")
    AMENDMENT_BEGUN = "amendment_begun", _("An amendment was begun")
    AMENDED = "amended", _("The reply was amended")
    EXTENDED = "extended", _("An extension was granted")


ANSWERING = frozenset({Status.SENT, Status.OPENED, Status.IN_PROGRESS, Status.REOPENED})
REPLIED = frozenset({Status.SUBMITTED, Status.QUERIED, Status.AMENDED, Status.COMPLETE})


@dataclass(frozen=True)
class Transition:
    """From which statuses something may happen, the status after it (None: as before), the letter it makes due."""

    sources: frozenset[str]
    target: str | None = None
    letter: str = ""


TRANSITIONS: dict[str, Transition] = {
    Happening.SENT: Transition(frozenset({Status.NOT_SENT}), Status.SENT, "invitation"),
    Happening.OPENED: Transition(frozenset({Status.SENT}), Status.OPENED),
    Happening.STARTED: Transition(frozenset({Status.SENT, Status.OPENED}), Status.IN_PROGRESS),
    Happening.REGISTERED: Transition(ANSWERING, Status.RECEIVED, "acknowledgement_paper"),
    Happening.KEYING_BEGUN: Transition(frozenset({Status.RECEIVED})),
    Happening.SUBMITTED: Transition(ANSWERING | {Status.RECEIVED}, Status.SUBMITTED, "acknowledgement"),
    Happening.AMENDMENT_BEGUN: Transition(REPLIED),
    Happening.AMENDED: Transition(REPLIED, Status.AMENDED, "amendment"),
    Happening.EXTENDED: Transition(ANSWERING),
}


def allowed(happening: str, status: str) -> bool:
    """Whether `happening` may befall a return that stands at `status`."""
    return status in TRANSITIONS[happening].sources


def status_after(status: str, happening: str) -> str:
    """The status once `happening` has befallen a return that stood at `status`."""
    return TRANSITIONS[happening].target or status


def status_on(events: Iterable[tuple[str, date]], day: date) -> str:
    """The status at the end of `day`, from (happening, effective day) in the order of recording.

    Returns `not_sent` when nothing had happened by then.
    """
    status: str = Status.NOT_SENT
    for happening, effective_on in sorted(events, key=lambda event: event[1]):
        if effective_on <= day:
            status = status_after(status, happening)
    return status
