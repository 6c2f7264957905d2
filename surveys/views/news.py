"""What is new in a survey since a person last said that they had seen it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from surveys.models import BoardVisit, Happening, Letter, MemberState, ReturnEvent
from surveys.permissions import is_office_staff

# What is written now may become visible a moment later: better shown twice than never.
GRACE = timedelta(minutes=1)
MOST_NAMED = 24
LETTER_FAILED = "letter_failed"
WORDS = {**dict(Happening.choices), LETTER_FAILED: _("A letter could not be delivered")}
ORDER = list(WORDS)


@dataclass(frozen=True)
class News:
    """What is new: groups of (words, States, how many more), since when (None: nothing was marked yet), how many
    things in all, and the instant to mark."""

    groups: list
    since: datetime | None
    number: int
    until: datetime


def news_of(user, survey, now):
    """What happened in the survey that the person has not marked as seen, in the order of a return's life."""
    visit = BoardVisit.objects.filter(user=user, survey=survey).first()
    since = visit.seen_until if visit else None
    found = happened(user, survey, since or datetime.min.replace(tzinfo=now.tzinfo), now)
    once = {kind: list(dict.fromkeys(states)) for kind, states in found.items()}
    states = MemberState.objects.in_bulk({state for each in once.values() for state in each[:MOST_NAMED]})
    groups = [(WORDS[kind], *named(once[kind], states)) for kind in ORDER if kind in once]
    return News(groups, since, sum(map(len, found.values())), now - GRACE)


def happened(user, survey, since, now):
    """States by kind of what happened, newest first."""
    found = ReturnEvent.objects.recorded_since(survey, since, until=now)
    if is_office_staff(user):
        letters = Letter.objects.filter(survey_return__survey=survey).failed_since(since, until=now)
        found |= {LETTER_FAILED: letters} if letters else {}
    return found


def named(once, states):
    """Code and name of the first of these States, and how many are not named."""
    shown = [(states[state].iso3, states[state].name(get_language())) for state in once[:MOST_NAMED]]
    return shown, len(once) - len(shown)
