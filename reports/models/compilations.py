"""Requests to compile an edition of the summary."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reports.models.summaries import Summary
from reports.querysets import CompilationQuerySet
from surveys.models import CutOff, Happening, Job, ReturnEvent, Survey, User


class NoDay(models.TextChoices):
    """Why no edition can be asked for as of a day, in words for people."""

    NOT_SENT = "not_sent", _("This survey has not been sent yet: there is nothing to compile.")
    BEFORE_DISPATCH = "before_dispatch", _("On this day the survey had not been sent yet.")
    FUTURE = "future", _("This day has not come yet: replies could still be received on it or before.")


def refused_day(survey: Survey, as_of: date, *, today: date) -> NoDay | None:
    """Why no edition can be as of this day; None when it can be. Sent is a survey from the day on which the first
    State was sent it, whatever day was planned; without a questionnaire it cannot have been."""
    sent_on = ReturnEvent.objects.filter(survey_return__survey=survey, kind=Happening.SENT).first_day()
    first = sent_on or (survey.dispatched_on if survey.current_questionnaire() else None)
    if first is None:
        return NoDay.NOT_SENT
    if as_of < first:
        return NoDay.BEFORE_DISPATCH
    return NoDay.FUTURE if as_of > today else None


class Compilation(models.Model):
    """A request to compile: as of which day, up to which position of the ledger and of the decisions on
    treatments, and the edition that came of it.

    Both positions are fixed when the request is made, so that a job which runs later or twice gives the same bytes.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="compilations", verbose_name=_("survey"))
    cut_off = models.ForeignKey(CutOff, models.PROTECT, null=True, blank=True, verbose_name=_("cut-off date"))
    as_of = models.DateField(_("as of"))
    upto = models.PositiveIntegerField(_("ledger position"))
    treatments_upto = models.PositiveIntegerField(_("position of the treatments"), default=0)
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
