"""Editions of the summary, and the requests that compile them."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.querysets import CompilationQuerySet, SummaryQuerySet
from surveys.models import CutOff, Job, Survey, User
from surveys.models.history import tracked


@tracked(exclude=["content", "inputs"])
class Summary(models.Model):
    """An edition: the summary of a survey as of a day, as known at a position of the ledger.

    `inputs` is all that recomputing reads; `content` holds codes, numbers and original texts, no interface words.
    Neither ever changes: what comes later is a later edition (design.md, section 7).
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="summaries", verbose_name=_("survey"))
    number = models.PositiveIntegerField(_("edition"))
    as_of = models.DateField(_("as of"))
    ledger_position = models.PositiveIntegerField(_("ledger position"))
    format_version = models.PositiveSmallIntegerField(_("version of the format"))
    inputs = models.JSONField(_("inputs"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    compiled_at = models.DateTimeField(_("compiled at"))

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("edition of the summary")
        verbose_name_plural = _("editions of the summary")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="summary_number_once",
                violation_error_message=_("This survey already has an edition of this number."),
            ),
            models.UniqueConstraint(
                fields=["survey", "as_of", "ledger_position", "format_version"],
                name="summary_once",
                violation_error_message=_("This edition has been compiled already."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.survey.slug} {self.number}"

    def get_absolute_url(self):
        return reverse("reports:summary", args=[self.survey.slug, self.number])


class Compilation(models.Model):
    """A request to compile: as of which day, up to which position of the ledger, and the edition that came of it.

    The position is fixed when the request is made, so that a job which runs later or twice gives the same bytes.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="compilations", verbose_name=_("survey"))
    cut_off = models.ForeignKey(CutOff, models.PROTECT, null=True, blank=True, verbose_name=_("cut-off date"))
    as_of = models.DateField(_("as of"))
    upto = models.PositiveIntegerField(_("ledger position"))
    parts = models.PositiveSmallIntegerField(_("parts"), default=1)
    requested_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested at"), auto_now_add=True)
    job = models.OneToOneField(Job, models.PROTECT, related_name="compilation")
    summary = models.ForeignKey(
        Summary,
        models.PROTECT,
        null=True,
        related_name="compilations",
        verbose_name=_("edition of the summary"),
    )

    objects = CompilationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("compilation")
        verbose_name_plural = _("compilations")
        constraints = [
            models.CheckConstraint(
                condition=Q(parts__gte=1),
                name="compilation_parts_positive",
                violation_error_message=_("A compilation has at least one part."),
            )
        ]

    def __str__(self):
        return f"{self.survey.slug} {self.as_of} {self.upto}"

    def get_absolute_url(self):
        return reverse("reports:compilation", args=[self.pk])
