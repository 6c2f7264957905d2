"""Member States, their regions and subregions, and in which language each is written to."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.imports.columns import Code, Column, Day, Letters, Number, Text, Told, YesNo
from surveys.imports.references import Reference
from surveys.imports.refused import Unfit
from surveys.imports.resource import SheetResource
from surveys.imports.tables import Table, register
from surveys.models import Appointment, MemberState, Region, Subregion
from surveys.permissions import may_keep_contacts, may_keep_states
from surveys.resources.names import LANGUAGES, NAMES

REGION = Column("region", _("Code of the region"), Reference(Region.objects.all, "code", "no_such_region"))
ORDER = Column("order", _("Place in the order of lists"), Number(most=32_767, required=True))
LANGUAGE = Column(
    "correspondence_language", _("Language in which the Office writes: en, fr, es, ar, zh, de or ru"), Code(LANGUAGES)
)
CONFIRMED = Column("language_confirmed", _("yes if the Government has said so, no while it is assumed"), YesNo())


class RegionResource(SheetResource):
    """Regions of the Office."""

    COLUMNS = (Column("code", _("Code"), Text(50, required=True)), *NAMES, ORDER)
    key_name = "code"

    class Meta:
        model = Region

    def rows(self):
        """All regions, in their order."""
        return Region.objects.order_by("order", "code")


class SubregionResource(SheetResource):
    """Parts of regions; known by their English name, which the States carry."""

    COLUMNS = (
        Column("subregion", _("Name in English by which it is known"), Text(100, required=True), attribute="name_en"),
        REGION,
        *NAMES,
        ORDER,
    )
    key_name = "subregion"

    class Meta:
        model = Subregion

    def rows(self):
        """All subregions, in their order."""
        return Subregion.objects.select_related("region").order_by("order", "name_en")


class MemberStateResource(SheetResource):
    """Member States; a State that is none any more has a last day, and stays."""

    COLUMNS = (
        Column("iso3", _("ISO 3 code, by which the State is found"), Letters(3)),
        Column("iso2", _("ISO 2 code"), Letters(2)),
        *NAMES,
        REGION,
        Column("subregion", _("English name of the subregion, or empty"), Text(100)),
        LANGUAGE,
        CONFIRMED,
        Column("member_from", _("First day of membership"), Day(required=True)),
        Column("member_until", _("Last day of membership, empty while it lasts"), Day()),
    )
    key_name = "iso3"

    class Meta:
        model = MemberState

    def rows(self):
        """All States, by their codes."""
        return MemberState.objects.select_related("region").order_by("iso3")

    @cached_property
    def subregions(self) -> set[tuple[int, str]]:
        """Pairs of region and English name of the subregions that there are."""
        return set(Subregion.objects.values_list("region", "name_en"))

    def refuse(self, instance: Any, original: Any) -> None:
        """Raise Unfit for a subregion that the region does not have."""
        if instance.subregion and (instance.region_id, instance.subregion) not in self.subregions:
            raise Unfit("no_such_subregion", attribute="subregion")


class Addressees(Column):
    """The addresses of the focal points of a State, as the next letter would go to them."""

    addresses: dict[int, list[str]] = {}

    def get_value(self, instance: Any) -> str:
        """The addresses, divided by semicolons."""
        return "; ".join(self.addresses.get(instance.pk, []))


class ContactResource(SheetResource):
    """How the Office writes to a State: the language, and to whom; people themselves come by invitation."""

    COLUMNS = (
        Column("iso3", _("ISO 3 code, by which the State is found"), Letters(3)),
        Column("state", _("Name of the State in English; only told"), Told(), attribute="names__en", told=True),
        LANGUAGE,
        CONFIRMED,
        Addressees("addressees", _("To whom letters go: its focal points; only told"), Told(), told=True),
    )
    key_name = "iso3"
    takes_new = False

    class Meta:
        model = MemberState

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.fields["addressees"].addresses = Appointment.objects.addresses_of_focal_points(self.on)

    def rows(self):
        """The members of the day, by their codes."""
        return MemberState.objects.members_on(self.on).order_by("iso3")


register(
    Table(
        "contacts",
        _("Contacts"),
        _("In which language the Office writes to each member State, and to whom."),
        ContactResource,
        may_keep_contacts,
    )
)
register(
    Table(
        "member-states",
        _("Member States"),
        _("Names, region, subregion, language of correspondence, and when each was a member."),
        MemberStateResource,
        may_keep_states,
    )
)
register(
    Table(
        "regions",
        _("Regions"),
        _("The regions of the Office and their names."),
        RegionResource,
        may_keep_states,
    )
)
register(
    Table(
        "subregions",
        _("Subregions"),
        _("The parts of regions and their names."),
        SubregionResource,
        may_keep_states,
    )
)
