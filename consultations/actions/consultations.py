"""Enter, change, record and take out consultations, and say who took part."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from consultations.actions.versions import ChangedMeanwhile, Refusing, as_json, last_event, locked, set_values
from consultations.models import Consultation, Participation
from consultations.overview.uses import Use, uses_of_consultation
from surveys.actions.write_keys import once
from surveys.models import Survey, User

LONGEST_CODE = 40


class InUse(Exception):
    """Something rests on the record, so it stays: `uses` says what."""

    def __init__(self, uses: list[Use]) -> None:
        super().__init__(len(uses))
        self.uses = uses


def enter_consultation(
    *, survey: Survey, code: str, values: Mapping[str, Any], by: User, key: str, at: datetime
) -> Consultation:
    """A new consultation of these columns; without a code it gets one from its title.

    Raises NotPossible, KeyReused.
    """

    def act() -> int:
        own = code or free_code(survey, values["titles"]["en"])
        with Refusing(), transaction.atomic():
            return Consultation.objects.create(survey=survey, code=own, **values).pk

    request = {"enter": survey.pk, "code": code, **as_json(values)}
    return Consultation.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def free_code(survey: Survey, title: str) -> str:
    """A code from a title that no consultation of the survey has yet."""
    stem = slugify(title)[:LONGEST_CODE].strip("-") or "consultation"
    taken = set(Consultation.objects.filter(survey=survey, code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)


def change_consultation(
    *, consultation: Consultation, values: Mapping[str, Any], seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Give a consultation these columns, unless it is no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        row = locked(consultation, seen)
        with Refusing(), transaction.atomic():
            if set_values(row, values):
                row.save()

    request = {"change": consultation.pk, "seen": seen, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def record_consultation(
    *,
    consultation: Consultation,
    status: str,
    on: date,
    word: str,
    source: str,
    seen: int | None,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Note what became of a planned consultation, known since `on`, in the source's own word.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """
    values = {
        "status": status,
        "recorded_on": on,
        "status_word": word,
        "source": source or consultation.source,
    }
    change_consultation(consultation=consultation, values=values, seen=seen, by=by, key=key, at=at)


def delete_consultation(*, consultation: Consultation, seen: int | None, by: User, key: str, at: datetime) -> None:
    """Take out a consultation on which nothing rests, with who took part in it; the history keeps both.

    Raises InUse, ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        row = locked(consultation, seen)
        if uses := uses_of_consultation(row):
            raise InUse(uses)
        with Refusing(), transaction.atomic():
            row.delete()

    once(user=by, key=key, request={"delete": consultation.pk, "seen": seen}, at=at, act=act)


def add_participation(
    *, consultation: Consultation, values: Mapping[str, Any], by: User, key: str, at: datetime
) -> None:
    """Name one more who organized or took part. Raises NotPossible, KeyReused."""

    def act() -> None:
        last = consultation.participations.order_by("-order").values_list("order", flat=True).first()
        order = 0 if last is None else min(last + 1, 32_767)
        with Refusing(), transaction.atomic():
            Participation.objects.create(consultation=consultation, order=order, **values)

    request = {"name": consultation.pk, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def remove_participation(*, participation: Participation, seen: int | None, by: User, key: str, at: datetime) -> None:
    """Name it no longer; the history keeps it. Raises ChangedMeanwhile, KeyReused."""

    def act() -> None:
        if last_event(participation) != seen:
            raise ChangedMeanwhile
        participation.delete()

    once(user=by, key=key, request={"unname": participation.pk, "seen": seen}, at=at, act=act)
