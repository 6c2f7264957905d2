"""A survey round, its cut-offs and its questionnaires."""

from functools import lru_cache

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models.history import tracked
from surveys.models.member_states import in_language
from surveys.questionnaire.definition import Definition
from surveys.questionnaire.evaluation import Evaluator


@tracked()
class Survey(models.Model):
    """One sending of one questionnaire to all member States."""

    slug = models.SlugField(_("short name"), unique=True)
    titles = models.JSONField(_("titles"))
    languages = models.JSONField(_("languages"))
    dispatched_on = models.DateField(_("dispatched on"), null=True, blank=True)
    reply_by = models.DateField(_("reply requested by"))
    closed = models.BooleanField(_("closed"), default=False)
    synthetic = models.BooleanField(_("demonstration data: answers are invented"), default=False)
    sender = models.CharField(_("signature of letters"), max_length=200)
    office_email = models.EmailField(_("address of the Office for this survey"))
    agenda_item = models.CharField(_("agenda item"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.CheckConstraint(
                condition=Q(dispatched_on__isnull=True) | Q(reply_by__gte=F("dispatched_on")),
                name="survey_dates_in_order",
                violation_error_message=_("A reply cannot be requested before the survey is sent."),
            )
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def get_absolute_url(self):
        return reverse("surveys:status", args=[self.slug])

    def title(self, language: str) -> str:
        """The survey's title in `language`."""
        return in_language(self.titles, language)

    def current_questionnaire(self) -> "Questionnaire | None":
        """The questionnaire that is sent: the one published last; None while none is."""
        published = self.questionnaires.filter(published_at__isnull=False)
        return published.order_by("published_at", "pk").last()


@tracked()
class CutOff(models.Model):
    """The last day of receipt that still counts in an edition, and what that edition is for."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="cut_offs", verbose_name=_("survey"))
    slug = models.SlugField(_("short name"))
    names = models.JSONField(_("names"))
    day = models.DateField(_("day"))

    class Meta:
        ordering = ["day"]
        verbose_name = _("cut-off date")
        verbose_name_plural = _("cut-off dates")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "slug"],
                name="cutoff_once",
                violation_error_message=_("This survey already has a cut-off of this name."),
            )
        ]

    def __str__(self):
        return self.slug

    def name(self, language: str) -> str:
        """What the cut-off is for, in `language`."""
        return in_language(self.names, language)


@tracked(exclude=["source", "files"])
class Questionnaire(models.Model):
    """A version of a survey's questionnaire: the XLSForm as uploaded and the definition read from it.

    Frozen once published; a new version is a new row.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="questionnaires", verbose_name=_("survey"))
    version = models.CharField(_("version of the questionnaire"), max_length=50)
    file_name = models.CharField(_("file name"), max_length=200)
    source = models.BinaryField(_("file"))
    files = models.JSONField(_("files of choices"), default=dict)
    parsed = models.JSONField(_("definition"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "version"],
                name="questionnaire_version_once",
                violation_error_message=_("This survey already has this version of the questionnaire."),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.survey.slug} {self.version}"

    @cached_property
    def definition(self) -> Definition:
        """The questionnaire as the engine knows it."""
        return Definition.from_json(self.parsed)


@lru_cache(maxsize=16)
def evaluator_for(questionnaire_id: int) -> Evaluator:
    """The compiled questionnaire, kept by each process: a published one never changes."""
    return Evaluator(Questionnaire.objects.get(pk=questionnaire_id).definition)
