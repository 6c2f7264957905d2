"""Who of the Office is responsible for which returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from surveys.actions.write_keys import once
from surveys.models import Return, Survey, User


@dataclass(frozen=True)
class Assigned:
    """What an assignment did: States (ISO3) that changed hands, and those that a colleague had changed meanwhile,
    each with whoever is responsible now (None: nobody)."""

    changed: tuple[str, ...]
    meanwhile: Mapping[str, int | None]


def assign_staff(
    *, survey: Survey, to: User | None, seen: Mapping[str, int | None], by: User, key: str, at: datetime
) -> Assigned:
    """Make `to` (None: nobody) responsible for the returns of these States, all in one transaction.

    `seen` gives for each State who was responsible when the page was made; a return that has changed hands since is
    left as it is and named. One that `to` has already is neither. The same key again has no further effect and
    gives the first answer. Raises KeyReused.
    """

    def act() -> dict[str, Any]:
        return _assign(survey, to, seen)

    request = {"survey": survey.pk, "to": to and to.pk, "seen": dict(seen)}
    result = once(user=by, key=key, request=request, at=at, act=act)
    return Assigned(tuple(result["changed"]), result["meanwhile"])


def _assign(survey: Survey, to: User | None, seen: Mapping[str, int | None]) -> dict[str, Any]:
    changed: list[str] = []
    meanwhile: dict[str, int | None] = {}
    wanted = to and to.pk
    for survey_return in Return.objects.of_states(survey, seen).select_for_update(of=("self",)):
        iso3 = survey_return.member_state.iso3
        if survey_return.staff_id == wanted:
            continue
        if survey_return.staff_id != seen[iso3]:
            meanwhile[iso3] = survey_return.staff_id
        else:
            survey_return.staff = to
            survey_return.save(update_fields=["staff"])
            changed.append(iso3)
    return {"changed": changed, "meanwhile": meanwhile}
