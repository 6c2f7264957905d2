"""Documents of consultations and contributions."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.contributions import Contribution
from consultations.querysets import DocumentQuerySet
from surveys.models import User
from surveys.models.attachments import KIND_WORDS
from surveys.models.history import tracked

FOLDER = "documents"


def folder() -> Path:
    """Where the bytes of documents lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER


@tracked()
class Document(models.Model):
    """A file, kept as it came under a random name outside the web root; only what describes it may change."""

    consultation = models.ForeignKey(
        Consultation, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("consultation")
    )
    contribution = models.ForeignKey(
        Contribution, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("contribution")
    )
    title = models.CharField(_("title in the original language"), max_length=500)
    language = models.CharField(_("language"), max_length=10, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    name = models.CharField(_("name of the file"), max_length=150)
    media_type = models.CharField(_("kind of file"), max_length=100, choices=list(KIND_WORDS.items()))
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("digest"), max_length=64)
    file = models.FileField(_("file"), max_length=100, unique=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) ^ Q(contribution__isnull=True),
                name="document_of_one",
                violation_error_message=_("A document belongs to a consultation or to a contribution."),
            ),
            models.UniqueConstraint(
                fields=["consultation", "sha256"],
                name="document_of_consultation_once",
                violation_error_message=_("This consultation already has this file."),
            ),
            models.UniqueConstraint(
                fields=["contribution", "sha256"],
                name="document_of_contribution_once",
                violation_error_message=_("This contribution already has this file."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_sha256_is_a_digest",
                violation_error_message=_("A digest has 64 hexadecimal digits."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="content_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["title", "language", "day"]),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        """The address of the file."""
        return reverse("consultations:document", args=[self.pk])
