"""What people did with an edition: proposed, approved, sent back, published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.models.life import RULES, Step
from reports.models.summaries import Summary
from reports.querysets import EditionStepQuerySet
from surveys.models import User
from surveys.models.returns import APPEND_ONLY

NEED_A_NOTE = [step for step, rule in RULES.items() if rule.needs_note]


class EditionStep(models.Model):
    """A step in the life of an edition, by whom and when. Append-only; the edition itself never changes.

    `corrects` names the published edition in whose place this one is published; the note then says why.
    """

    summary = models.ForeignKey(
        Summary, models.PROTECT, related_name="steps", verbose_name=_("edition of the summary")
    )
    kind = models.CharField(_("step"), max_length=10, choices=Step.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("recorded at"))
    note = models.TextField(_("note"), blank=True)
    corrects = models.ForeignKey(
        Summary, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )

    objects = EditionStepQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step of an edition")
        verbose_name_plural = _("steps of an edition")
        constraints = [
            models.UniqueConstraint(
                fields=["summary"],
                condition=Q(kind=Step.PUBLISHED),
                name="editionstep_published_once",
                violation_error_message=_("This edition is published already."),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                name="editionstep_corrected_once",
                violation_error_message=_("This edition has been corrected already."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(kind=Step.PUBLISHED),
                name="editionstep_corrects_by_publishing",
                violation_error_message=_("An edition is corrected by publishing another."),
            ),
            models.CheckConstraint(
                condition=(~Q(kind__in=NEED_A_NOTE) & Q(corrects__isnull=True)) | ~Q(note=""),
                name="editionstep_says_why",
                violation_error_message=_("A note has to say why."),
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=models.F("summary")),
                name="editionstep_corrects_another",
                violation_error_message=_("An edition does not correct itself."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.summary_id} {self.kind}"
