"""Where every State stands in a survey at the end of a day, in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from surveys.figures import Report, Standing, report
from surveys.models import MemberState, PaperReturn, Region, Return, ReturnEvent, Status, Submission, Survey
from surveys.models.life import status_on
from surveys.models.surveys import evaluator_for
from surveys.querysets import LedgerQuerySet
from surveys.questionnaire.definition import names_below
from surveys.questionnaire.evaluation import parts_of


@dataclass(frozen=True)
class Reply:
    """The reply that counts: `counts` says which day does for one on paper, and is empty for the portal."""

    received_on: date
    channel: str
    language: str
    counts: str = ""


@dataclass(frozen=True)
class StateRow:
    """One State as of a day, with the reply that counts, if there is one."""

    member_state: MemberState
    standing: Standing
    status: str
    reply: Reply | None = None

    @property
    def received_on(self) -> date | None:
        """The day on which the reply counts as received."""
        return self.reply.received_on if self.reply else None

    @property
    def channel(self) -> str:
        """How the reply came; empty while there is none."""
        return self.reply.channel if self.reply else ""

    @property
    def language(self) -> str:
        """The language of the reply; empty while there is none."""
        return self.reply.language if self.reply else ""


@dataclass(frozen=True)
class SectionProgress:
    """How far a section of a draft is: numbers and an instant, nothing of what it says."""

    title: str
    answered: int
    asked: int
    last_saved_at: datetime | None


def draft_progress(survey_return: Return, day: date) -> list[SectionProgress]:
    """The sections of the draft that are asked, for the Office, which never sees draft text."""
    rows = list(survey_return.answers.values_list("path", "value", "saved_at"))
    given = {path: value for path, value, _saved_at in rows if value is not None}
    evaluation = evaluator_for(survey_return.questionnaire_id).evaluate(given, day)
    saved = [(parts_of(path)[1], saved_at) for path, _value, saved_at in rows]
    found = []
    for section in filter(evaluation.is_section_asked, evaluation.definition.sections):
        below, progress = names_below(section), evaluation.progress(section)
        last = max((saved_at for name, saved_at in saved if name in below), default=None)
        title = evaluation.definition.label(section.labels, get_language() or "en")
        found.append(SectionProgress(title, progress.answered, progress.asked, last))
    return found


def states_on(survey: Survey, day: date, *, upto: int | None = None) -> list[StateRow]:
    """The members of that day, and whoever was sent the survey by then, in the order of their codes.

    Replies are those known at ledger position `upto` (None: all).
    """
    statuses = _statuses(survey, day)
    compiled, papers = _submissions(survey, day, upto), _papers(survey, day, upto)
    first = _first_received(survey, day, upto)
    asked_until = ReturnEvent.objects.of_survey(survey, on=day).asked_until()
    return [
        _row(
            state,
            day,
            statuses.get(state.pk, Status.NOT_SENT),
            compiled.get(state.pk),
            papers.get(state.pk),
            first,
            asked_until.get(state.pk),
        )
        for state in MemberState.objects.select_related("region")
        if state.was_member_on(day) or state.pk in statuses
    ]


def report_on(survey: Survey, rows: list[StateRow]) -> Report:
    """The figures of these rows, for all regions in their order."""
    codes = list(Region.objects.values_list("code", flat=True))
    return report((row.standing for row in rows), regions=codes, reply_by=survey.reply_by)


def _row(
    state: MemberState,
    day: date,
    status: str,
    submission: Reply | None,
    paper: Reply | None,
    first: dict[int, date],
    asked_until: date | None,
) -> StateRow:
    reply = submission or paper
    standing = Standing(
        region=state.region.code,
        is_member=state.was_member_on(day),
        was_sent=status != Status.NOT_SENT,
        first_received_on=first.get(state.pk, reply.received_on) if reply else None,
        is_compiled=submission is not None,
        asked_until=asked_until,
    )
    return StateRow(state, standing, status, reply)


def _statuses(survey: Survey, day: date) -> dict[int, str]:
    """The status of each State to which anything had happened by then."""
    events: dict[int, list[tuple[str, date]]] = defaultdict(list)
    rows = ReturnEvent.objects.of_survey(survey, on=day)
    for state, kind, effective_on in rows.values_list("survey_return__member_state", "kind", "effective_on"):
        events[state].append((kind, effective_on))
    return {state: status_on(happened, day) for state, happened in events.items()}


def _submissions(survey: Survey, day: date, upto: int | None) -> dict[int, Reply]:
    return _replies(Submission.objects.in_force(survey, on=day, upto=upto), "paper__counts")


def _papers(survey: Survey, day: date, upto: int | None) -> dict[int, Reply]:
    """The last paper reply of each State."""
    return _replies(PaperReturn.objects.received(survey, on=day, upto=upto).in_order_of_receipt(), "counts")


def _replies(entries: LedgerQuerySet, counts: str) -> dict[int, Reply]:
    rows = entries.values_list("member_state", "received_on", "channel", "language", counts)
    return {state: Reply(day, channel, language, which or "") for state, day, channel, language, which in rows}


def _first_received(survey: Survey, day: date, upto: int | None) -> dict[int, date]:
    """The day of the first reply of each State, whatever replaced it later; a withdrawn one is none."""
    papers = PaperReturn.objects.received(survey, on=day, upto=upto).first_days()
    submissions = Submission.objects.not_withdrawn(survey, on=day, upto=upto).first_days()
    states = papers.keys() | submissions.keys()
    return {state: min(papers.get(state, date.max), submissions.get(state, date.max)) for state in states}
