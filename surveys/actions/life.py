"""What the Office decides on a return: more time, does not take part, complete, reopened, closed again."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from surveys.actions.events import NotNow, record
from surveys.actions.letters import write_letter
from surveys.actions.returns import focal_points_of, hold_return, reply_language
from surveys.actions.write_keys import once
from surveys.emails.facts import Fact
from surveys.models import CutOff, Happening, Return, ReturnEvent, Status, User


class NotLater(Exception):
    """An extension gives more time: its day comes after the one in force."""


class NoCutOff(Exception):
    """The survey names no cut-off, and the letter of an extension has to name one."""


def extend(*, survey_return: Return, until: date, by: User, key: str, on: date, at: datetime) -> None:
    """Grant the State more time: the reply is requested by `until`, that day included.

    Writes the letter `extension`. Raises NotLater, NoCutOff, NotNow once there is a reply, KeyReused.
    """

    def act(locked: Return) -> None:
        if until <= locked.reply_by_on(on):
            raise NotLater(until)
        event = record(survey_return=locked, kind=Happening.EXTENDED, on=on, actor=by, until=until.isoformat())
        variables: dict[str, Fact] = {
            "reply_by": until,
            "cut_off": _cut_off_for(locked, until),
            "url": _address(locked),
        }
        _write(locked, event, "extension", variables, on, at)

    _once(survey_return, by, key, {"extend": until.isoformat()}, at, act)


def decline(*, survey_return: Return, reason: str, received_on: date, by: User, key: str, at: datetime) -> None:
    """Note that the Government does not take part, with or without a reason; `received_on` is the day of its word.

    The draft stays open, so that a later reply is still accepted. Writes the letter `declined`, which does not
    repeat the reason. Raises NotNow once there is a reply, KeyReused.
    """

    def act(locked: Return) -> None:
        if locked.submissions.in_effect().exists():
            raise NotNow(Happening.DECLINED, locked.status)
        event = record(survey_return=locked, kind=Happening.DECLINED, on=received_on, actor=by, reason=reason)
        _write(locked, event, "declined", {"received_on": received_on}, received_on, at)

    request = {"decline": received_on.isoformat(), "reason": reason}
    _once(survey_return, by, key, request, at, act)


def complete(*, survey_return: Return, by: User, key: str, on: date, at: datetime) -> None:
    """Note that the Office asks nothing more about the reply. Raises NotNow without a reply, KeyReused."""

    def act(locked: Return) -> None:
        record(survey_return=locked, kind=Happening.COMPLETED, on=on, actor=by)

    _once(survey_return, by, key, {"complete": True}, at, act)


def reopen(*, survey_return: Return, until: date, reason: str, by: User, key: str, on: date, at: datetime) -> None:
    """Open the draft of a submitted return again until the end of `until`; the submission in force stays so.

    Writes the letter `reopened` with the reason. Reopening a reopened return sets another day. Raises NotNow
    without a reply, KeyReused.
    """

    def act(locked: Return) -> None:
        in_force = locked.submissions.in_effect().newest()
        if in_force is None:
            raise NotNow(Happening.REOPENED, locked.status)
        event = record(
            survey_return=locked,
            kind=Happening.REOPENED,
            on=on,
            actor=by,
            until=until.isoformat(),
            reason=reason,
        )
        locked.draft_open = True
        locked.save(update_fields=["draft_open"])
        variables: dict[str, Fact] = {
            "reason": reason,
            "reply_by": until,
            "submission_number": str(in_force.number),
            "url": _address(locked),
        }
        _write(locked, event, "reopened", variables, on, at)

    _once(survey_return, by, key, {"reopen": until.isoformat(), "reason": reason}, at, act)


def close_if_over(*, survey_return: Return, on: date) -> bool:
    """Close a reopened return again, as it was, when its last day is past and nothing was submitted.

    The answers of the draft stay. Doing it twice changes nothing. Returns whether it was closed now. It is put
    down to whoever reopened the return and so set the day.
    """
    with transaction.atomic():
        locked = hold_return(survey_return)
        reopening = locked.events.last_reopening()
        if locked.status != Status.REOPENED or reopening is None or on <= reopening.until:
            return False
        day_after = reopening.until + timedelta(days=1)
        record(survey_return=locked, kind=Happening.CLOSED_AGAIN, on=day_after, actor=reopening.actor)
        locked.draft_open = False
        locked.save(update_fields=["draft_open"])
    return True


def _once(
    survey_return: Return,
    by: User,
    key: str,
    request: dict[str, Any],
    at: datetime,
    act: Callable[[Return], None],
) -> None:
    """Do it to the return under the key, its row held."""
    once(
        user=by,
        key=key,
        request={"return": survey_return.pk, **request},
        at=at,
        act=lambda: act(hold_return(survey_return)),
    )


def _cut_off_for(survey_return: Return, until: date) -> date:
    """The next cut-off on or after the day, else the last one (data/letters/extension.md). Raises NoCutOff."""
    days = list(CutOff.objects.filter(survey=survey_return.survey).order_by("day").values_list("day", flat=True))
    if not days:
        raise NoCutOff(survey_return.survey)
    return next((day for day in days if day >= until), days[-1])


def _address(survey_return: Return) -> str:
    place = [survey_return.survey.slug, survey_return.member_state.iso3]
    return f"{settings.PORTAL_URL}{reverse('surveys:return_tasks', args=place)}"


def _write(
    survey_return: Return,
    event: ReturnEvent,
    kind: str,
    variables: Mapping[str, Fact],
    on: date,
    at: datetime,
) -> None:
    """Write the letter that this event makes due, to the focal points of the day."""
    survey, state, language = survey_return.survey, survey_return.member_state, reply_language(survey_return)
    write_letter(
        survey_return=survey_return,
        kind=kind,
        occasion=f"event {event.pk}",
        language=language,
        addressees=focal_points_of(state, on),
        variables={
            "office_email": survey.office_email,
            "sender": survey.sender,
            **variables,
        },
        at=at,
        hold=survey.closed or not (survey_return.language or state.language_confirmed),
    )
