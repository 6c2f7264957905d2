"""Change and end what people are appointed to; an end takes effect at once, and what was stays in the history."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from surveys.models import Appointment, Invitation, Role


class Ended(Exception):
    """The appointment has ended meanwhile."""


def change_sections(*, appointment: Appointment, sections: Sequence[str]) -> None:
    """Let the contributor answer these sections from now on, and no others. Raises Ended."""
    with transaction.atomic():
        locked = _locked(appointment)
        locked.sections = list(sections)
        locked.save(update_fields=["sections"])


def end_appointment(*, appointment: Appointment, on: date, at: datetime) -> None:
    """End the appointment at once; what a focal point has offered to others for this State is withdrawn.

    Raises Ended.
    """
    with transaction.atomic():
        locked = _locked(appointment)
        _end(locked, on, at)
        if locked.role == Role.FOCAL_POINT:
            offered = Invitation.objects.open().filter(invited_by=locked.user_id, member_state=locked.member_state_id)
            offered.update(withdrawn_at=at)


def end_for_successor(appointment: Appointment, *, on: date, at: datetime) -> None:
    """End an appointment that is handed over, in the caller's transaction; one that has ended already stays so.

    Contributors whom the predecessor has invited stay invited; other successors do not.
    """
    locked = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if locked.ended_at is None:
        _end(locked, on, at)
    Invitation.objects.open().filter(succeeds=appointment).update(withdrawn_at=at)


def _locked(appointment: Appointment) -> Appointment:
    locked: Appointment = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if locked.ended_at is not None:
        raise Ended
    return locked


def _end(appointment: Appointment, on: date, at: datetime) -> None:
    appointment.valid_until = max(on, appointment.valid_from)
    appointment.ended_at = at
    appointment.save(update_fields=["valid_until", "ended_at"])
