"""Returns, and what happened to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from surveys.models import ReturnEvent, Survey, User


class ReturnQuerySet(models.QuerySet[Any]):
    """Returns."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """The returns whose existence and standing `user` may know of on `day`.

        Office staff and analysts: all; people of a government or of its social partners: those of their States.
        Administrators as such see none (design.md, section 1).
        """
        if not user.is_authenticated:
            return self.none()
        if user.office_roles & {"office_staff", "analyst"}:
            return self
        states = user.appointments.in_force(on).values("member_state")
        return self.filter(member_state__in=states)

    def to_close(self, *, on: date) -> Self:
        """Reopened returns for which some reopening named a day before `on`: what may have to be closed again."""
        return self.filter(
            status="reopened", events__kind="reopened", events__details__until__lt=on.isoformat()
        ).distinct()


class ReturnEventQuerySet(models.QuerySet[Any]):
    """What happened to returns."""

    def of_survey(self, survey: Survey, *, on: date) -> Self:
        """Events of a survey's returns that count by the end of the day `on`, in the order of recording."""
        return self.filter(survey_return__survey=survey, effective_on__lte=on).order_by("pk")

    def extensions(self) -> list[tuple[date, str]]:
        """Of one return: the day on which each extension was granted and the new date, in the order of recording."""
        granted = self.filter(kind="extended").order_by("pk")
        return list(granted.values_list("effective_on", "details__until"))

    def last_reopening(self) -> ReturnEvent | None:
        """Of one return: its last reopening, whose `until` is the last day open; None before the first."""
        return self.filter(kind="reopened").select_related("actor").order_by("pk").last()

    def office_opened(self, number: int) -> ReturnEvent | None:
        """Of one return: the event of the Office opening the submission of this number; None before."""
        return self.filter(kind="office_opened", details__submission=number).first()
