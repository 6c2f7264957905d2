"""Letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from surveys.models import Survey, User

# A letter stands where its state says, but for these, whose job was given up (`Letter.standing`).
FAILED = Q(state="due", job__state="failed")
INTERRUPTED = Q(state="sending", job__state="failed")
# Belong to no return, like those about accounts, and are the business of whoever keeps the register.
ABOUT_CONTRIBUTIONS = ("contribution_invitation", "contribution_reminder")


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

    def of_survey(self, survey: Survey) -> Self:
        """The letters on the returns of a survey, newest first, with what a list shows."""
        related = self.filter(survey_return__survey=survey).select_related(
            "job", "survey_return__survey", "survey_return__member_state"
        )
        return related.order_by("-pk")

    def standing(self, standing: str) -> Self:
        """The letters that stand there (`LetterStanding`)."""
        if standing == "failed":
            return self.filter(FAILED)
        if standing == "unknown":
            return self.filter(Q(state="unknown") | INTERRUPTED)
        return self.filter(state=standing).exclude(FAILED | INTERRUPTED)

    def about_accounts(self) -> Self:
        """Letters about accounts, newest first, without what they say."""
        of_no_return = self.filter(survey_return__isnull=True).exclude(kind__in=ABOUT_CONTRIBUTIONS)
        alone = of_no_return.select_related("job").order_by("-pk")
        return alone.defer("subject", "body", "sealed", "html", "facts")

    def failed_since(self, since: datetime, *, until: datetime) -> list[int]:
        """The States of letters whose delivery failed, or cannot be known, after one instant and by another, newest
        first."""
        failed = self.filter(job__state__in=["failed", "unknown"], survey_return__isnull=False)
        ended = failed.filter(job__finished_at__gt=since, job__finished_at__lte=until).order_by("-pk")
        return list(ended.values_list("survey_return__member_state", flat=True))
