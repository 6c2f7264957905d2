"""What letters are rendered from, kept as JSON, and how it is worded in the language of a letter."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import translation

from surveys.emails.days import written_day, written_instant
from surveys.models import Channel, Return

DAYS = frozenset({"reply_by", "cut_off", "next_cut_off", "received_on", "letter_date"})
INSTANTS = frozenset({"valid_until"})
# What the return says: known in every language of the survey.
OF_RETURN = frozenset({"survey_title", "member_state"})
Fact = str | date | datetime


def stored(variables: Mapping[str, Fact]) -> dict[str, str]:
    """The variables as JSON values: days and instants in ISO form, everything else as the text that it is."""
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in variables.items()}


def worded(facts: Mapping[str, str], language: str, survey_return: Return | None) -> dict[str, str]:
    """The values for a letter in `language`; title and State are those of the return, if there is one."""
    values = {name: _worded(name, fact, language) for name, fact in facts.items()}
    if survey_return is not None:
        values["survey_title"] = survey_return.survey.title(language)
        values["member_state"] = survey_return.member_state.name(language)
    return values


def _worded(name: str, fact: str, language: str) -> str:
    try:
        if name in DAYS:
            return written_day(date.fromisoformat(fact), language)
        if name in INSTANTS:
            return written_instant(datetime.fromisoformat(fact), language)
    except ValueError:
        # Worded by whoever wrote the letter.
        return fact
    return _channel(fact, language) if name == "channel" else fact


def _channel(fact: str, language: str) -> str:
    if fact not in Channel.values:
        return fact
    with translation.override("zh-hans" if language == "zh" else language):
        return str(Channel(fact).label)
