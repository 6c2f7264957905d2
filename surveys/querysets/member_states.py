"""Member States by day."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from surveys.models import MemberState, Survey


class MemberStateQuerySet(models.QuerySet[Any]):
    """Member States."""

    def members_on(self, day: date) -> Self:
        """The States that were members on `day`."""
        return self.filter(member_from__lte=day).filter(Q(member_until__isnull=True) | Q(member_until__gte=day))

    def without(self, survey: Survey) -> Self:
        """The States to which the survey has not been sent."""
        return self.exclude(pk__in=survey.returns.exclude(status="not_sent").values("member_state"))

    def recognized(self, text: str) -> list[MemberState]:
        """The States that a typed text may mean, one of them when it is clear.

        A code of three letters or a whole name, in any language, comes before the beginning of a name; accents,
        capitals, blanks and punctuation do not matter.
        """
        wanted = letters_of(text)
        if not wanted:
            return []
        states: list[MemberState] = list(self)
        names = {state.pk: [letters_of(name) for name in state.names.values()] for state in states}
        by_code = [state for state in states if letters_of(state.iso3) == wanted]
        by_name = [state for state in states if wanted in names[state.pk]]
        by_beginning = [state for state in states if any(name.startswith(wanted) for name in names[state.pk])]
        return by_code or by_name or by_beginning


def letters_of(text: str) -> str:
    """Letters and digits alone, without accents and capitals."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if letter.isalnum())
