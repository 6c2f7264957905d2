"""Enter and change outcomes together with what they come from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify

from consultations.actions.consultations import InUse
from consultations.actions.versions import Refusing, as_json, last_event, locked, set_values
from consultations.models import Outcome, OutcomeSource
from consultations.overview.uses import uses_of_outcome
from surveys.actions.write_keys import once
from surveys.models import Survey, User

LONGEST_CODE = 40
Sources = tuple[list[int], list[int]]


def enter_outcome(
    *, survey: Survey, code: str, values: Mapping[str, Any], sources: Sources, by: User, key: str, at: datetime
) -> Outcome:
    """A new outcome of these columns, which comes from the consultations and contributions of these ids.

    Raises NotPossible, KeyReused.
    """

    def act() -> int:
        own = code or free_code(survey, values["texts"]["en"])
        with Refusing(), transaction.atomic():
            outcome = Outcome.objects.create(survey=survey, code=own, **values)
            set_sources(outcome, sources)
            check_now()
            return int(outcome.pk)

    request = {"outcome of": survey.pk, "code": code, "sources": list(sources), **as_json(values)}
    return Outcome.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def change_outcome(
    *,
    outcome: Outcome,
    values: Mapping[str, Any],
    sources: Sources,
    seen: int | None,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Give an outcome these columns and sources, unless it is no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        row = locked(outcome, seen, version=version_of)
        with Refusing(), transaction.atomic():
            if set_values(row, values):
                row.save()
            set_sources(row, sources)
            check_now()

    request = {"change outcome": outcome.pk, "seen": seen, "sources": list(sources), **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def delete_outcome(*, outcome: Outcome, seen: int | None, by: User, key: str, at: datetime) -> None:
    """Take out an outcome that no chapter uses. Raises InUse, ChangedMeanwhile, NotPossible, KeyReused."""

    def act() -> None:
        row = locked(outcome, seen, version=version_of)
        if uses := uses_of_outcome(row):
            raise InUse(uses)
        with Refusing(), transaction.atomic():
            row.delete()

    once(user=by, key=key, request={"delete outcome": outcome.pk, "seen": seen}, at=at, act=act)


def version_of(outcome: Outcome) -> int:
    """What a page knows of an outcome: a number that grows with every event of the outcome or of its sources."""
    sources = OutcomeSource._meta.get_field("changes").related_model
    last = sources._base_manager.filter(outcome_id=outcome.pk).aggregate(last=Max("pgh_id"))
    return last_event(outcome) + (last["last"] or 0)


def set_sources(outcome: Outcome, sources: Sources) -> None:
    """Have exactly these sources: new ones first, so that the outcome is never without one."""
    for column, wanted in zip(("consultation_id", "contribution_id"), sources, strict=True):
        has = set(outcome.sources.filter(**{f"{column}__isnull": False}).values_list(column, flat=True))
        for pk in sorted(set(wanted) - has):
            OutcomeSource.objects.create(outcome=outcome, **{column: pk})
    for column, wanted in zip(("consultation_id", "contribution_id"), sources, strict=True):
        for gone in outcome.sources.filter(**{f"{column}__isnull": False}).exclude(**{f"{column}__in": wanted}):
            gone.delete()


def check_now() -> None:
    """Have the database check at once what it checks at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def free_code(survey: Survey, text: str) -> str:
    """A code from a text that no outcome of the survey has yet."""
    stem = slugify(text)[:LONGEST_CODE].strip("-") or "outcome"
    taken = set(Outcome.objects.filter(survey=survey, code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
