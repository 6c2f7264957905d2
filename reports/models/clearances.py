"""What goes out for a signature: drafted, cleared, signed, each by whom and when."""

import hashlib
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.querysets import ClearanceQuerySet
from surveys.ledger import canonical_json
from surveys.models import Letter, Survey, User
from surveys.models.returns import APPEND_ONLY


class ClearanceStep(models.TextChoices):
    """The steps, in their order."""

    DRAFTED = "drafted", pgettext_lazy("for signature", "drafted")
    CLEARED = "cleared", pgettext_lazy("for signature", "cleared")
    SIGNED = "signed", pgettext_lazy("for signature", "signed")


ORDER = list(ClearanceStep.values)

# Each step follows the one before it, on the same text; whoever signs has taken none of them.
STEP_FITS = pgtrigger.Trigger(
    name="step_fits",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NEW.step <> 'drafted' AND NOT EXISTS (
            SELECT 1 FROM reports_clearance AS earlier
            WHERE earlier.survey_id = NEW.survey_id AND earlier.kind = NEW.kind AND earlier.code = NEW.code
                AND earlier.digest = NEW.digest
                AND earlier.step = CASE NEW.step WHEN 'signed' THEN 'cleared' ELSE 'drafted' END
        ) THEN
            RAISE EXCEPTION 'this step does not follow the last one'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_step_follows';
        END IF;
        IF NEW.step = 'signed' AND EXISTS (
            SELECT 1 FROM reports_clearance AS earlier
            WHERE earlier.survey_id = NEW.survey_id AND earlier.kind = NEW.kind AND earlier.code = NEW.code
                AND earlier.digest = NEW.digest AND earlier.by_id = NEW.by_id
        ) THEN
            RAISE EXCEPTION 'a second person signs'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'clearance_second_person_signs';
        END IF;
        RETURN NEW;
    """,
)


class Clearance(models.Model):
    """A step of what goes out for a signature. Append-only.

    What is signed is one text: `digest` is that of the text which the step is about, and when the text changes
    the steps begin again. `code` names the subject within its kind: of a letter its number, of a paper whatever
    the paper goes by. Editions have a life of their own (reports/models/life.py).
    """

    class Kind(models.TextChoices):
        LETTER = "letter", _("letter")
        PAPER = "paper", _("Governing Body paper")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="clearances", verbose_name=_("survey"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=100)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="clearances", verbose_name=_("letter")
    )
    digest = models.CharField(_("digest"), max_length=64)
    step = models.CharField(_("step"), max_length=10, choices=ClearanceStep.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    at = models.DateTimeField(_("recorded at"))
    note = models.TextField(_("note"), blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("step for signature")
        verbose_name_plural = _("steps for signature")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "kind", "code", "digest", "step"],
                name="clearance_once",
                violation_error_message=_("This step has been taken already."),
            ),
            models.CheckConstraint(
                condition=Q(kind="letter", letter__isnull=False) | (~Q(kind="letter") & Q(letter__isnull=True)),
                name="clearance_letter_if_of_letter",
                violation_error_message=_("A letter is named where a letter is meant."),
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="clearance_digest_is_a_digest",
                violation_error_message=_("A digest has 64 hexadecimal digits."),
            ),
        ]
        triggers = [APPEND_ONLY, STEP_FITS]

    def __str__(self):
        return f"{self.kind} {self.code} {self.step}"


def digest_of(text: Any) -> str:
    """The digest of a text that is to be signed (JSON values)."""
    return hashlib.sha256(canonical_json(text)).hexdigest()


def next_step(steps: list[str]) -> str | None:
    """Which step follows these; None after the signature."""
    return next((step for step in ORDER if step not in steps), None)
