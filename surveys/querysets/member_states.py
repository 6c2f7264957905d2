"""Member States by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from surveys.models import Survey


class MemberStateQuerySet(models.QuerySet[Any]):
    """Member States."""

    def members_on(self, day: date) -> Self:
        """The States that were members on `day`."""
        return self.filter(member_from__lte=day).filter(Q(member_until__isnull=True) | Q(member_until__gte=day))

    def without(self, survey: Survey) -> Self:
        """The States to which the survey has not been sent."""
        return self.exclude(pk__in=survey.returns.exclude(status="not_sent").values("member_state"))
