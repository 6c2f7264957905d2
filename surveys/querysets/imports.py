"""Tables brought back from a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from surveys.models import User


class SheetImportQuerySet(models.QuerySet[Any]):
    """Files of tables: held until they are confirmed, and those that were imported."""

    def visible_to(self, user: User, tables: Collection[str]) -> Self:
        """Of the tables that `user` looks after: what was imported, and what is their own to confirm."""
        return self.filter(table__in=tables).filter(Q(done_at__isnull=False) | Q(uploaded_by=user))

    def held(self, at: datetime) -> Self:
        """Files that wait to be confirmed at the instant `at`."""
        return self.filter(done_at__isnull=True, expires_at__gt=at)

    def expired(self, at: datetime) -> Self:
        """Files that nobody has confirmed in time."""
        return self.filter(done_at__isnull=True, expires_at__lte=at)

    def done(self) -> Self:
        """What was imported, newest first."""
        return self.filter(done_at__isnull=False).select_related("uploaded_by", "undone_by").order_by("-pk")
