"""Add, remove, restore and move the rows of a repeat in a draft."""

from datetime import date, datetime
from secrets import token_hex
from typing import Any

from surveys.actions.answers import require_same_hands
from surveys.actions.events import record_if_possible
from surveys.actions.write_keys import once
from surveys.models import Attribution, Happening, Return, User
from surveys.questionnaire.rows import OPERATIONS

MOST_ROWS = 500


class TooManyRows(Exception):
    """The repeat has as many rows as it may have."""


def change_rows(
    *,
    survey_return: Return,
    user: User,
    key: str,
    repeat: str,
    operation: str,
    row: str = "",
    on: date,
    at: datetime,
) -> str:
    """Do one of `OPERATIONS` to the list of the repeat's rows as it is now; gives the id of the row.

    A row to `add` gets its id here. What stands in a removed row stays in the draft, so that it can be restored.
    Raises DraftClosed, ChangedHands, TooManyRows, KeyReused.
    """

    def act() -> str:
        return _change(survey_return, user, repeat, operation, row or token_hex(4), on)

    request = {"return": survey_return.pk, "repeat": repeat, "operation": operation, "row": row}
    result: str = once(user=user, key=key, request=request, at=at, act=act)
    return result


def _change(survey_return: Return, user: User, repeat: str, operation: str, row: str, on: date) -> str:
    locked = Return.objects.select_for_update().get(pk=survey_return.pk)
    require_same_hands(locked, survey_return.keyed_from_id)
    stored = locked.answers.filter(path=repeat).first()
    before: list[str] = stored.value if stored and isinstance(stored.value, list) else []
    after = OPERATIONS[operation](before, row)
    if len(after) > MOST_ROWS:
        raise TooManyRows(repeat)
    if after == before:
        return row
    content: dict[str, Any] = {"value": after, "language": "", "remark": {}, "attribution": Attribution.NAMED}
    locked.answers.save_answer(
        survey_return=locked.pk,
        keyed_from=locked.keyed_from_id,
        path=repeat,
        seen=stored.revision if stored else 0,
        user=user.pk,
        **content,
    )
    record_if_possible(survey_return=locked, kind=Happening.STARTED, on=on, actor=user)
    return row
