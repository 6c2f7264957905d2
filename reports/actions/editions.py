"""The life of an edition: proposed for review, approved by a second person, sent back, published, corrected.

What may follow what, and by whom, stands in reports/models/life.py.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from reports.actions.publication import make_ready
from reports.models import EditionStep, Stage, Step, Summary
from reports.models.life import follows
from reports.permissions import may_take
from surveys.actions.openings import open_for_office
from surveys.actions.write_keys import once
from surveys.models import Submission, User

LIFE_LOCK = 2006


class NotNow(Exception):
    """This step cannot be taken by an edition that stands where this one does."""

    def __init__(self, step: str, stage: str) -> None:
        super().__init__(f"{step} cannot follow {stage}")
        self.step = step
        self.stage = stage


class NotYours(Exception):
    """Somebody else has to take this step: a second person approves, Office staff publish."""


class TakenBack(Exception):
    """A reply in the edition was taken back by its government before anybody of the Office had opened it."""


class NotCorrectable(Exception):
    """The edition to be corrected is not published, is corrected already, or does not come before this one."""


def propose(*, summary: Summary, by: User, key: str, at: datetime, note: str = "") -> None:
    """Propose the edition for review. Raises NotNow, NotYours, KeyReused."""
    _take(Step.PROPOSED, summary, by, key, at, note)


def approve(*, summary: Summary, by: User, key: str, at: datetime, note: str = "") -> None:
    """Approve a proposed edition as a second person. Raises NotNow, NotYours, KeyReused."""
    _take(Step.APPROVED, summary, by, key, at, note)


def send_back(*, summary: Summary, by: User, key: str, at: datetime, note: str) -> None:
    """Send a proposed or approved edition back, saying why. Raises NotNow, NotYours, KeyReused."""
    _take(Step.SENT_BACK, summary, by, key, at, note)


def publish(
    *, summary: Summary, by: User, key: str, at: datetime, note: str = "", corrects: Summary | None = None
) -> None:
    """Publish an approved edition; with `corrects` in the place of that one, the note saying why.

    From then on the Office counts as having opened every reply in it: what everybody reads cannot be taken back.
    Raises NotNow, NotYours, NotCorrectable, TakenBack, KeyReused.
    """
    _take(Step.PUBLISHED, summary, by, key, at, note, corrects)


def _take(
    step: Step, summary: Summary, by: User, key: str, at: datetime, note: str, corrects: Summary | None = None
) -> None:
    """Append the step under the key, one person at a time."""

    def act() -> None:
        _hold(summary.survey_id)
        stage = Stage(summary.steps.stage())
        if not follows(step, stage):
            raise NotNow(step, stage)
        if not may_take(by, step, summary):
            raise NotYours(step)
        if corrects and not Summary.objects.correctable_by(summary).filter(pk=corrects.pk).exists():
            raise NotCorrectable(corrects)
        if step == Step.PUBLISHED:
            _open_all(summary, by, at)
        EditionStep.objects.create(summary=summary, kind=step, by=by, at=at, note=note, corrects=corrects)
        if step == Step.PUBLISHED:
            make_ready(summary=summary, by=by, at=at)

    request = {"edition": summary.pk, "step": step.value, "note": note, "corrects": corrects.pk if corrects else None}
    once(user=by, key=key, request=request, at=at, act=act)


def _open_all(summary: Summary, by: User, at: datetime) -> None:
    """Open every reply in the edition. Raises TakenBack when one of them was taken back before."""
    replies = Submission.objects.filter(pk__in=summary.inputs["submissions"]).meta().select_related("survey_return")
    for submission in replies.order_by("survey_return"):
        if not open_for_office(submission=submission, by=by, on=timezone.localdate(at)):
            raise TakenBack(submission.ledger_no)


def _hold(survey_id: int) -> None:
    """Wait for whoever takes a step with an edition of this survey; the application's role may not lock the rows of
    editions, which never change. What is read next is a new statement and sees what the other has done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LIFE_LOCK, survey_id])
