"""What was received: submissions, what they share with registered paper replies, and the receipts given.

Submissions, registrations and what voids one take the next number of the survey's ledger, one counter and one
chain for all, so that a ledger position says exactly what the Office knew (docs/adr/0002, 0005).
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.models.member_states import MemberState
from surveys.models.people import User
from surveys.models.returns import APPEND_ONLY, Return
from surveys.models.surveys import Questionnaire, Survey
from surveys.querysets import SubmissionQuerySet


class Channel(models.TextChoices):
    """How a reply reached the Office; words as in the glossary."""

    PORTAL = "portal", _("portal")
    WORKBOOK = "workbook", _("workbook")
    EMAIL = "email", _("e-mail")
    FAX = "fax", _("fax")
    POST = "post", _("post")
    NOTE_VERBALE = "note_verbale", _("note verbale")
    FIELD_OFFICE = "field_office", _("field office")


PAPER_CHANNELS = [Channel.EMAIL, Channel.FAX, Channel.POST, Channel.NOTE_VERBALE, Channel.FIELD_OFFICE]


def as_json(value: Any) -> Any:
    """A column's value as JSON knows it; instants in UTC, so that no server's time zone changes a digest."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class LedgerEntry(models.Model):
    """What a submission and a registration share: a number in the ledger, a digest, a link of the chain."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="%(class)ss", verbose_name=_("survey"))
    survey_return = models.ForeignKey(Return, models.PROTECT, related_name="%(class)ss", verbose_name=_("return"))
    member_state = models.ForeignKey(
        MemberState, models.PROTECT, related_name="%(class)ss", verbose_name=_("member State")
    )
    received_on = models.DateField(_("received on"))
    recorded_at = models.DateTimeField(_("recorded at"))
    channel = models.CharField(_("channel"), max_length=20, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=10)
    ledger_no = models.PositiveIntegerField(_("ledger position"))
    digest = models.CharField(_("digest"), max_length=64)
    chain = models.CharField(_("link of the chain"), max_length=64)

    OUTSIDE_THE_DIGEST = frozenset({"id", "ledger_no", "digest", "chain"})

    class Meta:
        abstract = True

    def ledger_record(self) -> dict[str, Any]:
        """What the digest is made of: every column but those of the chain itself, as JSON values."""
        fields = [field for field in self._meta.concrete_fields if field.name not in self.OUTSIDE_THE_DIGEST]
        return {str(field.column): as_json(getattr(self, field.attname)) for field in fields}


class Submission(LedgerEntry):
    """One frozen, numbered sending of a return. Append-only: triggers refuse UPDATE and DELETE."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        AMENDMENT = "amendment", _("amendment")
        CORRECTION = "correction", _("correction")
        WITHDRAWAL = "withdrawal", _("withdrawal")

    number = models.PositiveIntegerField(_("submission No."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaces")
    )
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="submissions", verbose_name=_("questionnaire")
    )
    answers = models.JSONField(_("answers"))
    remarks = models.JSONField(_("remarks"), default=dict)
    languages = models.JSONField(_("languages"), default=dict)
    attributions = models.JSONField(_("permitted uses"), default=dict)
    signatory_name = models.CharField(_("name of the signatory"), max_length=200)
    signatory_title = models.CharField(_("title of the signatory"), max_length=200)
    signatory_authority = models.CharField(_("authority of the signatory"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    paper = models.ForeignKey(
        "surveys.PaperReturn",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("paper"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["ledger_no"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "ledger_no"],
                name="submission_ledger_no_once",
                violation_error_message=_("This ledger position is taken."),
            ),
            models.UniqueConstraint(
                fields=["survey_return", "number"],
                name="submission_number_once",
                violation_error_message=_("This return already has a submission of this number."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["original", "amendment"], replaces__isnull=True)
                | Q(kind__in=["correction", "withdrawal"], replaces__isnull=False),
                name="submission_replaces_fits_kind",
                violation_error_message=_("A correction or withdrawal names the submission that it replaces."),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(kind="withdrawal"),
                name="submission_withdrawn_once",
                violation_error_message=_("This submission has been withdrawn already."),
            ),
        ]
        indexes = [
            models.Index(
                F("survey"),
                F("member_state"),
                F("received_on").desc(),
                F("ledger_no").desc(),
                name="submission_force",
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.survey_return} {self.number}"

    def get_absolute_url(self):
        return reverse("surveys:submission", args=[self.survey.slug, self.member_state.iso3, self.number])


class Receipt(models.Model):
    """What is given for an entry of the ledger: signed, checkable offline.

    The government gets those of its submissions and paper replies; that of a voided registration the Office keeps.
    """

    submission = models.OneToOneField(Submission, models.PROTECT, null=True, related_name="receipt")
    paper = models.OneToOneField("surveys.PaperReturn", models.PROTECT, null=True, related_name="receipt")
    void = models.OneToOneField("surveys.PaperVoid", models.PROTECT, null=True, related_name="receipt")
    number = models.CharField(_("receipt No."), max_length=60, unique=True)
    document = models.JSONField(_("receipt"))
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints = [
            models.CheckConstraint(
                condition=Q(submission__isnull=False, paper__isnull=True, void__isnull=True)
                | Q(submission__isnull=True, paper__isnull=False, void__isnull=True)
                | Q(submission__isnull=True, paper__isnull=True, void__isnull=False),
                name="receipt_for_one_thing",
                violation_error_message=_("A receipt is for one submission or one paper reply."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return self.number
