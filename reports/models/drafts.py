"""The versions of a chapter: Word files, and the figures that stand in them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.models.figures import Figure
from reports.models.reports import Chapter
from reports.querysets import ChapterDraftQuerySet
from surveys.models import User
from surveys.models.returns import APPEND_ONLY

FOLDER = "chapters"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def folder() -> Path:
    """Where the bytes of drafts lie."""
    return Path(settings.MEDIA_ROOT) / FOLDER


class ChapterDraft(models.Model):
    """A version of a chapter as a Word file. Append-only.

    `based_on` is the version that its author had before them. Versions form one line; what was based on one that was
    no longer the newest stands aside of it (`is_aside`) until somebody has chosen. `source` is what was typed in the
    browser's editor, `paragraphs` what the file says (reports.rendering.chapters.paragraphs).
    """

    class Origin(models.TextChoices):
        WORD = "word", _("written in Word")
        EDITOR = "editor", _("written in the browser")
        RENEWED = "renewed", _("new numbers")
        CHOSEN = "chosen", _("chosen of two versions")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="drafts", verbose_name=_("chapter"))
    number = models.PositiveIntegerField(_("version"))
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("based on")
    )
    is_aside = models.BooleanField(_("stands aside"), default=False)
    origin = models.CharField(_("how it was made"), max_length=10, choices=Origin.choices)
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name of the file"), max_length=150)
    file = models.CharField(_("file"), max_length=100)
    sha256 = models.CharField(_("digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    at = models.DateTimeField(_("recorded at"))
    note = models.TextField(_("note"), blank=True)
    source = models.TextField(_("text typed"), blank=True)
    paragraphs = models.JSONField(_("paragraphs"), default=list)

    objects = ChapterDraftQuerySet.as_manager()

    class Meta:
        ordering = ["chapter", "-number"]
        verbose_name = _("version of a chapter")
        verbose_name_plural = _("versions of chapters")
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "number"],
                name="chapterdraft_number_once",
                violation_error_message=_("This chapter already has a version of this number."),
            ),
            models.UniqueConstraint(
                fields=["chapter", "based_on"],
                condition=Q(is_aside=False),
                nulls_distinct=False,
                name="chapterdraft_one_line",
                violation_error_message=_("Another version follows the same one."),
            ),
            models.CheckConstraint(
                condition=Q(based_on__isnull=True) | ~Q(based_on=F("id")),
                name="chapterdraft_based_on_another",
                violation_error_message=_("A version is not based on itself."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gte=1),
                name="chapterdraft_file_is_whole",
                violation_error_message=_("A file has its size and its digest."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.chapter_id} {self.number}"

    def get_absolute_url(self) -> str:
        """The page of the version."""
        return reverse("reports:draft", args=self.address)

    @property
    def address(self) -> list[Any]:
        """What stands in the addresses of the version."""
        return [self.chapter.report.survey.slug, self.chapter.order, self.number]

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(settings.MEDIA_ROOT) / self.file


class DraftFigure(models.Model):
    """A figure in a version: the words as they stand in the file, and where. Append-only."""

    draft = models.ForeignKey(
        ChapterDraft, models.PROTECT, related_name="figures", verbose_name=_("version of a chapter")
    )
    figure = models.ForeignKey(Figure, models.PROTECT, related_name="uses", verbose_name=_("figure"))
    order = models.PositiveIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=400)
    part = models.CharField(_("part of the file"), max_length=10)
    paragraph = models.PositiveIntegerField(_("paragraph"))
    words = models.CharField(_("words around"), max_length=600)

    class Meta:
        ordering = ["draft", "order"]
        verbose_name = _("figure in a version")
        verbose_name_plural = _("figures in versions")
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "order"],
                name="draftfigure_order_once",
                violation_error_message=_("This place of the version already has a figure."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.draft_id} {self.figure_id}"


class AsideDecision(models.Model):
    """What became of a version that stood aside: it was left there, or became the next version. Append-only."""

    class Kind(models.TextChoices):
        KEPT = "kept", pgettext_lazy("version", "the current version was kept")
        TAKEN = "taken", pgettext_lazy("version", "it became the next version")

    draft = models.OneToOneField(
        ChapterDraft, models.PROTECT, related_name="decision", verbose_name=_("version of a chapter")
    )
    kind = models.CharField(_("decision"), max_length=10, choices=Kind.choices)
    taken_as = models.OneToOneField(
        ChapterDraft, models.PROTECT, null=True, blank=True, related_name="taken_from", verbose_name=_("version")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    at = models.DateTimeField(_("decided at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("decision between two versions")
        verbose_name_plural = _("decisions between two versions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="kept", taken_as__isnull=True) | Q(kind="taken", taken_as__isnull=False),
                name="asidedecision_names_the_version",
                violation_error_message=_("What was taken is a version of its own."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.draft_id} {self.kind}"
