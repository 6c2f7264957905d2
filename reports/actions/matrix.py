"""The analysts' matrix of a survey: collected as of a day and a ledger position, written as files."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from reports.actions.inputs import versions_in_use
from reports.matrix.columns import Version
from reports.matrix.matrix import Matrix, StateReply, Treated
from reports.matrix.options import Options
from reports.models import Export, Treatment
from reports.rendering.matrix.csv_files import write_csv
from reports.rendering.matrix.statistics import write_dta, write_sav
from reports.rendering.matrix.words import MatrixWords
from reports.rendering.matrix.xlsx_file import write_xlsx
from reports.rendering.words import Words
from surveys.actions.jobs import Claim
from surveys.actions.openings import open_for_office
from surveys.models import MemberState, Questionnaire, Region, Submission, Survey, User
from surveys.standing import StateRow, states_on

WRITERS: Mapping[str, Callable[..., list[Path]]] = {
    "xlsx": write_xlsx,
    "csv": write_csv,
    "sav": write_sav,
    "dta": write_dta,
}
PREFIX = "matrix-"
# How many documents are in memory at a time, and how often progress is told.
FETCHED = 100
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Asked:
    """Which returns are wanted, and how."""

    survey: Survey
    as_of: date
    upto: int | None
    language: str
    options: Options


@dataclass(frozen=True)
class Collected:
    """A matrix that is ready to be written, its words, and how many States are in it."""

    matrix: Matrix
    words: MatrixWords
    states: int


def no_progress(done: int, total: int) -> None:
    """Nobody listens."""


def collect_matrix(asked: Asked, *, by: User | None, on: date, tell: Tell = no_progress) -> Collected:
    """The matrix of the returns as of a day, as known at a ledger position; documents are fetched as they are read.

    A person who gets it (`by`) opens every submission in it, and it is recorded so on the day `on`; one that the
    government has taken back is left out, its State stays. Without a person nothing is recorded: that is whoever
    runs commands on the server.
    """
    rows = [row for row in states_on(asked.survey, asked.as_of, upto=asked.upto) if is_wanted(row, asked.options)]
    chosen = readable(asked, by, on)
    versions = versions_of(asked.survey, list(chosen.values()))
    replies = replies_of(rows, chosen, short(asked.language), tell)
    most = most_rows([submission.pk for submission in chosen.values()], versions)
    matrix = Matrix(versions, replies, asked.options, most, treated(asked.survey, chosen.values()))
    return Collected(matrix, words_of(asked, versions), len(rows))


def is_wanted(row: StateRow, options: Options) -> bool:
    """Whether the State is in the matrix: all of them, or those of which a reply was received."""
    return options.states == "all" or row.reply is not None


def readable(asked: Asked, by: User | None, on: date) -> dict[int, Submission]:
    """The submission in force of each State, by the State's id, without those that were taken back since."""
    taken_back = set(Submission.objects.known_at(asked.survey, None).taken_back().values_list("pk", flat=True))
    in_force = Submission.objects.in_force(asked.survey, on=asked.as_of, upto=asked.upto).meta()
    found = [submission for submission in in_force.select_related("survey_return") if submission.pk not in taken_back]
    return {
        submission.member_state_id: submission
        for submission in found
        if by is None or open_for_office(submission=submission, by=by, on=on)
    }


def versions_of(survey: Survey, submissions: list[Submission]) -> list[Version]:
    """The questionnaire versions in use, the newest first."""
    ids = versions_in_use(survey, submissions)
    found = Questionnaire.objects.filter(pk__in=ids).order_by("-published_at", "-pk").defer("source", "files")
    return [Version(questionnaire.version, questionnaire.definition) for questionnaire in found]


def most_rows(submissions: list[int], versions: list[Version]) -> dict[str, int]:
    """How many rows one of these submissions has at most in each repeat."""
    found = {}
    with connection.cursor() as cursor:
        for repeat in {name for version in versions for name in version.definition.repeats}:
            cursor.execute(
                "SELECT coalesce(max(jsonb_array_length(answers -> %s)), 0) FROM surveys_submission"
                " WHERE id = ANY(%s) AND jsonb_typeof(answers -> %s) = 'array'",
                [repeat, submissions, repeat],
            )
            found[repeat] = cursor.fetchone()[0]
    return found


def treated(survey: Survey, submissions: Iterable[Submission]) -> list[Treated]:
    """The treatments in force of these submissions: they are listed, the answers stand as they were given."""
    own = {submission.pk for submission in submissions}
    in_force = Treatment.objects.in_force(survey).select_related("submission__member_state")
    return [
        Treated(found.submission.member_state.iso3, found.path, found.kind, what_is_done(found), found.reason)
        for found in in_force
        if found.submission_id in own
    ]


def what_is_done(treatment: Treatment) -> str:
    """The factor or the code of a treatment; nothing for an answer that is set aside."""
    return treatment.code if treatment.factor is None else format(treatment.factor.normalize(), "f")


def replies_of(
    rows: list[StateRow], chosen: Mapping[int, Submission], language: str, tell: Tell
) -> Iterator[StateReply]:
    """The States in the order of the rows, documents fetched some at a time."""
    questionnaires = dict(Questionnaire.objects.values_list("pk", "version"))
    tell(0, len(rows))
    for start in range(0, len(rows), FETCHED):
        part = rows[start : start + FETCHED]
        ids = [chosen[row.member_state.pk].pk for row in part if row.member_state.pk in chosen]
        documents = Submission.objects.only("answers", "remarks", "attributions").in_bulk(ids)
        for row in part:
            submission = chosen.get(row.member_state.pk)
            facts = facts_of(row, submission, questionnaires, language)
            yield reply_of(facts, documents[submission.pk]) if submission else StateReply(facts)
        tell(min(start + FETCHED, len(rows)), len(rows))


def reply_of(facts: dict[str, Any], document: Submission) -> StateReply:
    """A State with its reply."""
    return StateReply(facts, document.answers, document.remarks, document.attributions)


def facts_of(
    row: StateRow, submission: Submission | None, questionnaires: Mapping[int, str], language: str
) -> dict[str, Any]:
    """What is known of a State's reply beside its answers."""
    facts: dict[str, Any] = {
        "iso3": row.member_state.iso3,
        "state": row.member_state.name(language),
        "region": row.member_state.region.code,
        "reply": standing_of(row, submission),
        "received_on": row.received_on,
        "channel": row.channel,
        "reply_language": row.language,
    }
    if submission:
        facts["submission"], facts["ledger_position"] = submission.number, submission.ledger_no
        facts["questionnaire"] = questionnaires[submission.questionnaire_id]
    return facts


def standing_of(row: StateRow, submission: Submission | None) -> str:
    """Where the State stands, as a code."""
    if submission:
        return "submitted"
    if row.standing.is_compiled:
        return "taken_back"
    if row.reply:
        return "registered"
    return "outstanding" if row.standing.was_sent else "not_sent"


def short(language: str) -> str:
    """The language as questionnaires and names know it."""
    return language.split("-")[0]


def words_of(asked: Asked, versions: list[Version]) -> MatrixWords:
    """The words of all versions in the language."""
    language = short(asked.language)
    states = {state.iso3: state.name(language) for state in MemberState.objects.all()}
    regions = {region.code: region.name(language) for region in Region.objects.all()}
    title = asked.survey.title(language)
    words = [Words(language, title, version.definition, states, regions) for version in versions]
    return MatrixWords(words, labels=asked.options.labels == "labels")


def write_matrix(collected: Collected, path: Path, *, format: str, language: str) -> list[Path]:
    """Write the matrix to `path` and what belongs to it beside; gives all files, that of the returns first."""
    with override(language):
        return WRITERS[format](collected.matrix, path, words=collected.words)


def write_matrix_zip(collected: Collected, target: Path, *, format: str, language: str, stem: str) -> None:
    """Write the matrix with all that belongs to it as one zip."""
    with TemporaryDirectory(dir=target.parent, prefix=".matrix-") as folder:
        files = write_matrix(collected, Path(folder) / f"{stem}.{format}", format=format, language=language)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)


def write_matrix_file(export: Export, target: Path, claim: Claim) -> None:
    """Write the matrix that an export asks for; who asked has then opened the submissions in it."""
    asked = Asked(export.survey, export.as_of, export.upto, export.language, Options.from_json(export.options))
    on = settings.PORTAL_TODAY or timezone.localdate()
    collected = collect_matrix(asked, by=export.requested_by, on=on, tell=claim.progress)
    format = export.format.removeprefix(PREFIX)
    if export.extension == format:
        write_matrix(collected, target, format=format, language=export.language)
    else:
        stem = export.name_of_file.removesuffix(f".{export.extension}")
        write_matrix_zip(collected, target, format=format, language=export.language, stem=stem)
