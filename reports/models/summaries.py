"""Editions of the summary."""

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.querysets import SummaryQuerySet
from surveys.models import Survey
from surveys.models.history import tracked


@tracked(exclude=["content", "inputs"])
class Summary(models.Model):
    """An edition: the summary of a survey as of a day, as known at a position of the ledger and of the
    decisions on treatments.

    `inputs` is all that recomputing reads; `content` holds codes, numbers and original texts, no interface words.
    Neither ever changes: what comes later is a later edition (design.md, section 7).
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="summaries", verbose_name=_("survey"))
    number = models.PositiveIntegerField(_("edition"))
    as_of = models.DateField(_("as of"))
    ledger_position = models.PositiveIntegerField(_("ledger position"))
    treatment_position = models.PositiveIntegerField(_("position of the treatments"), default=0)
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
                fields=["survey", "as_of", "ledger_position", "treatment_position", "format_version"],
                name="summary_once",
                violation_error_message=_("This edition has been compiled already."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.survey.slug} {self.number}"

    def get_absolute_url(self):
        return reverse("reports:summary", args=[self.survey.slug, self.number])
