"""Two editions compared, as an Excel workbook: which two they are, and every figure that moved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.rendering.words import LANGUAGE_CODES, Words
from reports.rendering.xlsx.book import Book
from reports.rendering.xlsx.figures import Place, answer_of, not_shown
from reports.rendering.xlsx.sheets import Column, Fact, Row, Sheet, Strong, Value, number, tabs
from reports.summary.compare import Moved
from reports.summary.tables import MINIMUM_BASE, Content
from surveys.models.member_states import alphabetical

# Edition, its number and its digest.
Numbered = tuple[Content, int, str]


def write_comparison(
    cells: Sequence[Moved],
    movers: Mapping[str, Sequence[str]],
    target: str | BinaryIO,
    *,
    old: Numbered,
    new: Numbered,
    words: Words,
    chosen: Mapping[str, str],
) -> None:
    """Write these figures that moved, in the language of `words`, to a path or a binary file.

    `movers` are the codes of the States whose replies moved a figure, by its address; `chosen` tells which figures
    these are, words by words.
    """
    with override(LANGUAGE_CODES.get(words.language, words.language)):
        book = Book(
            language=words.language,
            is_right_to_left=words.is_right_to_left,
            notices=[_("Demonstration data: answers are invented")] if words.synthetic else [],
            least=MINIMUM_BASE,
            footer=words.title,
        )
        about, moved = tabs([_("About"), _("Figures that moved")])
        book.add(editions_sheet(old, new, words, about, chosen), nothing=_("There is nothing to list."))
        book.add(moved_sheet(cells, movers, words, moved), nothing=_("No figure is different."))
        book.save(target, day=date.fromisoformat(new[0]["as_of"]))


def editions_sheet(old: Numbered, new: Numbered, words: Words, tab: str, chosen: Mapping[str, str]) -> Sheet:
    """Which two editions they are, side by side, and which of the figures were asked for."""
    pairs = zip(facts_of(old), facts_of(new), strict=True)
    facts: list[Row] = [[Strong(name), before, after] for (name, before), (_name, after) in pairs]
    asked: list[Row] = [[Strong(name), value, value] for name, value in chosen.items()]
    return Sheet(
        name="about",
        tab=tab,
        heading=words.title,
        columns=[Column(_("Particular"), 40), Column(_("Earlier edition"), 66), Column(_("Later edition"), 66)],
        rows=[*facts, *asked],
    )


def facts_of(edition: Numbered) -> list[tuple[str, Value]]:
    """What tells an edition apart from every other."""
    content, known_as, digest = edition
    return [
        (_("Edition"), Fact(known_as)),
        (_("As of"), date.fromisoformat(content["as_of"])),
        (_("Ledger position"), Fact(content["ledger_position"])),
        (_("Digest (SHA-256)"), digest),
    ]


def moved_sheet(cells: Sequence[Moved], movers: Mapping[str, Sequence[str]], words: Words, tab: str) -> Sheet:
    """The figures, each with both values and the States whose replies moved it."""
    return Sheet(
        name="moved",
        tab=tab,
        heading=_("Figures that moved"),
        columns=[
            Column(_("Section"), 30),
            Column(_("Question"), 60),
            Column(_("Figure"), 44),
            Column(_("Group"), 30),
            Column(_("Earlier edition"), 18),
            Column(_("Later edition"), 18),
            Column(_("Moved by the replies of"), 60),
            Column(_("Address"), 44),
        ],
        rows=[moved_row(cell, movers[cell.address], words) for cell in cells],
        frozen=2,
    )


def moved_row(cell: Moved, movers: Sequence[str], words: Words) -> Row:
    """One figure in words and numbers; its address is the same in every language."""
    return [
        words.section(cell.section),
        words.question(cell.question),
        answer_of(Place(cell.measure, cell.choice), cell.question, words),
        words.group(cell.group),
        value_of(cell, cell.old, is_hidden=cell.old_hidden),
        value_of(cell, cell.new, is_hidden=cell.new_hidden),
        "\n".join(alphabetical([words.state(iso3) for iso3 in movers], key=lambda name: name)),
        cell.address,
    ]


def value_of(cell: Moved, value: int | str | None, *, is_hidden: bool) -> Value:
    """The value as a number or a day; a mark where it is not told, nothing where there is none."""
    if is_hidden:
        return not_shown()
    return None if value is None else number(value, is_year=cell.question.endswith("_year"))
