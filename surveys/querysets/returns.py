"""Returns, and what happened to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from surveys.models import Survey, User


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


class ReturnEventQuerySet(models.QuerySet[Any]):
    """What happened to returns."""

    def of_survey(self, survey: Survey, *, on: date) -> Self:
        """Events of a survey's returns that count by the end of the day `on`, in the order of recording."""
        return self.filter(survey_return__survey=survey, effective_on__lte=on).order_by("pk")
