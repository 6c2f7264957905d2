"""What goes out for a signature: which letters and papers there are, where each stands, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultations.actions.versions import NotPossible, Refusing
from reports.models import Clearance, ClearanceStep
from reports.models.clearances import digest_of, next_step
from surveys.actions.write_keys import once
from surveys.models import Letter, Survey, User

SECOND = "clearance_second_person_signs"


class NotNow(Exception):
    """The step does not follow the last one, or the text has changed meanwhile."""


class NotYours(Exception):
    """A second person signs: neither who drafted nor who cleared it."""


@dataclass(frozen=True)
class Subject:
    """Something that is to be signed: what it is, how it is named, and the digest of its text."""

    kind: str
    code: str
    digest: str
    title: str
    address: str
    letter: Letter | None = None


@dataclass(frozen=True)
class Standing:
    """A subject with the steps that were taken with its text, and the one that is next (None: signed)."""

    subject: Subject
    steps: Sequence[Clearance]
    next: str | None
    has_changed: bool

    def may_be_taken_by(self, user: User) -> bool:
        """Whether this person may take the next step, as far as steps say it."""
        taken = user.pk in {step.by_id for step in self.steps}
        return self.next is not None and not (self.next == ClearanceStep.SIGNED and taken)


def of_letter(letter: Letter, *, address: str) -> Subject:
    """A letter as something to be signed: its subject and text, in its language."""
    digest = digest_of({"language": letter.language, "subject": letter.subject, "body": letter.body})
    return Subject(Clearance.Kind.LETTER, str(letter.pk), digest, letter.kind_words, address, letter)


def standings(survey: Survey, subjects: Sequence[Subject]) -> list[Standing]:
    """Where these stand, in one query for each kind; steps on an earlier text no longer count."""
    found: dict[tuple[str, str], list[Clearance]] = {}
    for kind in {subject.kind for subject in subjects}:
        codes = [subject.code for subject in subjects if subject.kind == kind]
        for step in Clearance.objects.of_subjects(survey, kind, codes):
            found.setdefault((step.kind, step.code), []).append(step)
    return [_standing(subject, found.get((subject.kind, subject.code), [])) for subject in subjects]


def take_step(
    *, survey: Survey, subjects: Sequence[Subject], step: str, note: str, by: User, key: str, at: datetime
) -> int:
    """Take the step with each of these texts, all or none. Returns with how many.

    Raises NotNow, NotYours, KeyReused.
    """

    def act() -> int:
        for standing in standings(survey, subjects):
            if standing.next != step:
                raise NotNow
            _append(survey, standing.subject, step, note, by, at)
        return len(subjects)

    named = [[subject.kind, subject.code, subject.digest] for subject in subjects]
    request = {"clear": named, "step": step, "note": note}
    number: int = once(user=by, key=key, request=request, at=at, act=act)
    return number


def _append(survey: Survey, subject: Subject, step: str, note: str, by: User, at: datetime) -> None:
    try:
        with Refusing(), transaction.atomic():
            Clearance.objects.create(
                survey=survey,
                kind=subject.kind,
                code=subject.code,
                letter=subject.letter,
                digest=subject.digest,
                step=step,
                by=by,
                at=at,
                note=note,
            )
    except NotPossible as refusal:
        raise (NotYours if refusal.constraint == SECOND else NotNow) from refusal


def _standing(subject: Subject, steps: Sequence[Clearance]) -> Standing:
    own = [step for step in steps if step.digest == subject.digest]
    return Standing(subject, own, next_step([step.step for step in own]), len(own) < len(steps))
