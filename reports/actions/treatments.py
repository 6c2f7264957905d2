"""Propose what is done to an answer before it is counted; a second person decides. The answer never changes."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from reports.models import Refusal, Treatment, TreatmentDecision
from reports.summary.counts import is_absence
from reports.summary.frame import MANY_CODES, NUMBERS, ONE_CODE
from reports.summary.treatments import OTHER, is_number, names_other, place_of, value_at
from surveys.actions.write_keys import once
from surveys.models import Submission, Survey, User
from surveys.models.surveys import evaluator_for
from surveys.questionnaire.definition import Question

TREATMENTS_LOCK = 2007
MOST_DECIMALS = 12
Kind = Treatment.Kind
Decided = TreatmentDecision.Kind


class NotTreatable(Exception):
    """The treatment cannot be proposed or decided so: `refusal` says why, `field` of which field of a form it is."""

    def __init__(self, refusal: Refusal, field: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.field = field


def last_decision(survey: Survey) -> int:
    """The number of the survey's last decision on a treatment, which is the position of now."""
    return TreatmentDecision.objects.last_number(survey)


def propose(
    *,
    submission: Submission,
    path: str,
    kind: str,
    reason: str,
    by: User,
    key: str,
    at: datetime,
    factor: Decimal | None = None,
    unit: str = "",
    code: str = "",
) -> Treatment:
    """Propose a treatment of the answer at `path`.

    `factor` and `unit` (that in which the answer was given) belong to a unit that is corrected, `code` to an “other”
    that is recoded; what belongs to another kind is left out. Raises NotTreatable, KeyReused.
    """
    is_unit, is_recoding = kind == Kind.UNIT, kind == Kind.RECODE
    wanted = Treatment(
        submission=submission,
        path=path,
        kind=kind,
        factor=factor if is_unit else None,
        unit=unit.strip() if is_unit else "",
        code=code if is_recoding else "",
        reason=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )

    def act() -> int:
        check_fits(wanted)
        check_not_treated(wanted)
        wanted.save(force_insert=True)
        return wanted.pk

    request = {
        "propose": submission.pk,
        **{name: getattr(wanted, name) for name in ("path", "kind", "unit", "code", "reason")},
        "factor": str(wanted.factor),
    }
    return Treatment.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def check_fits(wanted: Treatment) -> None:
    """Raise NotTreatable unless the answer is there and the kind fits question and answer."""
    submission = wanted.submission
    question = evaluator_for(submission.questionnaire_id).definition.questions.get(place_of(wanted.path)[2])
    value = value_at(submission.answers, wanted.path)
    if question is None or value is None or is_absence(value):
        raise NotTreatable(Refusal.NOT_ANSWERED, "path")
    if wanted.kind == Kind.UNIT:
        check_unit(question, value, wanted.factor, wanted.unit)
    if wanted.kind == Kind.RECODE:
        check_recoding(submission, question, value, wanted.code)
    if not wanted.reason:
        raise NotTreatable(Refusal.REASON, "reason")


def check_unit(question: Question, value: Any, factor: Decimal | None, unit: str) -> None:
    """Raise NotTreatable unless the answer is a number and the factor one that changes it."""
    if question.type not in NUMBERS or not is_number(value):
        raise NotTreatable(Refusal.NOT_A_NUMBER, "kind")
    if factor is None or not is_factor(factor):
        raise NotTreatable(Refusal.FACTOR, "factor")
    if not unit:
        raise NotTreatable(Refusal.UNIT, "unit")


def is_factor(factor: Decimal) -> bool:
    """Whether the database can hold the factor exactly, and it changes a number."""
    if not factor.is_finite() or factor <= 0 or factor == 1 or factor >= Decimal(10) ** 15:
        return False
    return factor == factor.quantize(Decimal(1).scaleb(-MOST_DECIMALS))


def check_recoding(submission: Submission, question: Question, value: Any, code: str) -> None:
    """Raise NotTreatable unless the answer is or has “other” and the code is another of the question's."""
    if question.type not in ONE_CODE | MANY_CODES or not names_other(value):
        raise NotTreatable(Refusal.NOT_OTHER, "kind")
    choices = evaluator_for(submission.questionnaire_id).definition.choices_of(question)
    if code == OTHER or code not in {choice.name for choice in choices}:
        raise NotTreatable(Refusal.NO_SUCH_CODE, "code")


def check_not_treated(wanted: Treatment) -> None:
    """Raise NotTreatable when a treatment of this answer is in force: one at a time, so that none hides another."""
    submission = wanted.submission
    if Treatment.objects.in_force(submission.survey).filter(submission=submission, path=wanted.path).exists():
        raise NotTreatable(Refusal.TREATED_ALREADY, "path")


def approve(*, treatment: Treatment, by: User, key: str, at: datetime, note: str = "") -> TreatmentDecision:
    """Approve a treatment: editions of later positions apply it. Raises NotTreatable, KeyReused."""

    def check() -> None:
        check_undecided(treatment)
        check_not_treated(treatment)

    return decide(treatment, Decided.APPROVED, by, key, at, note, check)


def refuse(*, treatment: Treatment, by: User, key: str, at: datetime, note: str = "") -> TreatmentDecision:
    """Refuse a treatment. Raises NotTreatable, KeyReused."""
    return decide(treatment, Decided.REFUSED, by, key, at, note, lambda: check_undecided(treatment))


def revoke(*, treatment: Treatment, by: User, key: str, at: datetime, note: str = "") -> TreatmentDecision:
    """Take an approved treatment out of force: editions of later positions are without it.

    Raises NotTreatable, KeyReused.
    """

    def check() -> None:
        if not Treatment.objects.in_force(treatment.submission.survey).filter(pk=treatment.pk).exists():
            raise NotTreatable(Refusal.NOT_IN_FORCE)

    return decide(treatment, Decided.REVOKED, by, key, at, note, check)


def check_undecided(treatment: Treatment) -> None:
    """Raise NotTreatable when somebody has approved or refused it."""
    if treatment.decisions.exists():
        raise NotTreatable(Refusal.DECIDED_ALREADY)


def decide(
    treatment: Treatment, kind: str, by: User, key: str, at: datetime, note: str, check: Callable[[], None]
) -> TreatmentDecision:
    """Record a decision under the survey's next number, once `check` finds nothing against it.

    The lock is a statement of its own and is held until the commit: numbers are committed in their order, so that
    a position says exactly which decisions were known.
    """
    survey = treatment.submission.survey

    def act() -> int:
        if treatment.proposed_by_id == by.pk:
            raise NotTreatable(Refusal.SAME_PERSON)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TREATMENTS_LOCK, survey.pk])
        check()
        number = last_decision(survey) + 1
        decision = TreatmentDecision.objects.create(
            survey=survey, number=number, treatment=treatment, kind=kind, by=by, at=at, note=note.strip()
        )
        return decision.pk

    request = {"treatment": treatment.pk, "decide": kind, "note": note.strip()}
    return TreatmentDecision.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))
