"""A figure as it stands in a sentence of a chapter: the number and n of N, in the chapter's language."""

import re
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import override, pgettext

from reports.rendering.words import LANGUAGE_CODES
from reports.summary.tables import STATISTICS, Cell

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def figure_text(cell: Cell, language: str) -> str:
    """What stands in the place of the figure's code. Where States are counted, the number is n itself."""
    with override(LANGUAGE_CODES.get(language, language)):
        facts = {"n": counted(cell.n), "base": counted(cell.base), "value": written(cell)}
        if cell.measure in {*STATISTICS, "rows"}:
            return pgettext("figure in a sentence", "%(value)s (%(n)s of %(base)s)") % facts
        return pgettext("figure in a sentence", "%(n)s of %(base)s") % facts


def counted(number: int) -> str:
    """A number of States or entries."""
    return number_format(number, use_l10n=True, force_grouping=True)


def written(cell: Cell) -> str:
    """The value as the language writes it: a day, a year as it is, any other number grouped."""
    text = str(cell.value)
    if DAY.fullmatch(text):
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    if cell.question.endswith("_year"):
        return text
    return number_format(Decimal(text), use_l10n=True, force_grouping=True)
