"""Enter and change organizations."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from consultations.actions.versions import Refusing, as_json, locked, set_values
from consultations.models import Organization
from surveys.actions.write_keys import once
from surveys.models import User

LONGEST_CODE = 40


def enter_organization(*, code: str, values: Mapping[str, Any], by: User, key: str, at: datetime) -> Organization:
    """A new organization of these columns. Raises NotPossible, KeyReused."""

    def act() -> int:
        own = code or free_code(values["acronyms"].get("en") or values["names"]["en"])
        with Refusing(), transaction.atomic():
            return int(Organization.objects.create(code=own, **values).pk)

    request = {"enter organization": code, **as_json(values)}
    return Organization.objects.get(pk=once(user=by, key=key, request=request, at=at, act=act))


def change_organization(
    *, organization: Organization, values: Mapping[str, Any], seen: int | None, by: User, key: str, at: datetime
) -> None:
    """Give an organization these columns, unless it is no longer what was seen.

    Raises ChangedMeanwhile, NotPossible, KeyReused.
    """

    def act() -> None:
        row = locked(organization, seen)
        with Refusing(), transaction.atomic():
            if set_values(row, values):
                row.save()

    request = {"change organization": organization.pk, "seen": seen, **as_json(values)}
    once(user=by, key=key, request=request, at=at, act=act)


def free_code(words: str) -> str:
    """A code from the words that no organization has yet."""
    stem = slugify(words)[:LONGEST_CODE].strip("-") or "organization"
    taken = set(Organization.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
