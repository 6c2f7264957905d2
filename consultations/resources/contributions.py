"""Contributions as a table."""

from django.utils.translation import gettext_lazy as _

from consultations.models import Contribution
from consultations.resources.columns import CODE, LANGUAGES, NOTES, SOURCE, SURVEY, organization, texts
from consultations.resources.rounds import RoundResource, enter
from surveys.imports.columns import Code, Codes, Column, Day, Number, YesNo


class ContributionResource(RoundResource):
    """What organizations and units were asked for, or gave unasked."""

    COLUMNS = (
        SURVEY,
        CODE,
        organization("contributor", _("Code of the organization that contributes"), required=True),
        organization("partner", _("Code of the organization together with which it contributes, or empty")),
        Column("kind", _("Kind, by its code"), Code(Contribution.Kind.values)),
        *texts("titles", "title", _("What is contributed"), required=True, most=1_000),
        organization("requested_by", _("Code of the organization at whose request it comes, or empty")),
        Column("invited_on", _("Day of the invitation"), Day()),
        Column("due_on", _("Day for which it was requested"), Day()),
        Column("is_received", _("yes if it was received"), YesNo()),
        Column("received_on", _("Day of receipt, where it is known"), Day()),
        Column("declined_on", _("Day on which it was declined"), Day()),
        Column("recorded_on", _("Since when this is known"), Day(required=True)),
        Column("new_information", _("yes if it is new information"), YesNo()),
        Column("previously_unassembled", _("yes if it was not assembled before"), YesNo()),
        Column("year", _("Year of publication"), Number(most=9999)),
        Column("stated_languages", _("Number of languages, as it is stated"), Number(most=1000)),
        Column("languages", _("Codes of languages, divided by commas"), Codes([code for code, _name in LANGUAGES])),
        SOURCE,
        NOTES,
    )
    PLACES = {
        "contribution_once": ("code", ""),
        "contribution_received_if_dated": ("received_on", ""),
        "contribution_received_or_declined": ("declined_on", ""),
        "contribution_due_after_invited": ("due_on", ""),
    }

    class Meta:
        model = Contribution

    def rows(self):
        """All of every round, by code."""
        related = Contribution.objects.select_related("survey", "contributor", "partner", "requested_by")
        return related.order_by("survey__slug", "code")


enter(
    "contributions",
    _("Contributions"),
    _("Data, studies and texts that organizations and units give."),
    ContributionResource,
)
