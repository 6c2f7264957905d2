"""A figure as a sentence: n of N Governments, never a total across unlike answers (design.md, section 7)."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.rendering.words import Words
from reports.summary.tables import STATISTICS, Cell


def sentence(cell: Cell, words: Words, *, in_repeat: bool) -> str:
    """What the cell says, in the language that is active; N are the States asked, in a repeat the entries."""
    facts = {"n": cell.n, "base": cell.base, "value": cell.value, "what": what(cell, words)}
    if cell.measure in STATISTICS:
        return _("%(what)s of what was answered: %(value)s; %(n)s of %(base)s answered.") % facts
    if in_repeat:
        text = ngettext("%(n)s of %(base)s entry: %(what)s.", "%(n)s of %(base)s entries: %(what)s.", cell.base)
        return text % facts
    return of_governments(cell.measure, facts) % facts


def what(cell: Cell, words: Words) -> str:
    """The choice or the measure in words."""
    return words.choice(cell.question, cell.choice) if cell.choice else words.measure(cell.measure)


def of_governments(measure: str, facts: Mapping[str, int | str]) -> str:
    """The sentence of a measure that counts Governments, its facts still to be put in."""
    base = int(facts["base"])
    if measure == "choice":
        return ngettext(
            "%(n)s of %(base)s Government indicated: %(what)s.",
            "%(n)s of %(base)s Governments indicated: %(what)s.",
            base,
        )
    if measure == "answered":
        return ngettext(
            "%(n)s of %(base)s Government answered the question.",
            "%(n)s of %(base)s Governments answered the question.",
            base,
        )
    if measure == "rows":
        return ngettext(
            "%(n)s of %(base)s Government made entries; their number is %(value)s.",
            "%(n)s of %(base)s Governments made entries; their number is %(value)s.",
            base,
        )
    return ngettext(
        "Of %(n)s of %(base)s Government the answer is: %(what)s.",
        "Of %(n)s of %(base)s Governments the answer is: %(what)s.",
        base,
    )
