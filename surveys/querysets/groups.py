"""Groups of States by day."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class GroupMembershipQuerySet(models.QuerySet[Any]):
    """Which State belongs to which group."""

    def in_force(self, day: date) -> Self:
        """Memberships that hold on `day`, first and last day included."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))

    def groups_of_states(self, day: date) -> dict[int, frozenset[str]]:
        """The codes of the groups of each State on `day`, by the State's id."""
        found: dict[int, set[str]] = {}
        for state, code in self.in_force(day).values_list("member_state", "group__code"):
            found.setdefault(state, set()).add(code)
        return {state: frozenset(codes) for state, codes in found.items()}
