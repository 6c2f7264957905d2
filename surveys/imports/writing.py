"""A table as a file: an Excel workbook with its columns described, or CSV."""

import csv
import io
from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from surveys.imports.reading import shown_value
from surveys.imports.tables import Table
from surveys.models import User
from surveys.workbooks.excel import LIKE_A_FORMULA, put, sheet_name

HEAD_FONT, HEAD_FILL = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F3864")
WIDTH, WIDE = 18, 60
AS_TEXT = "@"


def rows_of(table: Table, by: User, on: date) -> list[list[Any]]:
    """The rows of the table as a file holds them, in the order of its columns."""
    resource = table.resource(by=by, on=on)
    columns = resource.columns
    return [[column.export(instance) for column in columns] for instance in resource.rows()]


def write_xlsx(table: Table, by: User, on: date) -> bytes:
    """The workbook: the table on a sheet of its short name, and what each column holds, in the active language."""
    book = Workbook(write_only=True)
    rows, headings = rows_of(table, by, on), table.headings()
    sheet = new_sheet(book, table.slug, [WIDTH] * len(headings))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
    write_row(sheet, headings, is_head=True)
    as_text = {at for at, column in enumerate(table.columns()) if column.is_text}
    for row in rows:
        write_row(sheet, row, as_text=as_text)
    about = new_sheet(book, _("About"), [WIDTH, WIDE])
    write_row(about, [_("Heading"), _("What the column holds")], is_head=True)
    for column in table.columns():
        write_row(about, [str(column.column_name), str(column.label)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def new_sheet(book: Workbook, name: str, widths: list[int]) -> Worksheet:
    """An empty sheet whose head stays in sight."""
    sheet = book.create_sheet(sheet_name(name))
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes, sheet.print_title_rows = "A2", "1:1"
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    return sheet


def write_row(sheet: Worksheet, row: list[Any], *, is_head: bool = False, as_text: Collection[int] = ()) -> None:
    """Put the values in as what they are; into the cells of `as_text` what is typed stays text."""
    cells = []
    for at, value in enumerate(row):
        cell = WriteOnlyCell(sheet)
        put(cell, value)
        if isinstance(value, int):
            cell.number_format = "0"
        if at in as_text:
            cell.number_format = AS_TEXT
        if is_head:
            cell.font, cell.fill = HEAD_FONT, HEAD_FILL
        cells.append(cell)
    sheet.append(cells)


def write_csv(table: Table, by: User, on: date) -> bytes:
    """The table as CSV in UTF-8, marked as such for Excel; what a spreadsheet would take for a formula is quoted."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(table.headings())
    for row in rows_of(table, by, on):
        writer.writerow([guarded(shown_value(value)) for value in row])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def guarded(text: str) -> str:
    """The text with an apostrophe before what would be taken for a formula; reading takes it away again."""
    return f"'{text}" if text.startswith((*LIKE_A_FORMULA, "'")) else text
