"""Load a register: organizations, themes, consultations and outcomes as the files of a round say."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from consultations.models import Consultation, Organization, Outcome, OutcomeSource, Participation, Theme
from consultations.register.organizations import OrganizationRow
from consultations.register.rows import ConsultationRow, OutcomeRow, ParticipantRow, Register
from surveys.actions.loading import Loaded, Loader
from surveys.models import GroupOfStates, MemberState, Survey

# What people say of a consultation that the files know as planned only, when they record that it took place or not.
RECORDED = ("status", "status_word", "recorded_on", "first_day", "last_day", "precision")


def load_register(*, content: Register, survey: Survey, loaded: Loaded | None = None) -> Loaded:
    """Load what was read, all or nothing; what is already as in the files is not written again.

    Where the files say something new they win; what people changed stays as long as the files say what they said
    before, and in any case status and dates of a consultation that the files know as planned and that people have
    recorded as held or cancelled. Nothing is ever deleted. What is done is counted in `loaded`.
    """
    with transaction.atomic():
        loader = RegisterLoader(survey, loaded)
        loader.load_organizations(content.organizations)
        for theme in content.themes:
            loader.keep(Theme, {"survey": survey, "code": theme.code}, {"titles": theme.titles, "order": theme.order})
        loader.load_consultations(content.consultations)
        loader.load_outcomes(content.outcomes)
    return loader.loaded


def organizations_there() -> list[OrganizationRow]:
    """The organizations of the portal, as those that files may name."""
    return [
        OrganizationRow(row.code, row.names, row.acronyms, row.kind, aliases=row.aliases)
        for row in Organization.objects.all()
    ]


class RegisterLoader(Loader):
    """Writes the rows of a register."""

    edits_stay = True

    def __init__(self, survey: Survey, loaded: Loaded | None) -> None:
        super().__init__(loaded)
        self.survey = survey
        self.organizations = Organization.objects.in_bulk(field_name="code")

    def load_organizations(self, rows: Iterable[OrganizationRow]) -> None:
        """The organizations; those of which others are a part are written first."""
        waiting = {row.code: row for row in rows}
        while waiting:
            ready = [row for row in waiting.values() if row.parent not in waiting]
            for row in ready:
                self.organizations[row.code] = self.keep(
                    Organization, {"code": row.code}, self._organization_values(row)
                )
                del waiting[row.code]

    def _organization_values(self, row: OrganizationRow) -> dict[str, Any]:
        return {
            "names": row.names,
            "acronyms": row.acronyms,
            "aliases": row.aliases,
            "kind": row.kind,
            "parent_id": self.organizations[row.parent].pk if row.parent else None,
            "is_collective": row.is_collective,
            "language": row.language,
            "notes": row.notes,
        }

    def load_consultations(self, rows: Iterable[ConsultationRow]) -> None:
        """The consultations, and who organized and took part in them; parents come before their parts."""
        there = {row.code: row for row in Consultation.objects.filter(survey=self.survey)}
        states = dict(MemberState.objects.values_list("iso3", "pk"))
        groups = dict(GroupOfStates.objects.values_list("code", "pk"))
        for row in rows:
            values = _consultation_values(row)
            values["country_id"] = states[row.country] if row.country else None
            values["parent_id"] = there[row.parent].pk if row.parent else None
            stored = there.get(row.code)
            if stored and row.status == "planned" and stored.status != "planned":
                values = {name: value for name, value in values.items() if name not in RECORDED}
            there[row.code] = self.keep(Consultation, {"survey": self.survey, "code": row.code}, values)
            for order, participant in enumerate(row.participants, start=1):
                self._keep_participant(there[row.code], participant, order, states, groups)

    def _keep_participant(
        self,
        consultation: Consultation,
        row: ParticipantRow,
        order: int,
        states: dict[str, int],
        groups: dict[str, int],
    ) -> None:
        who: dict[str, Any] = {"described": row.described}
        if row.organization:
            who = {"organization": self.organizations[row.organization]}
        elif row.state:
            who = {"member_state_id": states[row.state]}
        elif row.group_of_states:
            who = {"group_of_states_id": groups[row.group_of_states]}
        key = {"consultation": consultation, "part": row.part, **who}
        self.keep(Participation, key, {"group": row.group, "order": order})

    def load_outcomes(self, rows: Iterable[OutcomeRow]) -> None:
        """The outcomes, and the consultations from which they come."""
        consultations = {row.code: row for row in Consultation.objects.filter(survey=self.survey)}
        themes = dict(Theme.objects.filter(survey=self.survey).values_list("code", "pk"))
        for row in rows:
            values = {
                "texts": row.texts,
                "kind": row.kind,
                "theme_id": themes[row.theme] if row.theme else None,
                "instruments": row.instruments,
                "source": row.source,
                "notes": row.notes,
            }
            outcome = self.keep(Outcome, {"survey": self.survey, "code": row.code}, values)
            for code in row.consultations:
                self.keep(OutcomeSource, {"outcome": outcome, "consultation": consultations[code]}, {})


def _consultation_values(row: ConsultationRow) -> dict[str, Any]:
    return {
        "titles": row.titles,
        "about": row.about,
        "kind": row.kind,
        "first_day": row.period.first,
        "last_day": row.period.last,
        "precision": row.period.precision.value,
        "places": row.places,
        "status": row.status,
        "status_word": row.status_word,
        "announced_on": row.announced_on,
        "recorded_on": row.recorded_on,
        "groups": row.groups,
        "regions": row.regions,
        "themes": row.themes,
        "series": row.series,
        "stated_participants": row.stated_participants,
        "participant_list": row.participant_list,
        "source": row.source,
        "notes": row.notes,
    }
