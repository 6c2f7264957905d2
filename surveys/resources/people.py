"""Who acts for which member State. Accounts, passwords and sessions are no part of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from surveys.imports.columns import Code, Codes, Column, Told, YesNo
from surveys.imports.references import Reference
from surveys.imports.refused import Unfit
from surveys.imports.resource import SheetResource
from surveys.imports.tables import Table, register
from surveys.models import Appointment, Questionnaire, Role, User
from surveys.permissions import may_keep_states
from surveys.resources.groups import FROM, NUMBER, STATE, UNTIL


def section_names() -> list[str]:
    """The names of the sections of the published questionnaires, each once."""
    published = Questionnaire.objects.filter(published_at__isnull=False).order_by("-published_at")
    return list(dict.fromkeys(section.name for each in published for section in each.definition.sections))


class Ended(Told, YesNo):
    """Whether an appointment was ended: told, never changed here."""


class AppointmentResource(SheetResource):
    """People of governments and their roles; who has no account yet is invited, and nobody appoints themselves."""

    COLUMNS = (
        NUMBER,
        Column(
            "email",
            _("E-mail address of the account"),
            Reference(User.objects.all, "email", "no_such_person"),
            attribute="user",
        ),
        Column("name", _("Name of the person; only told"), Told(), attribute="user__name", told=True),
        STATE,
        Column("role", _("Role, by its code"), Code(Role.values)),
        Column("sections", _("Sections of a contributor, divided by commas"), Codes(section_names)),
        FROM,
        UNTIL,
        Column("ended", _("yes if the appointment was ended; only told"), Ended(), attribute="ended_at", told=True),
    )
    key_name = "number"

    class Meta:
        model = Appointment

    def rows(self):
        """All appointments, by State, role and person."""
        related = Appointment.objects.select_related("user", "member_state")
        return related.order_by("member_state__iso3", "role", "user__email", "valid_from", "pk")

    def refuse(self, instance: Any, original: Any) -> None:
        """Raise Unfit for one's own appointment and for one that was ended (surveys/admin.py says the same)."""
        if self.by.pk in {instance.user_id, original.user_id if original else None}:
            raise Unfit("own_appointment", attribute="user")
        if original is not None and original.ended_at is not None:
            raise Unfit("ended_appointment")


register(
    Table(
        "appointments",
        _("Users by State"),
        _("Who acts for which member State, in which role, from when until when."),
        AppointmentResource,
        may_keep_states,
    )
)
