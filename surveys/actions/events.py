"""Record what happened to a return; its status is the projection of these records."""

from datetime import date
from typing import Any

from surveys.models import Happening, MemberState, Return, ReturnEvent, User
from surveys.models.life import TRANSITIONS, allowed, status_after, status_on


class NotNow(Exception):
    """This cannot happen to a return that stands where this one does."""

    def __init__(self, happening: str, status: str) -> None:
        super().__init__(f"{happening} cannot follow {status}")
        self.happening = happening
        self.status = status


def record(
    *,
    survey_return: Return,
    kind: Happening,
    on: date,
    actor: User,
    on_behalf_of: MemberState | None = None,
    **details: Any,
) -> ReturnEvent:
    """Append the event and move the return's status; the caller holds the transaction and the return's row.

    `on` is the day that counts. Raises NotNow when the table of transitions does not allow it.
    """
    if not allowed(kind, survey_return.status):
        raise NotNow(kind, survey_return.status)
    event = ReturnEvent.objects.create(
        survey_return=survey_return,
        kind=kind,
        effective_on=on,
        actor=actor,
        on_behalf_of=on_behalf_of,
        details=details,
    )
    status = _back_to(survey_return) if TRANSITIONS[kind].goes_back else status_after(survey_return.status, kind)
    if status != survey_return.status:
        survey_return.status = status
        survey_return.save(update_fields=["status"])
    return event


def record_if_possible(*, survey_return: Return, kind: Happening, on: date, actor: User) -> None:
    """Append the event when it can still happen: the first opening, the first answer."""
    if allowed(kind, survey_return.status):
        record(survey_return=survey_return, kind=kind, on=on, actor=actor)


def _back_to(survey_return: Return) -> str:
    """Where the return stood before, by its whole history."""
    return status_on(survey_return.events.order_by("pk").values_list("kind", "effective_on"), date.max)
