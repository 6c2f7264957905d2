"""The paper for the governing body: what it contains, what editors add, and the versions that are kept."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models.reports import Report
from reports.querysets import PaperVersionQuerySet
from surveys.models import User
from surveys.models.history import tracked
from surveys.models.returns import APPEND_ONLY


class PaperLanguage(models.TextChoices):
    """The languages in which the paper is written; their names in the language itself."""

    EN = "en", "English"
    FR = "fr", "Français"
    ES = "es", "Español"


@tracked()
class PaperOutline(models.Model):
    """The head of a report's paper, and the names with their articles that its sentences use (docs/paper.md)."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="paper", verbose_name=_("report"))
    head = models.JSONField(_("head"))
    names = models.JSONField(_("names in sentences"), default=dict, blank=True)

    class Meta:
        verbose_name = _("outline of the paper")
        verbose_name_plural = _("outlines of the paper")

    def __str__(self):
        return str(self.report)


@tracked()
class PaperParagraph(models.Model):
    """A paragraph of the paper: texts that are entered once, and the recipes that tell records between them."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="paper_paragraphs", verbose_name=_("report"))
    key = models.SlugField(_("key"))
    order = models.PositiveSmallIntegerField(_("order"))
    heading = models.JSONField(_("heading"), default=dict, blank=True)
    lead = models.JSONField(_("text before"), default=dict, blank=True)
    parts = models.JSONField(_("recipes"), default=list, blank=True)
    closing = models.JSONField(_("text behind"), default=dict, blank=True)
    known_from = models.DateField(_("known since"), null=True, blank=True)

    class Meta:
        ordering = ["report", "order"]
        verbose_name = _("paragraph of the paper")
        verbose_name_plural = _("paragraphs of the paper")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "key"],
                name="paperparagraph_once",
                violation_error_message=_("This paper already has a paragraph of this key."),
            )
        ]

    def __str__(self):
        return self.key


@tracked()
class PaperAddition(models.Model):
    """What an editor adds by hand behind a paragraph, in one language; it stays when the paper is written anew."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="paper_additions", verbose_name=_("report"))
    language = models.CharField(_("language"), max_length=2, choices=PaperLanguage.choices)
    after = models.SlugField(_("behind the paragraph"))
    text = models.TextField(_("text"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("author"))
    revision = models.PositiveIntegerField(_("revision"), default=1)

    class Meta:
        ordering = ["report", "pk"]
        verbose_name = _("addition to the paper")
        verbose_name_plural = _("additions to the paper")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="paperaddition_has_text",
                violation_error_message=_("Enter a text."),
            )
        ]

    def __str__(self):
        return f"{self.language} {self.after}"


class PaperVersion(models.Model):
    """A paper as it was on the page when somebody kept it. Append-only: `content` is all that its files print."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="paper_versions", verbose_name=_("report"))
    number = models.PositiveIntegerField(_("version"))
    as_of = models.DateField(_("as of"))
    language = models.CharField(_("language"), max_length=2, choices=PaperLanguage.choices)
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kept by"))
    at = models.DateTimeField(_("kept at"))

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "-number"]
        verbose_name = _("version of the paper")
        verbose_name_plural = _("versions of the paper")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="paperversion_number_once",
                violation_error_message=_("There already is a version of this number."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.report.survey.slug} {self.number}"

    def get_absolute_url(self) -> str:
        """The page of the version."""
        return reverse("reports:paper_version", args=[self.report.survey.slug, self.number])
