"""Save draft answers: each with the revision that its editor saw, all under one key."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from surveys.actions.events import record_if_possible
from surveys.actions.write_keys import once
from surveys.models import Answer, Attribution, Happening, Return, User
from surveys.models.life import allowed


class DraftClosed(Exception):
    """The return has been submitted: nothing more can be written into it before an amendment is begun."""


class ChangedHands(DraftClosed):
    """Since the editor was let in, the Office has begun to key the reply in from paper, or no longer does so."""


@dataclass(frozen=True)
class Change:
    """One answer as its editor wants it: canonical value (None: cleared), and the revision that was `seen`."""

    path: str
    value: Any
    seen: int
    language: str = ""
    remark: dict[str, Any] = field(default_factory=dict)
    attribution: str = Attribution.NAMED


@dataclass(frozen=True)
class Saved:
    """What a save did: new revision by path, and the paths that somebody else had changed meanwhile."""

    revisions: dict[str, int]
    conflicts: list[str]
    at: datetime


def save_answers(
    *, survey_return: Return, user: User, key: str, changes: Sequence[Change], on: date, at: datetime
) -> Saved:
    """Write the changes whose revision still holds; name the others. Values are checked by the caller.

    `on` is the day, `at` the instant of the request; `survey_return` is as it was when the editor was let in. Raises
    DraftClosed, ChangedHands, and KeyReused for a key that stood for other changes.
    """

    def act() -> dict[str, Any]:
        return _write(survey_return, user, changes, on, at)

    request = {"return": survey_return.pk, "changes": [asdict(change) for change in changes]}
    result = once(user=user, key=key, request=request, at=at, act=act)
    return Saved(result["revisions"], result["conflicts"], datetime.fromisoformat(result["at"]))


def _write(survey_return: Return, user: User, changes: Sequence[Change], on: date, at: datetime) -> dict[str, Any]:
    keyed_from = survey_return.keyed_from_id
    if allowed(Happening.STARTED, survey_return.status):
        # The first save moves the status too; taking the row now keeps two first saves from a deadlock.
        survey_return = Return.objects.select_for_update().get(pk=survey_return.pk)
    revisions, conflicts = {}, []
    # Always in one order, so that two saves of one section cannot wait for each other.
    for change in sorted(changes, key=lambda change: change.path):
        wanted = asdict(change)
        revision = Answer.objects.save_answer(
            survey_return=survey_return.pk, keyed_from=keyed_from, user=user.pk, **wanted
        )
        if revision is None:
            conflicts.append(change.path)
        else:
            revisions[change.path] = revision
    if conflicts:
        require_same_hands(Return.objects.get(pk=survey_return.pk), keyed_from)
    if revisions:
        record_if_possible(survey_return=survey_return, kind=Happening.STARTED, on=on, actor=user)
    return {"revisions": revisions, "conflicts": conflicts, "at": at.isoformat()}


def require_same_hands(now: Return, keyed_from: int | None) -> None:
    """Raise DraftClosed for a draft that is closed now, ChangedHands for one that is keyed in from another paper
    reply than `keyed_from` (None: from none)."""
    if not now.draft_open:
        raise DraftClosed(now)
    if now.keyed_from_id != keyed_from:
        raise ChangedHands(now)
