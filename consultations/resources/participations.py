"""Who organized and who took part, as a table."""

from django.utils.translation import gettext_lazy as _

from consultations.models import ConstituentGroup, Participation
from consultations.resources.columns import ROUND, RoundOf, consultation, organization, texts
from consultations.resources.rounds import RoundResource, enter
from surveys.imports.columns import Code, Column, Number
from surveys.imports.references import Reference
from surveys.models import GroupOfStates, MemberState


class ParticipationResource(RoundResource):
    """One who organized or took part: an organization, a State, a group of States, or people described."""

    COLUMNS = (
        Column("number", _("Number of the row in the portal; empty for a new row"), Number(), attribute="pk"),
        RoundOf("survey", _("Short name of the round, such as ilms2003"), ROUND, attribute="consultation__survey"),
        consultation("consultation", _("Code of the consultation"), required=True),
        Column("part", _("Part: organizer, cooperation or participant"), Code(Participation.Part.values)),
        organization("organization", _("Code of the organization, or empty")),
        Column(
            "member_state",
            _("ISO 3 code of the member State, or empty"),
            Reference(MemberState.objects.all, "iso3", "no_such_state", required=False),
        ),
        Column(
            "group_of_states",
            _("Code of the group of States, or empty"),
            Reference(GroupOfStates.objects.all, "code", "no_such_group", required=False),
        ),
        *texts("described", "described", _("People without a name of their own"), most=1_000, is_null=True),
        Column("group", _("Constituent group, or empty"), Code(ConstituentGroup.values, required=False)),
        Column("order", _("Place in the order of lists"), Number(most=32_767, required=True)),
    )
    PLACES = {
        "participation_of_one": ("organization", ""),
        "participation_of_organization_once": ("organization", ""),
        "participation_of_state_once": ("member_state", ""),
        "participation_member_on_the_day": ("member_state", "not_member_then"),
    }
    key_name = "number"
    within = ""

    class Meta:
        model = Participation

    def rows(self):
        """All of every round, by consultation."""
        related = Participation.objects.select_related(
            "consultation__survey", "organization", "member_state", "group_of_states"
        )
        return related.order_by("consultation__survey__slug", "consultation__code", "part", "order", "pk")


enter(
    "participations",
    _("Participants"),
    _("Who organized each consultation and who took part in it."),
    ParticipationResource,
)
