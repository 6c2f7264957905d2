"""A whole round from its files: what the three apps read, checked together and loaded in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from consultations.actions.rounds import load_register, organizations_there
from consultations.register.folder import read_register
from consultations.register.rows import Known, Register
from reports.actions.paper.outline import load_paper
from reports.actions.rounds import load_report
from reports.paper.file import read_paper
from reports.rounds.folder import read_report
from surveys.actions.loading import Loaded
from surveys.actions.rounds import load_content
from surveys.models import Survey
from surveys.rounds.faults import BadRound, Fault
from surveys.rounds.folder import Round, read_round


@dataclass(frozen=True)
class Folders:
    """Where the files of the three apps lie."""

    surveys: Path
    consultations: Path
    reports: Path


def folders_of(folder: Path | None) -> Folders:
    """All three in one folder; None: the folders of the round of 2003."""
    if folder:
        return Folders(folder, folder, folder)
    return Folders(*(settings.BASE_DIR / app / "data" for app in ("surveys", "consultations", "reports")))


def load_whole_round(*, folders: Folders, at: datetime) -> Loaded:
    """Load the files of all three apps, all or nothing; those of consultations and reports may be left out.

    `at` is when the questionnaire counts as published. Raises BadRound with what is wrong in any of the files.
    """
    found: list[Fault] = []
    content, known, register, report, paper = None, None, None, None, None
    try:
        content = read_round(folders.surveys)
        known = _known(content)
    except BadRound as error:
        found += error.faults
    try:
        register = read_register(folders.consultations, known)
    except BadRound as error:
        found += error.faults
    try:
        report = read_report(folders.reports, _with_organizations_there(register))
    except BadRound as error:
        found += error.faults
    try:
        paper = read_paper(folders.reports)
    except BadRound as error:
        found += error.faults
    if content is None or register is None or found:
        raise BadRound(found)
    with transaction.atomic():
        loaded = load_content(content=content, at=at)
        survey = Survey.objects.get(slug=content.survey.slug)
        load_register(content=register, survey=survey, loaded=loaded)
        if report:
            load_report(content=report, survey=survey, loaded=loaded)
            if paper:
                load_paper(report=survey.report, document=paper, loaded=loaded)
    return loaded


def _known(content: Round) -> Known:
    return Known(
        states={row.iso3: (row.member_from, row.member_until) for row in content.member_states},
        regions=[row.code for row in content.regions],
        groups=[row.code for row in content.groups],
        organizations=organizations_there(),
    )


def _with_organizations_there(register: Register | None) -> Register | None:
    """The register, and as organizations also those that the portal has already."""
    if register is None:
        return None
    codes = {row.code for row in register.organizations}
    others = [row for row in organizations_there() if row.code not in codes]
    return Register(**{**vars(register), "organizations": [*register.organizations, *others]})
