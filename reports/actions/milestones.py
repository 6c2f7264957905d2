"""Say who is responsible for a milestone, and when it was done."""

from datetime import date, datetime

from django.db import transaction

from consultations.actions.versions import Refusing, as_json, locked, set_values
from reports.models import Milestone
from surveys.actions.write_keys import once
from surveys.models import User


def change_milestone(
    *,
    milestone: Milestone,
    owner: User | None,
    done_on: date | None,
    seen: int | None,
    by: User,
    key: str,
    at: datetime,
) -> None:
    """Set who is responsible and when it was done, unless the milestone is no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """
    values = {"owner": owner, "done_on": done_on}

    def act() -> None:
        row = locked(milestone, seen)
        with Refusing(), transaction.atomic():
            if set_values(row, values):
                row.save()

    request = {"change milestone": milestone.pk, "seen": seen, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)
