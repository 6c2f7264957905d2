"""Organizations as a table."""

from django.utils.translation import gettext_lazy as _

from consultations.models import Organization
from consultations.resources.columns import LANGUAGES, NOTES, Lines, organization, texts
from consultations.resources.rounds import enter
from surveys.imports.columns import Code, Column, Text, YesNo
from surveys.imports.resource import SheetResource


class OrganizationResource(SheetResource):
    """Bodies that are consulted, take part or contribute."""

    COLUMNS = (
        Column("code", _("Code, by which the organization is found"), Text(50, required=True)),
        *texts("names", "name", _("Name"), required=True, most=300),
        *texts("acronyms", "acronym", _("Acronym"), most=50),
        Column("aliases", _("Other names, as they were printed, one to a line"), Lines()),
        Column("kind", _("Kind, by its code"), Code(Organization.Kind.values)),
        organization("parent", _("Code of the organization of which it is a part, or empty")),
        Column("is_collective", _("yes if it stands for several"), YesNo()),
        Column("language", _("Language of correspondence"), Code([code for code, _name in LANGUAGES])),
        Column("email", _("Address for letters"), Text(254)),
        NOTES,
    )
    PLACES = {
        "organization_has_name": ("name_en", ""),
        "consultations_organization_no_circle": ("parent", "circle"),
    }
    key_name = "code"

    class Meta:
        model = Organization

    def rows(self):
        """All organizations, those that are parts after those that are none."""
        return Organization.objects.select_related("parent").wholes_first()


enter(
    "organizations",
    _("Organizations"),
    _("The bodies that are consulted, take part or contribute, with their names in all languages."),
    OrganizationResource,
)
