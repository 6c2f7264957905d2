"""What analysts propose to do to an answer before it is counted, and what a second person decided."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports.querysets import TreatmentDecisionQuerySet, TreatmentQuerySet
from surveys.models import Submission, Survey, User

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Refusal(models.TextChoices):
    """Why a treatment cannot be proposed or decided, in words for people."""

    NOT_ANSWERED = "not_answered", _("This submission has no answer at this question.")
    NOT_A_NUMBER = "not_a_number", _("The unit can be corrected of an answer that is a number.")
    FACTOR = "factor", _("Enter a factor greater than 0 and other than 1, with 12 decimals at most.")
    UNIT = "unit", _("Say in which unit the answer was given.")
    NOT_OTHER = "not_other", _("Only the answer “other” can be recoded.")
    NO_SUCH_CODE = "no_such_code", _("This question has no such choice.")
    REASON = "reason", _("Give the reason.")
    TREATED_ALREADY = "treated_already", _("A treatment of this answer is in force. Revoke it first.")
    SAME_PERSON = "same_person", _("Another person than the one who proposed it has to decide.")
    DECIDED_ALREADY = "decided_already", _("This treatment has been decided already.")
    NOT_IN_FORCE = "not_in_force", _("Only a treatment that is in force can be revoked.")


class Treatment(models.Model):
    """A proposal: the answer at `path` of this one submission is set aside, its unit corrected, or its “other”
    recoded. Append-only; a submission that comes later is not treated."""

    class Kind(models.TextChoices):
        SET_ASIDE = "set_aside", _("set aside")
        UNIT = "unit", _("unit corrected")
        RECODE = "recode", _("“other” recoded")

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="treatments", verbose_name=_("submission")
    )
    path = models.CharField(_("question"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    factor = models.DecimalField(_("factor"), max_digits=30, decimal_places=12, null=True, blank=True)
    unit = models.CharField(_("unit of the answer"), max_length=100, blank=True)
    code = models.CharField(_("choice"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("treatment of an answer")
        verbose_name_plural = _("treatments of answers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="set_aside", factor__isnull=True, unit="", code="")
                | (Q(kind="unit", factor__isnull=False, code="") & ~Q(unit=""))
                | (Q(kind="recode", factor__isnull=True, unit="") & ~Q(code="")),
                name="treatment_fits_kind",
                violation_error_message=_("A unit is corrected by a factor, an “other” recoded by a choice."),
            ),
            models.CheckConstraint(
                condition=Q(factor__isnull=True) | (Q(factor__gt=0) & ~Q(factor=1)),
                name="treatment_factor",
                violation_error_message=Refusal.FACTOR.label,
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="treatment_reason", violation_error_message=Refusal.REASON.label
            ),
            models.CheckConstraint(
                condition=~Q(path=""), name="treatment_path", violation_error_message=Refusal.NOT_ANSWERED.label
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.submission_id} {self.path} {self.kind}"


# What stands in two tables no check constraint can see: who proposed it, of which survey it is, what was decided.
DECISION_FITS = pgtrigger.Trigger(
    name="decision_fits",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("proposed", "record")],
    func="""
        SELECT treatment.proposed_by_id, submission.survey_id INTO proposed
        FROM reports_treatment AS treatment JOIN surveys_submission AS submission
            ON submission.id = treatment.submission_id
        WHERE treatment.id = NEW.treatment_id;
        IF proposed.proposed_by_id = NEW.by_id THEN
            RAISE EXCEPTION 'who proposed a treatment does not decide on it' USING ERRCODE = 'check_violation';
        END IF;
        IF proposed.survey_id <> NEW.survey_id THEN
            RAISE EXCEPTION 'the treatment is of another survey' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.kind = 'revoked' AND NOT EXISTS (
            SELECT 1 FROM reports_treatmentdecision WHERE treatment_id = NEW.treatment_id AND kind = 'approved'
        ) THEN
            RAISE EXCEPTION 'only an approved treatment is revoked' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class TreatmentDecision(models.Model):
    """A second person approves or refuses a treatment, or revokes an approved one. Append-only.

    `number` counts the decisions of a survey: an edition knows those up to its position, as it does of the ledger.
    """

    class Kind(models.TextChoices):
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        REVOKED = "revoked", _("revoked")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="treatment_decisions", verbose_name=_("survey"))
    number = models.PositiveIntegerField(_("number"))
    treatment = models.ForeignKey(
        Treatment, models.PROTECT, related_name="decisions", verbose_name=_("treatment of an answer")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    at = models.DateTimeField(_("decided at"))
    note = models.TextField(_("note"), blank=True)

    objects = TreatmentDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "number"]
        verbose_name = _("decision on a treatment")
        verbose_name_plural = _("decisions on treatments")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="treatmentdecision_number_once",
                violation_error_message=_("This survey already has a decision of this number."),
            ),
            models.UniqueConstraint(
                F("treatment"),
                condition=Q(kind__in=["approved", "refused"]),
                name="treatmentdecision_decided_once",
                violation_error_message=Refusal.DECIDED_ALREADY.label,
            ),
            models.UniqueConstraint(
                F("treatment"),
                condition=Q(kind="revoked"),
                name="treatmentdecision_revoked_once",
                violation_error_message=Refusal.NOT_IN_FORCE.label,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["approved", "refused", "revoked"]),
                name="treatmentdecision_kind",
                violation_error_message=_("A treatment is approved, refused or revoked."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="treatmentdecision_number_positive",
                violation_error_message=_("Decisions are counted from one."),
            ),
        ]
        triggers = [APPEND_ONLY, DECISION_FITS]

    def __str__(self):
        return f"{self.survey.slug} {self.number} {self.kind}"
