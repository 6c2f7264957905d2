"""All sheets of the workbook, in their order."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.rendering.words import LANGUAGE_CODES, Words
from reports.rendering.xlsx.book import Book
from reports.rendering.xlsx.entries import entries_sheet, open_answers_sheet, repeats_of
from reports.rendering.xlsx.figures import figures_sheet
from reports.rendering.xlsx.front import about_sheet, contents_sheet
from reports.rendering.xlsx.lists import (
    cut_offs_sheet,
    rates_sheet,
    registered_sheet,
    replies_sheet,
    treatments_sheet,
)
from reports.rendering.xlsx.sections import pair_sheet, pairs_in, section_sheet, sections_of
from reports.rendering.xlsx.sheets import Sheet, tabs
from reports.summary.tables import MINIMUM_BASE, Content


def write_summary(edition: Content, target: str | BinaryIO, *, words: Words, number: int, digest: str) -> None:
    """Write the workbook of an edition in the language of `words` to a path or a binary file.

    The same content, words, number and digest give the same bytes.
    """
    with override(LANGUAGE_CODES.get(words.language, words.language)):
        notices = [_("Demonstration data: answers are invented")] if words.synthetic else []
        book = Book(
            language=words.language,
            is_right_to_left=words.is_right_to_left,
            notices=notices,
            least=MINIMUM_BASE,
            footer=words.title,
        )
        describe(book, words, number, digest)
        for sheet in sheets_of(edition, words, number, digest, len(notices)):
            book.add(sheet, nothing=_("There is nothing to list."))
        book.save(target, day=date.fromisoformat(edition["as_of"]))


def describe(book: Book, words: Words, number: int, digest: str) -> None:
    """The properties of the document, which programs and search read."""
    properties = book.workbook.properties
    properties.title, properties.language = words.title, words.language
    properties.creator = _("International Labour Office")
    properties.subject = _("Summary of the replies")
    properties.version, properties.identifier = str(number), digest


def sheets_of(edition: Content, words: Words, number: int, digest: str, notices: int) -> list[Sheet]:
    """The sheets, each with the words on its tab."""
    sections = list(parts_of(edition, words))
    replies = replies_sheet(edition, words, tabs([_("Who is in it")])[0])
    sheets = [
        about_sheet(edition, words, _("About"), number=number, digest=digest, replies=replies.tab),
        rates_sheet(edition, words, _("Response rates")),
        cut_offs_sheet(edition, words, _("Cut-off dates")),
        replies,
        registered_sheet(edition, words, _("Registered, not compiled")),
        *sections,
        open_answers_sheet(edition, words, _("Open answers")),
        figures_sheet(edition, words, _("Figures")),
        treatments_sheet(edition, words, _("Treatments")),
    ]
    name_tabs([_("Contents")], sheets)
    return [contents_sheet(sheets, words, tabs([_("Contents")])[0], notices=notices), *sheets]


def parts_of(edition: Content, words: Words) -> Iterator[Sheet]:
    """For each section its sheet, then those of its pairs and of its repeats; tables are named by their place, since
    names of questions need not make names of tables."""
    sections = {section.name: section for section in words.definition.sections}
    for number, (name, blocks) in enumerate(sections_of(edition, words).items(), start=1):
        yield section_sheet(name, blocks, edition, words, f"section_{number}")
        pairs = pairs_in(sections[name].children) if name in sections else ()
        for place, pair in enumerate(pairs, start=1):
            sheet = pair_sheet(pair, edition, words, f"section_{number}_pair_{place}")
            if sheet.rows:
                yield sheet
        for place, repeat in enumerate(repeats_of(blocks), start=1):
            yield entries_sheet(repeat, edition, words, f"section_{number}_entries_{place}")


def name_tabs(before: Sequence[str], sheets: Sequence[Sheet]) -> None:
    """Make the words on the tabs such as Excel takes, no two alike."""
    names = tabs([*before, *(sheet.tab for sheet in sheets)])
    for sheet, name in zip(sheets, names[len(before) :], strict=True):
        sheet.tab = name
