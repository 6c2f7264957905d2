"""What a person decides about a letter: let it go, cancel it, try again, settle what is not known."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models.functions import Now

from surveys.actions.jobs import cancel, try_again, try_unknown_again
from surveys.actions.letters import DELIVER, rendered_letter
from surveys.actions.write_keys import once
from surveys.models import Job, Letter, LetterStanding, MemberState, User


class NotSo(Exception):
    """The letter no longer stands where it stood when the person decided: somebody else was faster."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(f"{letter.pk} is {letter.standing}")
        self.letter = letter


class SurveyClosed(Exception):
    """No letter of a closed survey goes out."""


class NoAddressee(Exception):
    """Nobody is named to whom the letter would go."""


def release(
    *,
    letter: Letter,
    language: str,
    addressees: Sequence[str],
    confirms_language: bool,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Let a held letter go to these addressees in this language; in another than before it is rendered anew.

    `confirms_language` makes it the State's language of correspondence that is no longer assumed. Raises NotSo,
    SurveyClosed, NoAddressee, KeyReused, LetterTemplate.DoesNotExist for a language that the round does not have.
    """

    def act(held: Letter) -> None:
        if held.survey_return is None or held.survey_return.survey.closed:
            raise SurveyClosed
        if not addressees:
            raise NoAddressee
        if language != held.language:
            _render_anew(held, language)
        if confirms_language:
            _confirm_language(held.survey_return.member_state, language)
        held.addressees = list(addressees)
        held.state = Letter.State.DUE
        held.job = Job.objects.create(task=DELIVER, due_at=at)
        held.save()

    request = {"release": letter.pk, "language": language, "to": list(addressees), "confirms": confirms_language}
    _once(letter, {LetterStanding.HELD}, request, by, key, at, act)


def release_all(*, letters: Sequence[Letter], by: User, key: str, at: datetime) -> int:
    """Let these held letters go as they stand; those that cannot are left held. Returns how many go.

    Their languages stay assumed: to confirm one, a person looks at its letter. Raises KeyReused.
    """

    def act() -> int:
        locked = Letter.objects.select_for_update(of=("self",)).filter(
            pk__in=[letter.pk for letter in letters],
            state=Letter.State.HELD,
            survey_return__survey__closed=False,
        )
        ready = [letter for letter in locked.order_by("pk") if letter.addressees]
        for letter in ready:
            letter.state = Letter.State.DUE
            letter.job = Job.objects.create(task=DELIVER, due_at=at)
            letter.save(update_fields=["state", "job"])
        return len(ready)

    request = {"release_all": sorted(letter.pk for letter in letters)}
    number: int = once(user=by, key=key, request=request, at=at, act=act)
    return number


def cancel_letter(*, letter: Letter, reason: str, by: User, key: str, at: datetime) -> None:
    """Do not send this letter, for this reason: a held one, or one that failed. Raises NotSo, KeyReused."""

    def act(locked: Letter) -> None:
        if locked.job:
            cancel(locked.job)
        locked.state = Letter.State.CANCELLED
        locked.reason = reason
        locked.save(update_fields=["state", "reason"])

    standings = {LetterStanding.HELD, LetterStanding.FAILED}
    _once(letter, standings, {"cancel": letter.pk, "reason": reason}, by, key, at, act)


def send_again(*, letter: Letter, by: User, key: str, at: datetime) -> None:
    """Make the delivery of a letter that could not be sent due once more. Raises NotSo, KeyReused."""

    def act(failed: Letter) -> None:
        try_again(_job_of(failed))

    _once(letter, {LetterStanding.FAILED}, {"again": letter.pk}, by, key, at, act)


def settle_as_sent(*, letter: Letter, by: User, key: str, at: datetime) -> None:
    """A person has found out that the letter went out. Raises NotSo, KeyReused."""

    def act(unknown: Letter) -> None:
        unknown.state = Letter.State.SENT
        unknown.sent_at = at
        unknown.save(update_fields=["state", "sent_at"])
        Job.objects.filter(pk=_job_of(unknown).pk).update(state=Job.State.DONE, finished_at=Now())

    _once(letter, {LetterStanding.UNKNOWN}, {"went_out": letter.pk}, by, key, at, act)


def settle_as_not_sent(*, letter: Letter, by: User, key: str, at: datetime) -> None:
    """A person has found out that the letter did not go out: it is sent now. Raises NotSo, KeyReused."""

    def act(unknown: Letter) -> None:
        unknown.state = Letter.State.DUE
        unknown.save(update_fields=["state"])
        try_unknown_again(_job_of(unknown))

    _once(letter, {LetterStanding.UNKNOWN}, {"did_not_go_out": letter.pk}, by, key, at, act)


def _once(
    letter: Letter,
    standings: set[LetterStanding],
    request: dict[str, Any],
    by: User,
    key: str,
    at: datetime,
    act: Callable[[Letter], None],
) -> None:
    """Do it to the letter under the key, its row held; raises NotSo unless it stands at one of `standings`."""

    def on_locked() -> None:
        related = Letter.objects.select_for_update(of=("self",)).select_related(
            "job", "survey_return__survey", "survey_return__member_state"
        )
        locked = related.get(pk=letter.pk)
        if locked.standing not in standings:
            raise NotSo(locked)
        act(locked)

    once(user=by, key=key, request=request, at=at, act=on_locked)


def _job_of(letter: Letter) -> Job:
    if letter.job is None:
        raise NotSo(letter)
    return letter.job


def _render_anew(letter: Letter, language: str) -> None:
    rendered = rendered_letter(letter.kind, language, letter.facts, letter.survey_return)
    letter.language = language
    letter.subject, letter.body, letter.html = rendered.subject, rendered.text, rendered.html


def _confirm_language(state: MemberState, language: str) -> None:
    state.correspondence_language = language
    state.language_confirmed = True
    state.save(update_fields=["correspondence_language", "language_confirmed"])
