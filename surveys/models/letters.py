"""Letters of the Office and the texts from which they are rendered."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys.models.history import tracked
from surveys.models.jobs import Job
from surveys.models.returns import Return
from surveys.querysets import LetterQuerySet
from surveys.rounds.letters import misplaced


@tracked()
class LetterTemplate(models.Model):
    """The text of a kind of letter in one language."""

    kind = models.SlugField(_("kind"))
    language = models.CharField(_("language"), max_length=10)
    direction = models.CharField(_("direction"), max_length=3, choices=[("ltr", "ltr"), ("rtl", "rtl")])
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    variables = models.JSONField(_("variables"), default=list, editable=False)

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="lettertemplate_once",
                violation_error_message=_("This kind of letter already has a text in this language."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.language}"

    def clean(self):
        """Refuse what is no variable of this kind, and every tag or filter (data/letters/README.md)."""
        for field in ("subject", "body"):
            strange = misplaced(getattr(self, field), self.variables)
            if strange:
                words = _("A letter of this kind cannot hold %(strange)s.")
                raise ValidationError({field: ValidationError(words, params={"strange": ", ".join(strange)})})


@tracked(exclude=["sealed"])
class Letter(models.Model):
    """A letter as rendered: to whom, in which language, and where its delivery stands.

    Unique per return, kind and occasion, so none goes twice. Held: written but not to be sent before a person
    lets it go (the language of correspondence is only assumed, nobody to address it to is known, or the survey is
    closed). `facts` is what it was rendered from, to render a held one anew in another language; letters that
    belong to no return have none, and no HTML. A link that opens an account is blanked in the text; the whole text
    lies sealed until it is sent, and is no part of the history.
    """

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("letter", "held")
        DUE = "due", _("to be sent")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNKNOWN = "unknown", _("to be checked")
        CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")

    survey_return = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("return")
    )
    kind = models.SlugField(_("kind"))
    occasion = models.CharField(_("occasion"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    addressees = models.JSONField(_("addressees"), default=list)
    subject = models.CharField(_("subject"), max_length=400)
    body = models.TextField(_("text"))
    html = models.TextField(_("text as HTML"), blank=True)
    sealed = models.TextField(_("text with its link, sealed"), blank=True, editable=False)
    facts = models.JSONField(_("facts"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.HELD)
    job = models.OneToOneField(Job, models.PROTECT, null=True, blank=True, related_name="letter")
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.UniqueConstraint(
                fields=["survey_return", "kind", "occasion"],
                name="letter_once",
                violation_error_message=_("This letter has already been written."),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.occasion}"

    def get_absolute_url(self) -> str:
        """The Office's page of this letter."""
        return reverse("surveys:letter", args=[self.pk])

    @property
    def kind_words(self) -> str:
        """What kind of letter it is, in the reader's language."""
        return str(KIND_WORDS.get(self.kind, self.kind))

    @property
    def standing(self) -> str:
        """The state, with what its job adds to it (`LetterStanding`): one whose delivery was given up has failed;
        one whose worker died once too often while sending may have gone out."""
        given_up = self.job is not None and self.job.state == Job.State.FAILED
        if given_up and self.state == self.State.DUE:
            return LetterStanding.FAILED
        return LetterStanding.UNKNOWN if given_up and self.state == self.State.SENDING else self.state

    @property
    def holds(self) -> list[str]:
        """Why it is held, in the reader's language; empty for one that is not held, or only waits to be let go."""
        if self.state != self.State.HELD or self.survey_return is None:
            return []
        member_state = self.survey_return.member_state
        assumed = not member_state.language_confirmed and self.language == member_state.correspondence_language
        return reasons_to_hold(
            closed=self.survey_return.survey.closed,
            language_assumed=assumed and not self.survey_return.language,
            addressees=self.addressees,
        )

    @property
    def standing_words(self) -> str:
        """Where it stands, in the reader's language."""
        return str(LetterStanding(self.standing).label)


def reasons_to_hold(*, closed: bool, language_assumed: bool, addressees: Sequence[str]) -> list[str]:
    """Why a letter waits for a person, in the reader's language."""
    reasons = {
        _("The survey is closed."): closed,
        _("The language of correspondence is only assumed."): language_assumed,
        _("No addressee is known."): not addressees,
    }
    return [str(reason) for reason, holds in reasons.items() if holds]


class LetterStanding(models.TextChoices):
    """Where a letter stands, as people ask for it."""

    HELD = "held", pgettext_lazy("letter", "held")
    DUE = "due", _("to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    UNKNOWN = "unknown", _("to be checked")
    FAILED = "failed", pgettext_lazy("letter", "not sent")
    CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")


KIND_WORDS = {
    "invitation": _("Invitation to take part"),
    "acknowledgement": _("Acknowledgement of a reply"),
    "acknowledgement_paper": _("Acknowledgement of a paper reply"),
    "reminder_first": _("First reminder"),
    "reminder_second": _("Second reminder"),
    "reminder_third": _("Third reminder"),
    "extension": _("Extension"),
    "late_receipt": _("Late receipt"),
    "query": _("Queries"),
    "clarification": _("Clarification"),
    "amendment": _("Acknowledgement of an amended reply"),
    "reopened": _("The return is open again"),
    "country_summary": _("Country summary"),
    "published": _("Publication of the summary"),
    "contributor_invitation": _("Invitation of a contributor"),
    "organization_invitation": _("Invitation of an organization"),
    "contribution_invitation": _("Invitation to contribute"),
    "contribution_reminder": _("Reminder of a contribution"),
    "sign_in_link": _("Sign-in link"),
    "declined": _("The State does not take part"),
    "account": _("About an account"),
}
