"""Files that belong to a return: legislation texts and other enclosures of the government, scans of paper replies."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.file_types.kinds import EXTENSIONS
from surveys.models.history import tracked
from surveys.models.people import User
from surveys.models.returns import Return
from surveys.querysets import AttachmentQuerySet

DESCRIBED_BY = ["title", "number", "day", "language"]
KIND_WORDS = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/tiff": "TIFF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/rtf": "RTF",
    "text/plain": "TXT",
}
assert KIND_WORDS.keys() == EXTENSIONS.keys()  # noqa: S101 - each kind that is taken has its word

FOLDER = "attachments"


def folder() -> Path:
    """Where the bytes of files lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER


@tracked()
class Attachment(models.Model):
    """A file, kept as it came: its bytes lie under a random name outside the web root.

    One row for the same content in a return and for a purpose. What was received never changes and never goes;
    only what describes it does.
    """

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("answer")
        SCAN = "scan", _("scan of a paper reply")

    survey_return = models.ForeignKey(Return, models.PROTECT, related_name="attachments", verbose_name=_("return"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    sha256 = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("kind of file"), max_length=100, choices=list(KIND_WORDS.items()))
    name = models.CharField(_("name of the file"), max_length=150)
    title = models.CharField(_("title in the original language"), max_length=500, blank=True)
    number = models.CharField(_("number"), max_length=100, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # Of a scan whose pages can be shown beside a form.
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    file = models.FileField(_("file"), max_length=100, unique=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(
                fields=["survey_return", "sha256", "purpose"],
                name="attachment_once",
                violation_error_message=_("This return already has this file."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="attachment_sha256_is_a_digest",
                violation_error_message=_("A digest has 64 hexadecimal digits."),
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1),
                name="attachment_not_empty",
                violation_error_message=_("The file is empty."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="content_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=DESCRIBED_BY),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("surveys:file", args=self.place)

    @property
    def place(self) -> list[str]:
        """What stands in the addresses of the file."""
        survey_return = self.survey_return
        return [survey_return.survey.slug, survey_return.member_state.iso3, self.sha256]

    @property
    def page_addresses(self) -> list[str]:
        """The addresses of the pages as pictures, the first page first."""
        return [reverse("surveys:scan_page", args=[*self.place, number + 1]) for number in range(self.pages or 0)]
