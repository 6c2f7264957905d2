"""Key a registered paper reply in: once into the draft, and again by another person who does not see the first.

The order of `PaperReturn.State`: registered, keyed, compared, submitted (docs/adr/0005).
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from surveys.actions.answers import Change, DraftClosed, Saved
from surveys.actions.events import record
from surveys.actions.paper import SamePerson, hold_paper
from surveys.actions.write_keys import once
from surveys.models import Happening, KeyedAnswer, PaperReturn, Return, User


class HasDraft(Exception):
    """The government has begun a draft of its own; the Office never sees it, so it cannot key into it."""


class OutOfTurn(Exception):
    """The paper reply stands at another step; `state` says at which."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


def begin_keying(*, paper: PaperReturn, by: User, on: date) -> Return:
    """Open the return's form to this person, to key in the paper reply. Doing it twice changes nothing.

    Somebody else who begins takes the keying over. Raises HasDraft when the government has answers of its own in
    the draft, SamePerson for who keys it in again, OutOfTurn, NotWaiting.
    """
    with transaction.atomic():
        locked = _at_step(paper, PaperReturn.State.REGISTERED)
        survey_return: Return = locked.survey_return
        if survey_return.keyed_from_id == locked.pk and locked.keyed_by == by:
            return survey_return
        if survey_return.keyed_from_id is None and survey_return.answers.given().exists():
            raise HasDraft(survey_return)
        if locked.second_keyed_by == by or locked.keyed_answers.filter(keyed_by=by).exists():
            raise SamePerson(by)
        _tell(locked, Happening.KEYING_BEGUN, by, on)
        locked.keyed_by = by
        locked.save(update_fields=["keyed_by"])
        survey_return.keyed_from = locked
        survey_return.language = locked.language
        survey_return.save(update_fields=["keyed_from", "language"])
        return survey_return


def finish_keying(*, paper: PaperReturn, by: User, on: date) -> None:
    """Close the first keying: the draft is to be keyed in again by somebody else.

    Raises OutOfTurn, also for a person who does not key it in; NotWaiting.
    """
    with transaction.atomic():
        locked = _at_step(paper, PaperReturn.State.REGISTERED)
        if locked.keyed_by != by:
            raise OutOfTurn(locked.state)
        _move(locked, PaperReturn.State.KEYED, Happening.KEYED, by, on)


def begin_second_keying(*, paper: PaperReturn, by: User, on: date) -> None:
    """Let this person key the codes and figures in again. Doing it twice changes nothing.

    Somebody else who begins takes it over. Raises SamePerson for who has ever keyed the reply in or may have seen
    what was, OutOfTurn, NotWaiting.
    """
    with transaction.atomic():
        locked = _at_step(paper, PaperReturn.State.KEYED)
        if locked.second_keyed_by == by:
            return
        if has_keyed_first(locked, by):
            raise SamePerson(by)
        _tell(locked, Happening.SECOND_BEGUN, by, on)
        locked.second_keyed_by = by
        locked.save(update_fields=["second_keyed_by"])


def has_keyed_first(paper: PaperReturn, user: User) -> bool:
    """Whether the first keying was ever open to this person; an event of before names no paper, and counts."""
    begun = paper.survey_return.events.filter(kind=Happening.KEYING_BEGUN, actor=user)
    papers = begun.values_list("details", flat=True)
    return paper.keyed_by == user or any(details.get("paper", paper.pk) == paper.pk for details in papers)


def save_again(*, paper: PaperReturn, by: User, key: str, changes: Sequence[Change], at: datetime) -> Saved:
    """Keep what the second person keyed in; name the paths that another page of theirs changed meanwhile.

    Values are checked by the caller. Raises DraftClosed when the second keying is not this person's or is over,
    KeyReused.
    """

    def act() -> dict[str, Any]:
        locked = hold_paper(paper)
        if locked.state != PaperReturn.State.KEYED or locked.second_keyed_by != by:
            raise DraftClosed(locked)
        return _write_again(locked, by, changes, at)

    request = {"paper": paper.pk, "again": [asdict(change) for change in changes]}
    result = once(user=by, key=key, request=request, at=at, act=act)
    return Saved(result["revisions"], result["conflicts"], datetime.fromisoformat(result["at"]))


def _write_again(paper: PaperReturn, by: User, changes: Sequence[Change], at: datetime) -> dict[str, Any]:
    stored = {keyed.place: keyed for keyed in paper.keyed_answers.all()}
    revisions, conflicts = {}, []
    for change in changes:
        keyed = stored.get(change.path) or KeyedAnswer(paper=paper, place=change.path, revision=0)
        if keyed.revision != change.seen:
            conflicts.append(change.path)
            continue
        keyed.value, keyed.keyed_by, keyed.keyed_at = change.value, by, at
        keyed.revision += 1
        keyed.save()
        revisions[change.path] = keyed.revision
    return {"revisions": revisions, "conflicts": conflicts, "at": at.isoformat()}


def finish_second_keying(*, paper: PaperReturn, by: User, on: date) -> None:
    """Close the second keying: the two can be compared.

    Raises OutOfTurn, also for a person who does not do the second keying; NotWaiting.
    """
    with transaction.atomic():
        locked = _at_step(paper, PaperReturn.State.KEYED)
        if locked.second_keyed_by != by:
            raise OutOfTurn(locked.state)
        _move(locked, PaperReturn.State.COMPARED, Happening.COMPARED, by, on)


def key_again(*, paper: PaperReturn, by: User, on: date) -> None:
    """Go back to the first keying, for what comparing cannot mend: a row left out, an answer that is required.

    What the second person wrote stays and is compared again. Raises OutOfTurn for one that is not keyed in yet,
    NotWaiting.
    """
    with transaction.atomic():
        locked = hold_paper(paper)
        if locked.state == PaperReturn.State.REGISTERED:
            raise OutOfTurn(locked.state)
        _move(locked, PaperReturn.State.REGISTERED, Happening.KEYED_AGAIN, by, on)


def _at_step(paper: PaperReturn, step: str) -> PaperReturn:
    locked = hold_paper(paper)
    if locked.state != step:
        raise OutOfTurn(locked.state)
    return locked


def _move(paper: PaperReturn, state: str, kind: Happening, by: User, on: date) -> None:
    _tell(paper, kind, by, on)
    paper.state = state
    paper.save(update_fields=["state"])


def _tell(paper: PaperReturn, kind: Happening, by: User, on: date) -> None:
    record(
        survey_return=paper.survey_return,
        kind=kind,
        on=on,
        actor=by,
        on_behalf_of=paper.member_state,
        channel=paper.channel,
        paper=paper.pk,
    )
