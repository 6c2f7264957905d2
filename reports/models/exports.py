"""Files that a worker writes: of an edition of the summary, or of all returns for analysts."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models.summaries import Summary
from reports.querysets import ExportQuerySet
from surveys.models import Job, Survey, User
from surveys.models.returns import APPEND_ONLY

FOLDER = "exports"
WRITTEN = ["file", "digest", "size", "finished_at"]
EXTENSIONS = {
    "xlsx": "xlsx",
    "docx": "docx",
    "pdf": "pdf",
    "matrix-xlsx": "xlsx",
    "matrix-csv": "zip",
    "matrix-sav": "zip",
    "matrix-dta": "zip",
}
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def folder() -> Path:
    """Where the files lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER


class Export(models.Model):
    """A file that somebody asked for, and the file once it is whole.

    `file` names it only after every byte is on disk under that name, so what has no `file` cannot be downloaded. What
    was asked for never changes. The matrix of returns has no edition; its file goes again after some days (`file`
    is empty then, `finished_at` stays).
    """

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook (.xlsx)")
        DOCX = "docx", _("Word document (.docx)")
        PDF = "pdf", _("PDF document (.pdf)")
        MATRIX_XLSX = "matrix-xlsx", _("All returns, Excel (.xlsx)")
        MATRIX_CSV = "matrix-csv", _("All returns, CSV (.zip)")
        MATRIX_SAV = "matrix-sav", _("All returns, SPSS (.sav, in a .zip)")
        MATRIX_DTA = "matrix-dta", _("All returns, Stata (.dta, in a .zip)")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="exports", verbose_name=_("survey"))
    summary = models.ForeignKey(
        Summary,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        verbose_name=_("edition of the summary"),
    )
    format = models.CharField(_("kind of file"), max_length=20, choices=Format.choices)
    language = models.CharField(_("language"), max_length=10)
    options = models.JSONField(_("options"), default=dict)
    as_of = models.DateField(_("as of"))
    upto = models.PositiveIntegerField(_("ledger position"))
    rendering_version = models.PositiveSmallIntegerField(_("version of the rendering"))
    job = models.OneToOneField(Job, models.PROTECT, related_name="export")
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("requested by"))
    requested_at = models.DateTimeField(_("requested at"))
    file = models.CharField(_("file"), max_length=100, blank=True)
    digest = models.CharField(_("digest"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("file to download")
        verbose_name_plural = _("files to download")
        constraints = [
            models.UniqueConstraint(
                fields=["file"],
                condition=~Q(file=""),
                name="export_file_once",
                violation_error_message=_("This file belongs to another request."),
            ),
            models.CheckConstraint(
                condition=Q(file="") | Q(finished_at__isnull=False, size__gte=1, digest__regex=r"^[0-9a-f]{64}$"),
                name="export_file_is_whole",
                violation_error_message=_("A file has its size and its digest."),
            ),
            models.CheckConstraint(
                condition=Q(summary__isnull=False) ^ Q(format__startswith="matrix-"),
                name="export_of_an_edition_or_all_returns",
                violation_error_message=_("A file is of an edition, or of all returns."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="request_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=WRITTEN),
            ),
            pgtrigger.Protect(
                name="whole_stays_whole",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__finished_at__isnull=False)
                & (pgtrigger.Q(old__digest__df=pgtrigger.F("new__digest")) | ~pgtrigger.Q(new__file="")),
            ),
        ]

    def __str__(self):
        return f"{self.survey.slug} {self.format} {self.pk}"

    def get_absolute_url(self):
        return reverse("reports:export", args=[self.pk])

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def extension(self) -> str:
        """How the name of the file ends."""
        return EXTENSIONS[self.format]

    @property
    def media_type(self) -> str:
        """What the file is, for the browser."""
        return MEDIA_TYPES[self.extension]

    @property
    def name_of_file(self) -> str:
        """The name under which the file is saved: survey, day, edition or returns, language."""
        what = str(self.summary.number) if self.summary else "returns"
        kind = "" if self.summary else f"-{self.format.removeprefix('matrix-')}"
        return f"{self.survey.slug}-{self.as_of}-{what}{kind}-{self.language}.{self.extension}"


class ExportDownload(models.Model):
    """Who took a file, and when. Append-only."""

    export = models.ForeignKey(Export, models.PROTECT, related_name="downloads", verbose_name=_("file to download"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("downloaded by"))
    at = models.DateTimeField(_("downloaded at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.export_id} {self.user_id}"
