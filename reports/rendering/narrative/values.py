"""Figures, days and shares as the active language writes them."""

import re
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from reports.summary.tables import MINIMUM_BASE

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEAR = "_year"


def day_of(iso: str) -> str:
    """A day written out."""
    return str(date_format(date.fromisoformat(iso), "DATE_FORMAT"))


def number_of(value: int | str) -> str:
    """A number with the language's separators, every digit of it."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def figure_of(question: str, value: int | str) -> str:
    """A figure of a question: a day, a year without separators, or a number."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return day_of(value)
    return str(value) if question.endswith(YEAR) else number_of(value)


def n_of(n: int, base: int) -> str:
    """n of N."""
    return _("%(value)s of %(total)s") % {"value": number_of(n), "total": number_of(base)}


def share_of(n: int, base: int) -> str:
    """The share in per cent with one decimal; none of a base so small that it would mislead (design.md, 7)."""
    if base < MINIMUM_BASE:
        return ""
    return _("%(share)s%%") % {"share": number_format(round(100 * n / base, 1), decimal_pos=1, use_l10n=True)}
