"""Contributions: data, studies and texts that organizations and units give, with or without a meeting."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultations.models.organizations import Organization
from consultations.querysets import ContributionQuerySet
from surveys.models import Survey
from surveys.models.history import tracked
from surveys.models.member_states import in_language


class ContributionStanding(models.TextChoices):
    """Where a contribution stands on a day."""

    INVITED = "invited", pgettext_lazy("contribution", "invited")
    LATE = "late", pgettext_lazy("contribution", "late")
    RECEIVED = "received", pgettext_lazy("contribution", "received")
    DECLINED = "declined", pgettext_lazy("contribution", "declined")


@tracked()
class Contribution(models.Model):
    """What an organization or unit was asked for, or gave unasked. `recorded_on`: since when this is known.

    The days are null where nobody has stated them; what is known to have been received on an unknown day has
    `is_received` and no `received_on`.
    """

    class Kind(models.TextChoices):
        STUDY = "study", _("study or research")
        DATA = "data", _("data")
        COMMENTS = "comments", _("comments")
        MATERIAL = "material", _("texts and material")
        RESULTS = "results", _("results of a meeting")
        PUBLICATION = "publication", _("publication")
        COORDINATION = "coordination", _("coordination")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="contributions", verbose_name=_("survey"))
    code = models.SlugField(_("code"))
    contributor = models.ForeignKey(
        Organization, models.PROTECT, related_name="contributions", verbose_name=_("contributor")
    )
    partner = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions_as_partner",
        verbose_name=_("together with"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    titles = models.JSONField(_("what is contributed"))
    requested_by = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requested_contributions",
        verbose_name=_("at the request of"),
    )
    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    due_on = models.DateField(_("requested by"), null=True, blank=True)
    is_received = models.BooleanField(_("received"), default=False)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    declined_on = models.DateField(_("declined on"), null=True, blank=True)
    recorded_on = models.DateField(_("known since"))
    new_information = models.BooleanField(_("new information"), default=False)
    previously_unassembled = models.BooleanField(_("previously unassembled"), default=False)
    year = models.PositiveSmallIntegerField(_("year of publication"), null=True, blank=True)
    stated_languages = models.PositiveSmallIntegerField(_("number of languages stated"), null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("languages"), default=list, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "code"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "code"],
                name="contribution_once",
                violation_error_message=_("This survey already has a contribution of this code."),
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(is_received=True),
                name="contribution_received_if_dated",
                violation_error_message=_("Only what was received has a day of receipt."),
            ),
            models.CheckConstraint(
                condition=Q(declined_on__isnull=True) | Q(is_received=False),
                name="contribution_received_or_declined",
                violation_error_message=_("A contribution is received or declined, not both."),
            ),
            models.CheckConstraint(
                condition=Q(invited_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("invited_on")),
                name="contribution_due_after_invited",
                violation_error_message=_("It cannot be requested for a day before the invitation."),
            ),
        ]

    def __str__(self):
        return self.title(get_language() or "en")

    def get_absolute_url(self) -> str:
        """The page of the contribution."""
        return reverse("consultations:contribution", args=[self.survey.slug, self.code])

    def title(self, language: str) -> str:
        """What is contributed, in `language`."""
        return in_language(self.titles, language)

    @property
    def language_of_letters(self) -> str:
        """The contributor's language where the round has letters in it, else English."""
        language: str = self.contributor.language
        return language if language in self.survey.languages else "en"

    def may_be_reminded_on(self, day: date) -> bool:
        """Whether it is awaited on `day`, after an invitation that said by when."""
        awaited = self.standing_on(day) in {ContributionStanding.INVITED, ContributionStanding.LATE}
        return awaited and self.invited_on is not None and self.invited_on <= day and self.due_on is not None

    def standing_on(self, day: date) -> ContributionStanding | None:
        """Where it stood on `day`, as far as was known then; None: nothing was known of it."""
        if self.recorded_on > day:
            return None
        if self.declined_on and self.declined_on <= day:
            return ContributionStanding.DECLINED
        if self.is_received and (self.received_on is None or self.received_on <= day):
            return ContributionStanding.RECEIVED
        return ContributionStanding.LATE if self.due_on and self.due_on < day else ContributionStanding.INVITED
