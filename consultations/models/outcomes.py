"""Outcomes: what consultations and contributions came to."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.contributions import Contribution
from consultations.models.themes import Theme
from consultations.querysets import OutcomeQuerySet
from surveys.models import Instrument, Survey
from surveys.models.history import tracked
from surveys.models.member_states import in_language

# Outcome and sources are written in one transaction; at its end the outcome has at least one.
HAS_SOURCE = pgtrigger.Trigger(
    name="has_source",
    operation=pgtrigger.Insert | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func="""
        IF EXISTS (SELECT 1 FROM consultations_outcome WHERE id = NEW.id) AND NOT EXISTS (
            SELECT 1 FROM consultations_outcomesource WHERE outcome_id = NEW.id
        ) THEN
            RAISE EXCEPTION 'an outcome comes from a consultation or a contribution'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_has_source';
        END IF;
        RETURN NULL;
    """,
)
LAST_SOURCE_STAYS = pgtrigger.Trigger(
    name="last_source_stays",
    operation=pgtrigger.Delete | pgtrigger.Update,
    when=pgtrigger.After,
    timing=pgtrigger.Deferred,
    func="""
        IF EXISTS (SELECT 1 FROM consultations_outcome WHERE id = OLD.outcome_id) AND NOT EXISTS (
            SELECT 1 FROM consultations_outcomesource WHERE outcome_id = OLD.outcome_id
        ) THEN
            RAISE EXCEPTION 'an outcome comes from a consultation or a contribution'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'outcome_has_source';
        END IF;
        RETURN NULL;
    """,
)


@tracked()
class Outcome(models.Model):
    """A recommendation, commitment or finding; it may come from several consultations."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("recommendation")
        COMMITMENT = "commitment", _("commitment")
        FINDING = "finding", _("finding")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="outcomes", verbose_name=_("survey"))
    code = models.SlugField(_("code"))
    texts = models.JSONField(_("text"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("theme")
    )
    instruments = ArrayField(
        models.CharField(max_length=10, choices=Instrument.choices),
        verbose_name=_("Conventions"),
        default=list,
        blank=True,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "code"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="outcome_once",
                violation_error_message=_("This survey already has an outcome of this code."),
            ),
            models.CheckConstraint(
                condition=Q(texts__has_key="en"),
                name="outcome_has_text",
                violation_error_message=_("Enter the text in English."),
            ),
        ]
        triggers = [HAS_SOURCE]

    def __str__(self):
        return self.text(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the outcome."""
        return reverse("consultations:outcome", args=[self.survey.slug, self.code])

    def text(self, language: str) -> str:
        """What it says, in `language`."""
        return in_language(self.texts, language)


@tracked()
class OutcomeSource(models.Model):
    """The consultation or contribution from which an outcome comes."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="sources", verbose_name=_("outcome"))
    consultation = models.ForeignKey(
        Consultation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_sources",
        verbose_name=_("consultation"),
    )
    contribution = models.ForeignKey(
        Contribution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcome_sources",
        verbose_name=_("contribution"),
    )

    class Meta:
        ordering = ["outcome", "pk"]
        verbose_name = _("source of an outcome")
        verbose_name_plural = _("sources of outcomes")
        constraints = [
            models.CheckConstraint(
                condition=Q(consultation__isnull=True) ^ Q(contribution__isnull=True),
                name="outcomesource_of_one",
                violation_error_message=_("Name a consultation or a contribution."),
            ),
            models.UniqueConstraint(
                fields=["outcome", "consultation"],
                name="outcomesource_consultation_once",
                violation_error_message=_("This consultation is named already."),
            ),
            models.UniqueConstraint(
                fields=["outcome", "contribution"],
                name="outcomesource_contribution_once",
                violation_error_message=_("This contribution is named already."),
            ),
        ]
        triggers = [LAST_SOURCE_STAYS]

    def __str__(self):
        return f"{self.outcome_id} {self.consultation or self.contribution}"
