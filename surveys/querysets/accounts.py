"""Links to sign in, and second steps that are to be removed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models


class SignInLinkQuerySet(models.QuerySet[Any]):
    """Links to sign in."""

    def usable(self, at: datetime) -> Self:
        """Links that may still be used at the instant `at`, of accounts that are open."""
        return self.filter(used_at__isnull=True, expires_at__gt=at, user__is_active=True)


class SecondFactorResetQuerySet(models.QuerySet[Any]):
    """Requests to remove somebody's second step."""

    def unanswered(self) -> Self:
        """Those to which nobody has consented and which nobody has withdrawn, expired ones included."""
        return self.filter(consented_at__isnull=True, withdrawn_at__isnull=True)

    def open(self, at: datetime) -> Self:
        """Those that may still be consented to at the instant `at`."""
        return self.unanswered().filter(expires_at__gt=at)
