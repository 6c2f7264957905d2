"""Load a round: regions, member States, survey, cut-offs, questionnaire and letters from a folder of files."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from surveys.actions.loading import Loaded, Loader
from surveys.models import (
    CutOff,
    GroupMembership,
    GroupOfStates,
    LetterTemplate,
    MemberState,
    Questionnaire,
    Ratification,
    Region,
    Subregion,
    Survey,
)
from surveys.questionnaire.definition import Definition
from surveys.questionnaire.xlsform import Refused, read_xlsform
from surveys.rounds.faults import BadRound, Fault
from surveys.rounds.folder import Round, read_round
from surveys.rounds.tables import StateRow


def load_round(*, folder: Path, at: datetime) -> Loaded:
    """Load the folder, all or nothing; what is already as in the files is not written again.

    The files win over what was edited in the database, but for a language of correspondence that a person has
    confirmed, and for a day of dispatch that the files do not know. `at` is when the questionnaire counts as
    published. Raises BadRound.
    """
    return load_content(content=read_round(folder), at=at)


def load_content(*, content: Round, at: datetime) -> Loaded:
    """Load what was read from a folder: as `load_round`."""
    definition = _definition(content)
    with transaction.atomic():
        loader = _RoundLoader()
        loader.load_states(content)
        loader.load_groups(content)
        loader.load_ratifications(content)
        survey = loader.load_survey(content)
        loader.load_questionnaire(survey, content, definition, at)
        loader.load_letters(content)
        return loader.loaded


def _definition(content: Round) -> Definition:
    try:
        return read_xlsform(content.questionnaire, content.choices)
    except Refused as refusal:
        file = content.survey.questionnaire_file
        raise BadRound(
            Fault(file, fault.row or 1, ", ".join(filter(None, [fault.sheet, fault.column, fault.message])))
            for fault in refusal.faults
        ) from refusal


class _RoundLoader(Loader):
    """Writes what stands in the folder of a round."""

    def load_states(self, content: Round) -> None:
        """Regions, and the member States in them."""
        regions = {
            row.code: self.keep(Region, {"code": row.code}, {"names": row.names, "order": row.order})
            for row in content.regions
        }
        confirmed = MemberState.objects.filter(language_confirmed=True).values_list("iso3", "correspondence_language")
        languages = dict(confirmed)
        for row in content.member_states:
            self.keep(MemberState, {"iso3": row.iso3}, _state_values(row, regions[row.region], languages))
        for part in content.subregions:
            values = {"region": regions[part.region], "names": part.names, "order": part.order}
            self.keep(Subregion, {"name_en": part.names["en"]}, values)

    def load_groups(self, content: Round) -> None:
        """Groups of States, and who belongs to them when; of a group in the files, the files alone say it."""
        groups = {
            row.code: self.keep(GroupOfStates, {"code": row.code}, {"names": row.names, "order": row.order})
            for row in content.groups
        }
        states = MemberState.objects.in_bulk(field_name="iso3")
        self.drop_memberships(groups, {(row.group, row.iso3, row.valid_from) for row in content.memberships})
        for member in content.memberships:
            key = {
                "group": groups[member.group],
                "member_state": states[member.iso3],
                "valid_from": member.valid_from,
            }
            self.keep(GroupMembership, key, {"valid_until": member.valid_until})

    def drop_memberships(self, groups: dict[str, GroupOfStates], wanted: set[tuple[str, str, date]]) -> None:
        """Take out what the files no longer say; a corrected first day would overlap with the earlier one."""
        stored = GroupMembership.objects.filter(group__in=groups.values()).select_related("group", "member_state")
        for row in stored:
            if (row.group.code, row.member_state.iso3, row.valid_from) not in wanted:
                self.loaded.changed += 1
                row.delete()

    def load_ratifications(self, content: Round) -> None:
        """Who has ratified what; a ratification that the file no longer has is taken out."""
        states = dict(MemberState.objects.values_list("iso3", "pk"))
        kept = [
            self.keep(Ratification, {"member_state_id": states[row.iso3], "instrument": row.instrument}, {}).pk
            for row in content.ratifications
        ]
        for gone in Ratification.objects.exclude(pk__in=kept):
            gone.delete()
            self.loaded.changed += 1

    def load_survey(self, content: Round) -> Survey:
        """The survey and its cut-offs."""
        facts = content.survey
        values: dict[str, Any] = {
            "titles": facts.titles,
            "languages": facts.languages,
            "reply_by": facts.reply_by,
            "agenda_item": facts.agenda_item,
            "sender": facts.sender,
            "office_email": facts.office_email,
        }
        if facts.dispatched_on:
            values["dispatched_on"] = facts.dispatched_on
        survey = self.keep(Survey, {"slug": facts.slug}, values)
        for row in facts.cut_offs:
            self.keep(CutOff, {"survey": survey, "slug": row.slug}, {"names": row.names, "day": row.day})
        return survey

    def load_questionnaire(self, survey: Survey, content: Round, definition: Definition, at: datetime) -> None:
        """The questionnaire as published; another content under a published version is refused."""
        file = content.survey.questionnaire_file
        files = {name: text.decode() for name, text in content.choices.items()}
        stored = survey.questionnaires.filter(version=definition.version).first()
        if stored is None:
            values = {"file_name": file, "source": content.questionnaire, "files": files}
            published = {"parsed": definition.to_json(), "published_at": at}
            self.keep(Questionnaire, {"survey": survey, "version": definition.version}, {**values, **published})
        elif bytes(stored.source) != content.questionnaire or stored.files != files:
            reason = f"version {definition.version} is already published with other content; give it a new version"
            raise BadRound([Fault(file, 1, reason)])
        else:
            self.keep(Questionnaire, {"pk": stored.pk}, {})

    def load_letters(self, content: Round) -> None:
        """The texts of letters."""
        for row in content.letters:
            key = {"kind": row.kind, "language": row.language}
            texts = {"direction": row.direction, "subject": row.subject, "body": row.body}
            self.keep(LetterTemplate, key, {**texts, "variables": row.variables})


def _state_values(row: StateRow, region: Region, confirmed: dict[str, str]) -> dict[str, Any]:
    return {
        "iso2": row.iso2,
        "names": row.names,
        "region": region,
        "subregion": row.subregion,
        "correspondence_language": confirmed.get(row.iso3, row.correspondence_language),
        "member_from": row.member_from,
        "member_until": row.member_until,
    }
