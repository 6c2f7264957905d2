"""The board as an Excel workbook: exactly the rows that are shown, in their order, as what they are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.board import Line
from surveys.figures import Figures
from surveys.workbooks.excel import put, sheet_name

HEAD_FONT, HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
WIDTHS = (34, 8, 28, 28, 22, 14, 22, 16, 14, 34, 16, 16)


@dataclass(frozen=True)
class Sheet:
    """What a workbook says: the rows, and of which day, at which ledger position, chosen how, out of how many.

    `chosen` holds the filter as pairs of name and value, in words.
    """

    title: str
    lines: Sequence[Line]
    day: date
    ledger_position: int
    number_of_rows: int
    chosen: Sequence[tuple[str, str]]
    total: Figures
    is_invented: bool


def write_board(sheet: Sheet, target: str | BinaryIO) -> None:
    """Write the workbook in the language that is active, right to left where that language is."""
    book = Workbook(write_only=True)
    write_rows(new_sheet(book, _("Member States"), WIDTHS), sheet.lines)
    write_facts(new_sheet(book, _("About"), (44, 60)), sheet)
    book.save(target)


def new_sheet(book: Workbook, name: str, widths: Sequence[int]) -> Worksheet:
    """An empty sheet; what a write-only sheet is to look like has to be said before its first row."""
    sheet = book.create_sheet(sheet_name(name))
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def heads() -> list[str]:
    """The heads of the columns, as on the page."""
    return [
        _("Member State"),
        _("ISO 3 code"),
        _("Region"),
        _("Subregion"),
        _("Status"),
        _("Received on"),
        _("Which day counts"),
        _("Channel"),
        _("Language"),
        _("Responsible"),
        _("Last activity"),
        _("Reply by"),
    ]


def values(line: Line) -> list[Any]:
    """The cells of a row: days as days, texts as texts, nothing where there is nothing."""
    return [
        line.name,
        line.iso3,
        line.region_name,
        line.subregion_name or None,
        line.status_word,
        line.received_on,
        line.counts_word or None,
        line.channel_word or None,
        line.language_name or None,
        line.staff_name or None,
        line.last_activity_on,
        line.due_on,
    ]


def write_rows(sheet: Worksheet, lines: Sequence[Line]) -> None:
    """Head and rows; the head stays in sight, stands on every printed page and carries Excel's own filter."""
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(WIDTHS))}{len(lines) + 1}"
    sheet.append(cells(sheet, heads(), is_head=True))
    for line in lines:
        sheet.append(cells(sheet, values(line)))


def write_facts(sheet: Worksheet, facts: Sheet) -> None:
    """What the rows are: of which day, known at which position, chosen how; and the figures of all States."""
    total = facts.total
    rows: list[tuple[str, Any]] = [
        (_("Survey"), facts.title),
        (_("As of"), facts.day),
        (_("Ledger position"), facts.ledger_position),
        (_("Rows in this workbook"), len(facts.lines)),
        (_("Rows on the board"), facts.number_of_rows),
        *(facts.chosen or [(_("Filter"), pgettext("no filter", "none"))]),
        (_("Member States"), total.members),
        (_("States asked"), total.sent),
        (_("Replies received"), total.received),
        (_("Compiled"), total.compiled),
        (_("Received on paper, being entered"), total.being_entered),
        (_("Replies outstanding"), total.outstanding),
        (_("Received late"), total.late),
    ]
    if facts.is_invented:
        sheet.append(cells(sheet, [_("Demonstration data: answers are invented")]))
    for row in rows:
        sheet.append(cells(sheet, row))


def cells(sheet: Worksheet, row: Iterable[Any], *, is_head: bool = False) -> list[WriteOnlyCell]:
    """The values as cells; a text that begins like a formula stays a text."""
    found = []
    for value in row:
        cell = WriteOnlyCell(sheet)
        put(cell, value)
        if is_head:
            cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        found.append(cell)
    return found
