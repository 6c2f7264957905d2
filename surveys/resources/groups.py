"""Groups of States, who belongs to them and when, and who has ratified the Conventions."""

from django.utils.translation import gettext_lazy as _

from surveys.imports.columns import Code, Column, Day, Number, Text
from surveys.imports.references import Reference
from surveys.imports.resource import SheetResource
from surveys.imports.tables import Table, register
from surveys.models import GroupMembership, GroupOfStates, Instrument, MemberState, Ratification
from surveys.permissions import may_keep_contacts
from surveys.resources.names import NAMES

NUMBER = Column("number", _("Number of the row in the portal; empty for a new row"), Number(), attribute="pk")
STATE = Column(
    "iso3",
    _("ISO 3 code of the member State"),
    Reference(MemberState.objects.all, "iso3", "no_such_state"),
    attribute="member_state",
)
FROM = Column("valid_from", _("First day"), Day(required=True))
UNTIL = Column("valid_until", _("Last day, empty while it lasts"), Day())


class GroupResource(SheetResource):
    """Groups of States."""

    COLUMNS = (
        Column("code", _("Code, by which the group is found"), Text(50, required=True)),
        *NAMES,
        Column("order", _("Place in the order of lists"), Number(most=32_767, required=True)),
    )
    key_name = "code"

    class Meta:
        model = GroupOfStates

    def rows(self):
        """All groups, in their order."""
        return GroupOfStates.objects.order_by("order", "code")


class MembershipResource(SheetResource):
    """Which State belongs to which group, from when until when."""

    COLUMNS = (
        NUMBER,
        Column("group", _("Code of the group"), Reference(GroupOfStates.objects.all, "code", "no_such_group")),
        STATE,
        FROM,
        UNTIL,
    )
    key_name = "number"

    class Meta:
        model = GroupMembership

    def rows(self):
        """All memberships, by group and State."""
        related = GroupMembership.objects.select_related("group", "member_state")
        return related.order_by("group__order", "member_state__iso3", "valid_from", "pk")


class RatificationResource(SheetResource):
    """Which State has ratified which Convention."""

    COLUMNS = (NUMBER, STATE, Column("instrument", _("Convention: C97 or C143"), Code(Instrument.values)))
    key_name = "number"

    class Meta:
        model = Ratification

    def rows(self):
        """All ratifications, by Convention and State."""
        return Ratification.objects.select_related("member_state").order_by("instrument", "member_state__iso3")


register(
    Table(
        "groups",
        _("Groups of States"),
        _("The groups by which replies can be counted, and their names."),
        GroupResource,
        may_keep_contacts,
    )
)
register(
    Table(
        "group-memberships",
        _("Memberships of groups"),
        _("Which State belongs to which group, from when until when."),
        MembershipResource,
        may_keep_contacts,
    )
)
register(
    Table(
        "ratifications",
        _("Ratifications"),
        _("Which State has ratified Conventions No. 97 and No. 143."),
        RatificationResource,
        may_keep_contacts,
    )
)
