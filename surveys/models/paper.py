"""Replies on paper: registered on arrival, with their scans; voided; objected to by the government."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveys.models.attachments import Attachment
from surveys.models.history import tracked
from surveys.models.people import User
from surveys.models.returns import APPEND_ONLY
from surveys.models.submissions import LedgerEntry, Submission
from surveys.querysets import LedgerQuerySet, ObjectionQuerySet, PaperReturnQuerySet

MOST_OF_A_REASON = 2000
# What happens to a reply after its registration; the registration itself never changes.
AFTER_REGISTRATION = ["state", "keyed_by", "second_keyed_by", "void_reason", "void_asked_by"]


@tracked()
class PaperReturn(LedgerEntry):
    """A reply that came outside the portal, registered on arrival before anything is keyed in.

    It counts as received from its day. Only what happens afterwards ever changes (`AFTER_REGISTRATION`); the
    registration itself is in the ledger.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered on paper")
        KEYED = "keyed", _("keyed in once")
        COMPARED = "compared", _("keyed in twice, being compared")
        SUBMITTED = "submitted", _("keyed in and submitted")
        VOID = "void", _("registered in error")

    class Counts(models.TextChoices):
        FIELD_OFFICE = "field_office", _("the day at the field office")
        MISSION = "mission", _("the day at the mission")
        GENEVA = "geneva", _("the day in Geneva")

    at_field_office_on = models.DateField(_("at the field office on"), null=True, blank=True)
    at_mission_on = models.DateField(_("at the mission on"), null=True, blank=True)
    in_geneva_on = models.DateField(_("in Geneva on"), null=True, blank=True)
    counts = models.CharField(_("which day counts"), max_length=20, choices=Counts.choices, default=Counts.GENEVA)
    note_number = models.CharField(_("number of the note"), max_length=100, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    scan_sha256 = models.CharField(_("digest of the scan"), max_length=64, blank=True)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registered by"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.REGISTERED)
    keyed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("keyed in by")
    )
    second_keyed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("keyed in again by")
    )
    void_reason = models.TextField(_("reason for voiding"), blank=True, max_length=MOST_OF_A_REASON)
    void_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("voiding asked for by")
    )

    OUTSIDE_THE_DIGEST = LedgerEntry.OUTSIDE_THE_DIGEST | frozenset(AFTER_REGISTRATION)

    objects = PaperReturnQuerySet.as_manager()

    class Meta:
        ordering = ["ledger_no"]
        verbose_name = _("paper reply")
        verbose_name_plural = _("paper replies")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "ledger_no"],
                name="paperreturn_ledger_no_once",
                violation_error_message=_("This ledger position is taken."),
            ),
            models.UniqueConstraint(
                fields=["survey_return"],
                condition=Q(state__in=["registered", "keyed", "compared"]),
                name="paperreturn_waiting_once",
                violation_error_message=_("A paper reply of this State is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(counts="field_office", received_on=F("at_field_office_on"))
                | Q(counts="mission", received_on=F("at_mission_on"))
                | Q(counts="geneva", received_on=F("in_geneva_on")),
                name="paperreturn_day_that_counts",
                violation_error_message=_("The day that counts has to be given."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["registered", "void"])
                | Q(state__in=["keyed", "submitted"], keyed_by__isnull=False)
                | Q(state="compared", keyed_by__isnull=False, second_keyed_by__isnull=False),
                name="paperreturn_keyed_by_fits_state",
                violation_error_message=_("A reply keyed in from paper names who keyed it."),
            ),
            models.CheckConstraint(
                condition=Q(second_keyed_by__isnull=True) | ~Q(second_keyed_by=F("keyed_by")),
                name="paperreturn_keyed_by_two",
                violation_error_message=_("The second keying is done by another person."),
            ),
            models.CheckConstraint(
                condition=Q(void_asked_by__isnull=True, void_reason="")
                | (Q(void_asked_by__isnull=False) & ~Q(void_reason="")),
                name="paperreturn_voiding_has_reason",
                violation_error_message=_("Who asks for a reply to be voided says why."),
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | Q(void_asked_by__isnull=False),
                name="paperreturn_void_was_asked_for",
                violation_error_message=_("Who asks for a reply to be voided says why."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="registration_is_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=AFTER_REGISTRATION),
            ),
        ]

    def __str__(self):
        return f"{self.survey_return} {self.channel}"

    def ledger_record(self) -> dict[str, Any]:
        """Without a scan as if there were no such column: the digests of before it was one stay true."""
        record = super().ledger_record()
        return record if self.scan_sha256 else {name: record[name] for name in record if name != "scan_sha256"}

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be keyed in, or on the way."""
        return self.state in {self.State.REGISTERED, self.State.KEYED, self.State.COMPARED}


@tracked()
class PaperScan(models.Model):
    """A scan of a paper reply; the one given at registration has its digest in the ledger, others come later."""

    paper = models.ForeignKey(PaperReturn, models.PROTECT, related_name="scans", verbose_name=_("paper"))
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, related_name="paper_scans", verbose_name=_("attachment")
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "attachment"],
                name="paperscan_once",
                violation_error_message=_("This paper reply has this scan already."),
            )
        ]

    def __str__(self):
        return f"{self.paper_id} {self.attachment_id}"


class PaperVoid(LedgerEntry):
    """A registration made in error is voided: from this ledger position on it is known never to have counted.

    An entry of the ledger like the registration itself, so that an edition of an earlier position keeps what was
    known then. One person asks, another confirms. Append-only.
    """

    paper = models.OneToOneField(PaperReturn, models.PROTECT, related_name="void", verbose_name=_("paper"))
    reason = models.TextField(_("reason"), max_length=MOST_OF_A_REASON)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("confirmed by"))

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["ledger_no"]
        verbose_name = _("voided registration")
        verbose_name_plural = _("voided registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "ledger_no"],
                name="papervoid_ledger_no_once",
                violation_error_message=_("This ledger position is taken."),
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("confirmed_by")),
                name="papervoid_by_two",
                violation_error_message=_("A second person confirms that a reply was registered in error."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="papervoid_has_reason",
                violation_error_message=_("Who asks for a reply to be voided says why."),
            ),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.paper} {self.ledger_no}"


@tracked()
class Objection(models.Model):
    """A government says that an answer which the Office entered from its paper reply is not what it meant.

    Open until the Office has answered it or a later submission of the return stands in its place.
    """

    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="objections", verbose_name=_("submission")
    )
    path = models.CharField(_("question"), max_length=200)
    text = models.TextField(_("objection"), max_length=MOST_OF_A_REASON)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("raised by"))
    raised_at = models.DateTimeField(_("raised at"))
    answer = models.TextField(_("answer of the Office"), blank=True, max_length=MOST_OF_A_REASON)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="objection_answer_is_whole",
                violation_error_message=_("An answer names who gave it and when."),
            )
        ]

    def __str__(self):
        return f"{self.submission} {self.path}"
