"""The whole folder of a round."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from surveys.rounds.documents import line_of, read_document
from surveys.rounds.faults import BadRound, Fault, Faults
from surveys.rounds.groups import (
    GROUPS,
    MEMBERSHIPS,
    SUBREGIONS,
    GroupRow,
    MembershipRow,
    SubregionRow,
    read_groups,
    read_memberships,
    read_subregions,
)
from surveys.rounds.letters import LetterText, read_letters
from surveys.rounds.ratifications import RATIFICATIONS, RatificationRow, read_ratifications
from surveys.rounds.tables import MEMBER_STATES, REGIONS, RegionRow, StateRow, read_regions, read_states

SURVEY = "survey.json"
FILES = (REGIONS, MEMBER_STATES, SUBREGIONS, GROUPS, MEMBERSHIPS, RATIFICATIONS)
KEYS: dict[str, type] = {
    "slug": str,
    "titles": dict,
    "languages": list,
    "reply_by": str,
    "agenda_item": str,
    "sender": str,
    "office_email": str,
    "questionnaire": dict,
    "cut_offs": list,
}
COPIED = ("slug", "titles", "languages", "agenda_item", "sender", "office_email")
# May be left out: what is not known beforehand, and what the makers of the file had to assume.
OPTIONAL = frozenset({"dispatched_on", "assumptions"})


@dataclass(frozen=True)
class CutOffRow:
    """A cut-off: short name, names by language, day."""

    slug: str
    names: dict[str, str]
    day: date


@dataclass(frozen=True)
class SurveyFacts:
    """The survey of the round. `dispatched_on` is None where the day is not known beforehand."""

    slug: str
    titles: dict[str, str]
    languages: list[str]
    dispatched_on: date | None
    reply_by: date
    agenda_item: str
    sender: str
    office_email: str
    cut_offs: list[CutOffRow]
    questionnaire_file: str
    choice_files: list[str]


@dataclass(frozen=True)
class Round:
    """Everything that the folder holds, checked; the questionnaire as bytes, with its files of choices by name."""

    survey: SurveyFacts
    regions: list[RegionRow]
    member_states: list[StateRow]
    letters: list[LetterText]
    questionnaire: bytes
    choices: dict[str, bytes]
    subregions: list[SubregionRow]
    groups: list[GroupRow]
    memberships: list[MembershipRow]
    ratifications: list[RatificationRow]


def read_round(folder: Path) -> Round:
    """Read and check the folder. Raises BadRound with everything that is wrong in any of its files."""
    survey = read_survey(folder)
    faults = {name: Faults(name) for name in FILES}
    regions = read_regions(folder, survey.languages, faults[REGIONS])
    codes = {region.names["en"]: region.code for region in regions}
    states = read_states(folder, survey.languages, codes, faults[MEMBER_STATES])
    subregions = read_subregions(folder, survey.languages, codes.values(), faults[SUBREGIONS])
    groups = read_groups(folder, survey.languages, faults[GROUPS])
    members = {state.iso3 for state in states}
    memberships = read_memberships(folder, {group.code for group in groups}, members, faults[MEMBERSHIPS])
    ratifications = read_ratifications(folder, members, faults[RATIFICATIONS])
    letters, wrong_letters = read_letters(folder, survey.languages)
    content, wrong_files = _read_files(folder, [survey.questionnaire_file, *survey.choice_files])
    found = [*wrong_letters, *wrong_files, *(fault for each in faults.values() for fault in each.found)]
    if found:
        raise BadRound(found)
    choices = {name: content[name] for name in survey.choice_files}
    questionnaire = content[survey.questionnaire_file]
    return Round(
        survey, regions, states, letters, questionnaire, choices, subregions, groups, memberships, ratifications
    )


def read_survey(folder: Path) -> SurveyFacts:
    """The survey of the folder. Raises BadRound."""
    faults = Faults(SURVEY)
    document, text = read_document(folder, faults)
    if not faults.found:
        _check_keys(document, text, faults)
    if faults.found:
        raise BadRound(faults.found)
    facts = _facts(document, text, faults)
    if facts is None or faults.found:
        raise BadRound(faults.found)
    return facts


def _check_keys(document: dict[str, Any], text: str, faults: Faults) -> None:
    for key, kind in KEYS.items():
        if key not in document:
            faults.add(1, f"{key} is missing")
        elif not isinstance(document[key], kind) or not document[key]:
            faults.add(line_of(text, key), f"{key} is empty or of the wrong type")
    for key in document.keys() - KEYS.keys() - OPTIONAL:
        faults.add(line_of(text, key), f"nobody knows what {key} means")


def _facts(document: dict[str, Any], text: str, faults: Faults) -> SurveyFacts | None:
    languages = document["languages"]
    if "en" not in languages:
        faults.add(line_of(text, "languages"), "languages does not hold en")
    _check_names(line_of(text, "titles"), "titles", document["titles"], languages, faults)
    reply_by = faults.day(line_of(text, "reply_by"), "reply_by", document["reply_by"])
    sent = document.get("dispatched_on")
    dispatched_on = faults.day(line_of(text, "dispatched_on"), "dispatched_on", sent) if sent else None
    if dispatched_on and reply_by and reply_by < dispatched_on:
        faults.add(line_of(text, "reply_by"), "reply_by is before dispatched_on")
    cut_offs = list(_cut_offs(document["cut_offs"], languages, text, faults))
    file = document["questionnaire"].get("file")
    if not isinstance(file, str) or not file:
        faults.add(line_of(text, "questionnaire"), "questionnaire names no file")
    if reply_by is None or faults.found:
        return None
    copied = {
        name: document[name] for name in ("slug", "titles", "languages", "agenda_item", "sender", "office_email")
    }
    return SurveyFacts(
        **copied,
        dispatched_on=dispatched_on,
        reply_by=reply_by,
        cut_offs=cut_offs,
        questionnaire_file=file,
        choice_files=list(document["questionnaire"].get("files", [])),
    )


def _cut_offs(items: list[Any], languages: list[str], text: str, faults: Faults) -> Iterable[CutOffRow]:
    seen: set[str] = set()
    for item in items:
        slug = item.get("slug") if isinstance(item, dict) else None
        if not slug or not isinstance(slug, str):
            faults.add(line_of(text, "cut_offs"), f"a cut-off has no slug: {item!r}")
            continue
        line = line_of(text, slug)
        if slug in seen:
            faults.add(line, f"cut-off {slug} stands there twice")
        seen.add(slug)
        names = item.get("names", {})
        _check_names(line, f"names of cut-off {slug}", names, languages, faults)
        if day := faults.day(line, f"day of cut-off {slug}", item.get("day")):
            yield CutOffRow(slug, names, day)


def _check_names(line: int, what: str, names: Any, languages: list[str], faults: Faults) -> None:
    for language in languages:
        if not isinstance(names, dict) or not names.get(language):
            faults.add(line, f"{what}: there is none in {language}")


def _read_files(folder: Path, names: list[str]) -> tuple[dict[str, bytes], list[Fault]]:
    content: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name in names:
        try:
            content[name] = (folder / Path(name).name).read_bytes()
        except OSError as error:
            faults.append(Fault(name, 1, f"the file cannot be read: {error.strerror}"))
    return content, faults
