"""Times in the sentences of three languages: with their prepositions, and exactly as far as they are known."""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from consultations.register.periods import Period, Precision

# How a time of each exactness is written, from the whole down to what remains when the rest is said once.
PATTERNS: Mapping[str, Mapping[Precision, tuple[str, ...]]] = {
    "en": {Precision.DAY: ("d MMMM y", "d MMMM", "d"), Precision.MONTH: ("MMMM y", "MMMM"), Precision.YEAR: ("y",)},
    "fr": {Precision.DAY: ("d MMMM y", "d MMMM", "d"), Precision.MONTH: ("MMMM y", "MMMM"), Precision.YEAR: ("y",)},
    "es": {
        Precision.DAY: ("d 'de' MMMM 'de' y", "d 'de' MMMM", "d"),
        Precision.MONTH: ("MMMM 'de' y", "MMMM"),
        Precision.YEAR: ("y",),
    },
}
# At one time; from one to another; since; by. Days have words of their own.
WORDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "at": ("on {0}", "in {0}"),
        "from": ("from {0} to {1}", "from {0} to {1}"),
        "since": ("since {0}", "since {0}"),
        "by": ("by {0}", "by {0}"),
        "bare": ("{0}–{1}", "{0}–{1}"),
    },
    "fr": {
        "at": ("le {0}", "en {0}"),
        "from": ("du {0} au {1}", "de {0} à {1}"),
        "since": ("depuis le {0}", "depuis {0}"),
        "by": ("au plus tard le {0}", "au plus tard en {0}"),
        "bare": ("{0}-{1}", "{0}-{1}"),
    },
    "es": {
        "at": ("el {0}", "en {0}"),
        "from": ("del {0} al {1}", "de {0} a {1}"),
        "since": ("desde el {0}", "desde {0}"),
        "by": ("a más tardar el {0}", "a más tardar en {0}"),
        "bare": ("{0}-{1}", "{0}-{1}"),
    },
}


def day_words(day: date, language: str) -> str:
    """A day written out, without a preposition."""
    return one(day, Precision.DAY, language)


def month_words(day: date, language: str) -> str:
    """The month of a day, without a preposition."""
    return one(day, Precision.MONTH, language)


def bare(period: Period, language: str) -> str:
    """The time without a preposition; empty where there is none."""
    if period.first is None:
        return day_words(period.last, language) if period.last else ""
    if period.last is None or is_one(period):
        return one(period.first, period.precision, language)
    return phrase("bare", period.precision, language, *both(period, language))


def when(period: Period, language: str) -> str:
    """The time with its preposition: "in July 2003", "du 22 au 25 novembre 2002"; empty where there is none."""
    if period.first is None:
        return phrase("by", Precision.DAY, language, day_words(period.last, language)) if period.last else ""
    if period.last is None:
        return phrase("since", period.precision, language, one(period.first, period.precision, language))
    if is_one(period):
        return phrase("at", period.precision, language, one(period.first, period.precision, language))
    return phrase("from", period.precision, language, *both(period, language))


def is_one(period: Period) -> bool:
    """Whether beginning and end are the same day, month or year."""
    beginning, end = period.written()
    return beginning == end


def both(period: Period, language: str) -> tuple[str, str]:
    """Beginning and end; what they have in common is said with the end alone."""
    first, last = period.first, period.last
    assert first is not None and last is not None  # noqa: S101 - asked by those who call
    patterns = PATTERNS[language][period.precision]
    shared = 0
    if first.year == last.year and len(patterns) > 1:
        shared = 2 if first.month == last.month and len(patterns) > 2 else 1
    return one(first, period.precision, language, shared), one(last, period.precision, language)


def one(day: date, precision: Precision, language: str, shared: int = 0) -> str:
    """One day, month or year; in French the first of a month is an ordinal."""
    told = str(format_date(day, PATTERNS[language][precision][shared], locale=language))
    if language == "fr" and precision == Precision.DAY and day.day == 1:
        return "1er" + told.removeprefix("1")
    return told


def phrase(which: str, precision: Precision, language: str, *times: str) -> str:
    """Times with the words that belong to them; in French de before a vowel is d’."""
    told = WORDS[language][which][0 if precision == Precision.DAY else 1].format(*times)
    if language == "fr" and which == "from" and times[0][:1] in "ao":
        return told.replace("de ", "d’", 1)
    return told
