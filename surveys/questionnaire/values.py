"""The values of expressions and how XPath turns one kind into another.

A value is text, Decimal, date, bool, None (not a number), or a list of these (a question of a repeat, seen from
outside). Unanswered is the empty text.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

Value = Any
# XPath's number: no exponent, no underscore, no digits but these.
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
FIRST_DAY = date(1970, 1, 1).toordinal()


def equal(left: Value, right: Value) -> bool:
    """XPath's equality: as truth values, as numbers, or as texts, whatever either side is.

    A day equals its ISO text, as in ODK; what is not a number equals nothing.
    """
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) is truth(right)
    if left is None or right is None:
        return False
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        first, second = number(left), number(right)
        return first is not None and first == second
    return string(left) == string(right)


def truth(value: Value) -> bool:
    """XPath's truth: a number other than zero, a text that is not empty."""
    return bool(value) if not isinstance(value, list) else any(item != "" for item in value)


def number(value: Value) -> Decimal | None:
    """The value as a number (a day as the days since 1 January 1970, as in ODK), None when it is none."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return Decimal(int(value))
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, date):
        return Decimal(value.toordinal() - FIRST_DAY)
    text = value.strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None


def string(value: Value) -> str:
    """The value as text, as XPath writes it."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "NaN"
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text
