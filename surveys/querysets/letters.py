"""Letters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from surveys.models import User


class LetterQuerySet(models.QuerySet[Any]):
    """Letters."""

    def visible_to(self, user: User, *, on: date) -> Self:
        """Letters that `user` may read: Office staff those on returns, people of a government those to their State.

        Letters on no return open accounts: nobody reads them but whom they are addressed to.
        """
        if not user.is_authenticated:
            return self.none()
        if "office_staff" in user.office_roles:
            return self.filter(survey_return__isnull=False)
        return self.filter(survey_return__member_state__in=user.appointments.in_force(on).values("member_state"))
