"""The questions that are asked of editions and their compilations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from surveys.models import User


class SummaryQuerySet(models.QuerySet[Any]):
    """Editions of the summary."""

    def visible_to(self, user: User) -> Self:
        """Editions that `user` may read before they are published: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()

    def meta(self) -> Self:
        """Without content and inputs, for lists."""
        return self.defer("content", "inputs")


class CompilationQuerySet(models.QuerySet[Any]):
    """Requests to compile."""

    def visible_to(self, user: User) -> Self:
        """Compilations that `user` may follow: Office staff and analysts all of them."""
        may_follow = user.is_authenticated and user.office_roles & {"office_staff", "analyst"}
        return self if may_follow else self.none()
