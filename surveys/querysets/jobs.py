"""Keys of writes, and jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Now


class WriteKeyQuerySet(models.QuerySet[Any]):
    """Keys of writes."""

    def result_of(self, *, user: int, key: str) -> Any:
        """What the write that this person did under this key gave; None when there was none."""
        return self.filter(user=user, key=key).values_list("result", flat=True).first()

    def claim(self, *, user: int, key: str, request_digest: str, for_ever: bool, at: datetime) -> bool:
        """Take the key for the write of the current transaction; waits for another that holds it.

        Returns False when the key has been used already.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO surveys_writekey (user_id, key, request_digest, at, for_ever)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
                [user, key, request_digest, at, for_ever],
            )
            return cursor.fetchone() is not None


class JobQuerySet(models.QuerySet[Any]):
    """Jobs."""

    def to_publish(self) -> Self:
        """Jobs for the relay: due ones, and those whose lease ran out; oldest first, what can wait last.

        By the database's clock, which leases are written by: those of several machines differ.
        """
        open_again = Q(state__in=["queued", "running"], lease_until__lte=Now())
        return self.filter(Q(state="due", due_at__lte=Now()) | open_again).order_by("can_wait", "due_at", "pk")

    def under_way(self) -> Self:
        """Jobs that stand in the broker's queue or run."""
        return self.filter(state__in=["queued", "running"])
