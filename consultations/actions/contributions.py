"""Contributions: entered, changed, invited, reminded of, received, declined."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from consultations.actions.contribution_letters import write_about
from consultations.actions.versions import Refusing, as_json, locked, set_values
from consultations.models import Contribution, ContributionLetter
from surveys.actions.write_keys import once
from surveys.models import Survey, User

LONGEST_CODE = 40
INVITATION, REMINDER = ContributionLetter.Kind.INVITATION, ContributionLetter.Kind.REMINDER
ONCE = "once"


class NotExpected(Exception):
    """It has been received or declined: nothing is asked for any more."""


@dataclass(frozen=True)
class Reminded:
    """How many were reminded, of how many the letter is held, and how many were left out."""

    written: int
    held: int
    left: int


def enter_contribution(
    *, survey: Survey, code: str, values: Mapping[str, Any], by: User, key: str, at: datetime
) -> Contribution:
    """A new contribution of these columns. Raises NotPossible, KeyReused."""

    def act() -> int:
        own = code or free_code(survey, values["titles"]["en"])
        with Refusing(), transaction.atomic():
            return int(Contribution.objects.create(survey=survey, code=own, **values).pk)

    request = {"enter contribution": code, "survey": survey.pk, **as_json(values)}
    return Contribution.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def change_contribution(
    *, contribution: Contribution, values: Mapping[str, Any], seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Give it these columns, unless it is no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        row = locked(contribution, seen)
        with Refusing(), transaction.atomic():
            if set_values(row, values):
                row.save()

    request = {"change contribution": contribution.pk, "seen": seen, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def invite(
    *, contribution: Contribution, due_on: date, on: date, seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Invite the contributor on the day `on`, to send it by `due_on`: the letter is written, or held.

    Raises ChangedMeanwhile, NotExpected for what has come or was declined, KeyReused.
    """

    def act() -> None:
        row = locked(contribution, seen)
        if row.is_received or row.declined_on:
            raise NotExpected
        if set_values(row, {"invited_on": row.invited_on or on, "due_on": due_on}):
            row.save()
        write_about(contribution=row, kind=INVITATION, occasion=ONCE, at=at)

    request = {"invite": contribution.pk, "due_on": due_on.isoformat(), "seen": seen}
    once(user=by, key=key, request=request, at=at, act=act)


def remind(*, contributions: Sequence[Contribution], on: date, by: User, key: str, at: datetime) -> Reminded:
    """Remind of these on the day `on`: of each once a day, and only while it is awaited. Raises KeyReused."""

    def act() -> dict[str, int]:
        chosen = Contribution.objects.filter(pk__in=[one.pk for one in contributions]).order_by("pk")
        rows = list(chosen.select_for_update(of=("self",)).select_related("survey", "contributor"))
        letters = [
            write_about(contribution=row, kind=REMINDER, occasion=on.isoformat(), at=at)
            for row in rows
            if row.may_be_reminded_on(on)
        ]
        states = [one.letter.state for one in letters if one]
        held = states.count("held")
        return asdict(Reminded(len(states) - held, held, len(rows) - len(states)))

    request = {"remind": sorted(one.pk for one in contributions), "on": on.isoformat()}
    return Reminded(**once(user=by, key=key, request=request, at=at, act=act))


def receive(
    *,
    contribution: Contribution,
    on: date,
    flags: Mapping[str, bool],
    seen: int | None,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Note that it was received on the day `on`, with what it brings. Raises ChangedMeanwhile, KeyReused."""
    values = {"is_received": True, "received_on": on, "declined_on": None, **flags}
    change_contribution(contribution=contribution, values=values, seen=seen, by=by, key=key, at=at)


def decline(
    *, contribution: Contribution, on: date, notes: str, seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Note that the contributor declined on the day `on`. Raises ChangedMeanwhile, NotPossible, KeyReused."""
    values: dict[str, Any] = {"declined_on": on}
    if notes:
        values["notes"] = "\n".join(filter(None, [contribution.notes, notes]))
    change_contribution(contribution=contribution, values=values, seen=seen, by=by, key=key, at=at)


def free_code(survey: Survey, words: str) -> str:
    """A code from the words that no contribution of the survey has yet."""
    stem = slugify(words)[:LONGEST_CODE].strip("-") or "contribution"
    taken = set(survey.contributions.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
