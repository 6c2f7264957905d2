"""When something takes place, as exactly as it is known, and how that is said. Knows no framework.

"July 2003" stays "July 2003": it is kept as the widest range of days with its exactness, never as 1 July.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from babel import Locale
from babel.dates import DateTimePattern, format_date, format_interval, format_skeleton, parse_pattern

DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
YEAR = re.compile(r"[0-9]{4}")


class Precision(StrEnum):
    """How exactly a time is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True)
class Period:
    """The widest range of days that is meant. No `first` where no date is known, no `last` while it goes on."""

    first: date | None = None
    last: date | None = None
    precision: Precision = Precision.NONE

    def written(self) -> tuple[str, str]:
        """Beginning and end as they are typed: 2003-07-02, 2003-07 or 2003; empty where there is none."""
        return written(self.first, self.precision), written(self.last, self.precision)

    def words(self, language: str) -> str:
        """The time in the words of `language` (a code such as `fr`): "22–25 November 2002"; empty without a date."""
        if self.first is None:
            return ""
        # English is that of the Office: the day comes before the month.
        locale = {"en": "en_GB"}.get(language, language.replace("-", "_"))
        skeleton = {Precision.DAY: "yMMMMd", Precision.MONTH: "yMMMM", Precision.YEAR: "y"}[self.precision]
        if self.last is None or self._is_one():
            if self.precision == Precision.DAY:
                return str(format_date(self.first, "long", locale))
            return str(format_skeleton(skeleton, self.first, locale=locale))
        if self.precision == Precision.DAY:
            return _days(self.first, self.last, locale)
        return str(format_interval(self.first, self.last, skeleton, locale=locale))

    def _is_one(self) -> bool:
        beginning, end = self.written()
        return beginning == end


def _days(first: date, last: date, locale: str) -> str:
    """From a day until another one; many languages have a pattern for short months only, which is made long here."""
    known = Locale.parse(locale)
    patterns = known.interval_formats.get("yMMMMd") or known.interval_formats["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    parts = [
        str(_pattern(part).apply(day, known)) for part, day in zip(patterns[differs], (first, last), strict=True)
    ]
    return "".join(parts)


def _pattern(text: str) -> DateTimePattern:
    return parse_pattern(text if "MMMM" in text else text.replace("MMM", "MMMM"))


def written(day: date | None, precision: Precision) -> str:
    """A day as it is typed at this exactness; of a time without a date, the day itself."""
    if day is None:
        return ""
    return {Precision.MONTH: day.isoformat()[:7], Precision.YEAR: day.isoformat()[:4]}.get(precision, day.isoformat())


def period_of(beginning: str, end: str = "") -> Period:
    """The time that is typed as 2003-07-02, 2003-07 or 2003, with an end of the same exactness or none.

    A beginning alone is one day, month or year. Raises ValueError for any other text, and for an end before the
    beginning or of another exactness.
    """
    first, last_of_first, precision = _range(beginning)
    if not end:
        return Period(first, last_of_first, precision)
    _first, last, other = _range(end)
    if other != precision or last < first:
        raise ValueError(end)
    return Period(first, last, precision)


def _range(text: str) -> tuple[date, date, Precision]:
    if DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return day, day, Precision.DAY
    if match := MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), Precision.MONTH
    if YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR
    raise ValueError(text)
