"""Which letters went to whom about a contribution."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.models.contributions import Contribution
from surveys.models import Letter
from surveys.models.letters import reasons_to_hold
from surveys.models.returns import APPEND_ONLY


class ContributionLetter(models.Model):
    """A letter about a contribution, once for each occasion. Append-only; where it stands, the letter itself says.

    An invitation has one occasion for ever, a reminder the day on which it was written.
    """

    class Kind(models.TextChoices):
        INVITATION = "contribution_invitation", _("Invitation to contribute")
        REMINDER = "contribution_reminder", _("Reminder of a contribution")

    contribution = models.ForeignKey(
        Contribution, models.PROTECT, related_name="letters", verbose_name=_("contribution")
    )
    letter = models.OneToOneField(
        Letter, models.PROTECT, related_name="contribution_letter", verbose_name=_("letter")
    )
    kind = models.SlugField(_("kind"), choices=Kind.choices)
    occasion = models.CharField(_("occasion"), max_length=100)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("letter about a contribution")
        verbose_name_plural = _("letters about contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "kind", "occasion"],
                name="contributionletter_once",
                violation_error_message=_("This letter has already been written."),
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self):
        return f"{self.contribution_id} {self.kind} {self.occasion}"

    def get_absolute_url(self) -> str:
        """The page of the letter."""
        contribution = self.contribution
        return reverse(
            "consultations:contribution_letter", args=[contribution.survey.slug, contribution.code, self.pk]
        )

    @property
    def holds(self) -> list[str]:
        """Why it is held, in the reader's language; empty for one that is not."""
        if self.letter.state != Letter.State.HELD:
            return []
        closed = self.contribution.survey.closed
        return reasons_to_hold(closed=closed, language_assumed=False, addressees=self.letter.addressees)
