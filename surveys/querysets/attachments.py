"""Files of returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from surveys.models import Attachment


class AttachmentQuerySet(models.QuerySet[Any]):
    """Files of returns."""

    def answers(self) -> Self:
        """Files that a government (or the Office for it) has attached to an answer."""
        return self.filter(purpose="answer")

    def scans(self) -> Self:
        """Scans of paper replies."""
        return self.filter(purpose="scan")

    def by_digest(self) -> dict[str, Attachment]:
        """The files of the chosen return by what an answer names them with."""
        return {attachment.sha256: attachment for attachment in self}
