"""Take a step towards a signature: drafted, cleared, signed, always on the text as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultations.actions.versions import Refusing
from reports.actions.signature import SUBJECTS
from reports.actions.signature.subjects import Subject
from reports.models import Clearance
from reports.models.clearances import ClearanceStep, next_step
from surveys.actions.write_keys import once
from surveys.models import Survey, User


class NoSuchSubject(Exception):
    """The survey has nothing of this code to be signed."""


class WaitsNoLonger(Exception):
    """It has gone out, or will not go out any more."""


class TextChanged(Exception):
    """The text is no longer the one that was read."""


@dataclass(frozen=True)
class Course:
    """A subject with its steps: those on the text as it is, those on earlier texts, and the one that follows."""

    subject: Subject
    steps: Sequence[Clearance]
    earlier: Sequence[Clearance]

    @property
    def step(self) -> ClearanceStep | None:
        """The step that follows; None after the signature, and for what waits no longer."""
        following = next_step([one.step for one in self.steps])
        return ClearanceStep(following) if following and self.subject.waits else None

    @property
    def begins_again(self) -> bool:
        """Whether steps were taken on an earlier text and none on this one."""
        return bool(self.earlier) and not self.steps

    def needs_another(self, user: User) -> bool:
        """Whether the signature follows and this person has taken a step: a second person signs."""
        return self.step == ClearanceStep.SIGNED and user.pk in {one.by_id for one in self.steps}


def courses_of(survey: Survey, kind: str, subjects: Sequence[Subject]) -> list[Course]:
    """These subjects, all of one kind, with their steps."""
    taken = Clearance.objects.of_subjects(survey, kind, [subject.code for subject in subjects])
    by_code: dict[str, list[Clearance]] = {}
    for step in taken:
        by_code.setdefault(step.code, []).append(step)
    return [course_of(subject, by_code.get(subject.code, [])) for subject in subjects]


def course_of(subject: Subject, steps: Iterable[Clearance]) -> Course:
    """One subject with all of its steps, parted by the text that they are about."""
    taken = list(steps)
    return Course(
        subject=subject,
        steps=[step for step in taken if step.digest == subject.digest],
        earlier=[step for step in taken if step.digest != subject.digest],
    )


def subject_with_steps(*, survey: Survey, kind: str, code: str) -> Course:
    """One subject as its page tells of it. Raises NoSuchSubject."""
    with transaction.atomic():
        subject = SUBJECTS[kind].one(survey, code) if kind in SUBJECTS else None
    if subject is None:
        raise NoSuchSubject
    return courses_of(survey, kind, [subject])[0]


def take_step(
    *,
    survey: Survey,
    kind: str,
    code: str,
    step: str,
    digest: str,
    note: str,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Take `step` with the subject of this kind and code; `digest` is that of the text which was read.

    Raises NoSuchSubject, WaitsNoLonger, TextChanged, KeyReused, and NotPossible with the constraint by which the
    database refuses: the step does not follow, was taken already, or has to be taken by a second person.
    """

    def act() -> None:
        subject = SUBJECTS[kind].one(survey, code) if kind in SUBJECTS else None
        if subject is None:
            raise NoSuchSubject
        if not subject.waits:
            raise WaitsNoLonger
        if subject.digest != digest:
            raise TextChanged
        with Refusing(), transaction.atomic():
            Clearance.objects.create(
                survey=survey,
                kind=kind,
                code=code,
                letter=subject.letter,
                digest=digest,
                step=step,
                by=by,
                at=at,
                note=note,
            )

    request = {"step": step, "of": [survey.pk, kind, code], "digest": digest, "note": note}
    once(user=by, key=key, request=request, at=at, act=act)
