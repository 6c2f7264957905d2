"""The functions of XLSForm expressions: each takes the scope and its arguments' values."""

import re
import warnings
from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from surveys.questionnaire.values import FIRST_DAY, Value, number, string, truth

MANY = 1000
# A pattern over a longer text does not match: bounds what a pattern that goes back and forth can cost.
LONGEST_MATCHED = 5_000


def items(values: tuple[Value, ...]) -> list[Value]:
    """The answered values of all arguments, lists taken apart."""
    flat = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [item for item in flat if item != ""]


def codes(value: Value) -> list[str]:
    """The codes of a choice question's answer."""
    return string(value).split()


def selected(scope: Any, value: Value, code: Value) -> bool:
    """Whether the code is among those chosen."""
    return string(code) in codes(value)


def count_selected(scope: Any, value: Value) -> Decimal:
    """How many codes are chosen."""
    return Decimal(len(codes(value)))


def selected_at(scope: Any, value: Value, index: Value) -> str:
    """The code at a position counted from zero."""
    position, chosen = number(index), codes(value)
    return chosen[int(position)] if position is not None and 0 <= position < len(chosen) else ""


def coalesce(scope: Any, first: Value, second: Value) -> Value:
    """The first value, or the second where the first is empty."""
    return second if string(first) == "" else first


def choose(scope: Any, condition: Value, then: Value, otherwise: Value) -> Value:
    """if()."""
    return then if truth(condition) else otherwise


def as_date(scope: Any, value: Value) -> Value:
    """A day from its ISO form, or from the days since 1 January 1970; empty stays empty, all else is no number."""
    if isinstance(value, date):
        return value
    if value == "":
        return ""
    try:
        if isinstance(value, Decimal):
            return date.fromordinal(int(value) + FIRST_DAY)
        return date.fromisoformat(string(value))
    except (ValueError, OverflowError):
        return None


def total(scope: Any, *values: Value) -> Decimal | None:
    """The sum of what is answered."""
    numbers = [number(item) for item in items(values)]
    return None if None in numbers else sum((item for item in numbers if item is not None), Decimal(0))


def least(scope: Any, *values: Value) -> Decimal | None:
    """The smallest of what is answered."""
    numbers = [found for item in items(values) if (found := number(item)) is not None]
    return min(numbers, default=None)


def greatest(scope: Any, *values: Value) -> Decimal | None:
    """The greatest of what is answered."""
    numbers = [found for item in items(values) if (found := number(item)) is not None]
    return max(numbers, default=None)


def rounded(scope: Any, value: Value, digits: Value = Decimal(0)) -> Decimal | None:
    """A number to so many decimal places, halves away from zero as in ODK."""
    found, places = number(value), number(digits)
    if found is None or places is None or abs(places) > 20:
        return None
    try:
        return found.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)
    except InvalidOperation:
        return found


def whole(scope: Any, value: Value) -> Decimal | None:
    """The number without what stands behind the point."""
    found = number(value)
    return None if found is None else found.to_integral_value(ROUND_DOWN)


def matches(scope: Any, value: Value, pattern: Value) -> bool:
    """Whether the whole text fits the pattern; false for a text or a pattern that cannot be used."""
    text = string(value)
    if len(text) > LONGEST_MATCHED:
        return False
    try:
        return pattern_of(string(pattern)).fullmatch(text) is not None
    except ValueError:
        return False


@lru_cache(maxsize=256)
def pattern_of(text: str) -> re.Pattern[str]:
    """The compiled pattern. Raises ValueError for a text that is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return re.compile(text)
    except (re.error, OverflowError, RecursionError) as fault:
        raise ValueError(str(fault)) from fault


def count(scope: Any, *values: Value) -> Decimal:
    """How many rows: those of a repeat or of a question in it, answered or not; one for an answer outside."""
    return Decimal(sum(len(value) if isinstance(value, list) else value != "" for value in values))


def joined(scope: Any, *values: Value) -> str:
    """The texts one after the other."""
    return "".join(string(item) for item in items(values))


FUNCTIONS: dict[str, tuple[Callable[..., Value], int, int]] = {
    "selected": (selected, 2, 2),
    "count-selected": (count_selected, 1, 1),
    "selected-at": (selected_at, 2, 2),
    "coalesce": (coalesce, 2, 2),
    "if": (choose, 3, 3),
    "not": (lambda scope, value: not truth(value), 1, 1),
    "true": (lambda scope: True, 0, 0),
    "false": (lambda scope: False, 0, 0),
    "boolean": (lambda scope, value: truth(value), 1, 1),
    "date": (as_date, 1, 1),
    "today": (lambda scope: scope.today or "", 0, 0),
    "once": (lambda scope, value: value if string(scope.current) == "" else scope.current, 1, 1),
    "string": (lambda scope, value: string(value), 1, 1),
    "string-length": (lambda scope, value: Decimal(len(string(value))), 1, 1),
    "number": (lambda scope, value: number(value), 1, 1),
    "int": (whole, 1, 1),
    "round": (rounded, 1, 2),
    "regex": (matches, 2, 2),
    "contains": (lambda scope, text, part: string(part) in string(text), 2, 2),
    "starts-with": (lambda scope, text, part: string(text).startswith(string(part)), 2, 2),
    "ends-with": (lambda scope, text, part: string(text).endswith(string(part)), 2, 2),
    "concat": (joined, 1, MANY),
    "count": (count, 1, MANY),
    "count-non-empty": (lambda scope, *values: Decimal(len(items(values))), 1, MANY),
    "sum": (total, 1, MANY),
    "min": (least, 1, MANY),
    "max": (greatest, 1, MANY),
}
