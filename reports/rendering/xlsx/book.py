"""Sheets put into an Excel workbook: tables with filters, frozen heads, set up for printing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from reports.rendering.xlsx.heights import height
from reports.rendering.xlsx.saving import save
from reports.rendering.xlsx.sheets import Fact, Link, Quiet, Row, Share, Sheet, Spoken, Strong, Value, distinct
from reports.rendering.xlsx.styles import add_styles, spoken_style
from surveys.workbooks.excel import FIRST_YEAR, LIKE_A_FORMULA, readable

A4 = 9
BUTTON = 3
PLAIN = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)


class Book:
    """A workbook in one language; `notices` stand under the heading of every sheet, `least` is the smallest N of
    which a share is told, `footer` stands on every printed page."""

    def __init__(
        self, *, language: str, is_right_to_left: bool, notices: Sequence[str], least: int, footer: str
    ) -> None:
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.active)
        self.is_right_to_left = is_right_to_left
        self.notices = notices
        self.least = least
        self.footer = footer
        self.results: dict[str, list[float | None]] = {}
        add_styles(self.workbook, language)

    def add(self, plan: Sheet, *, nothing: str) -> None:
        """Add a sheet; where its table has no row, the words for that stand in it, since Excel wants one."""
        sheet = self.workbook.create_sheet(plan.tab)
        self.results[plan.tab] = []
        top = plan.top(notices=len(self.notices))
        self.write_top(sheet, plan)
        rows = plan.rows or [[Quiet(nothing)]]
        widths = [column.width for column in plan.columns]
        for number, values in enumerate(rows, start=top + 1):
            self.write_row(sheet, number, values)
            sheet.row_dimensions[number].height = height(list(broken_texts(values, widths)))
        self.add_table(sheet, plan, top, top + len(rows))
        self.set_up(sheet, plan, top)

    def write_top(self, sheet: Worksheet, plan: Sheet) -> None:
        """Heading, notices and notes."""
        lines = [
            (plan.heading, "heading"),
            *((text, "notice") for text in self.notices),
            *((text, "note") for text in plan.notes),
        ]
        for number, (text, style) in enumerate(lines, start=1):
            put_text(sheet.cell(number, 1), text, style)

    def write_row(self, sheet: Worksheet, number: int, values: Row) -> None:
        """One row of a table."""
        for column, value in enumerate(values, start=1):
            if isinstance(value, Share):
                self.put_share(sheet.cell(number, column), value, values)
            elif value is not None:
                self.put(sheet.cell(number, column), value)

    def put(self, cell: Cell, value: Value) -> None:
        """A value as what it is: what anybody wrote never becomes anything but a text."""
        match value:
            case date() if value.year >= FIRST_YEAR:
                cell.value, cell.style = value, "day"
            case date():
                put_text(cell, value.isoformat(), "text")
            case int() | Decimal():
                cell.value, cell.style = value, "whole" if isinstance(value, int) else "exact"
            case Fact():
                cell.value, cell.style = value.number, "fact"
            case Spoken():
                put_text(cell, value.text, spoken_style(self.workbook, value.language))
            case Link():
                put_text(cell, value.text, "link")
                place = f"{quote_sheetname(value.sheet)}!A{value.row}"
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
            case Strong() | Quiet():
                put_text(cell, value.text, "strong" if isinstance(value, Strong) else "quiet")
            case str():
                put_text(cell, value, "text")

    def put_share(self, cell: Cell, share: Share, values: Row) -> None:
        """A share as a formula for all to see, where both n and N are told."""
        n, base = values[share.n], values[share.base]
        if not isinstance(n, int) or not isinstance(base, int):
            return
        places = [f"{get_column_letter(column + 1)}{cell.row}" for column in (share.n, share.base)]
        cell.value = f'=IF({places[1]}<{self.least},"",{places[0]}/{places[1]})'
        cell.style = "share"
        self.results[cell.parent.title].append(n / base if base >= self.least else None)

    def add_table(self, sheet: Worksheet, plan: Sheet, top: int, last: int) -> None:
        """The head, the table of Excel's own, and names for its columns that are the same in every language."""
        heads = distinct([column.head for column in plan.columns])
        for number, head in enumerate(heads, start=1):
            put_text(sheet.cell(top, number), head, "head")
        # The button of the filter takes its place beside the words.
        widths = [column.width - BUTTON for column in plan.columns]
        sheet.row_dimensions[top].height = height(list(zip(heads, widths, strict=True)))
        table = Table(
            displayName=plan.name,
            name=plan.name,
            ref=f"A{top}:{get_column_letter(len(plan.columns))}{last}",
            tableStyleInfo=PLAIN,
        )
        sheet.add_table(table)
        for number, column in enumerate(plan.columns, start=1):
            if column.name:
                letter = get_column_letter(number)
                cells = absolute_coordinate(f"{letter}{top + 1}:{letter}{last}")
                place = f"{quote_sheetname(plan.tab)}!{cells}"
                self.workbook.defined_names[column.name] = DefinedName(column.name, attr_text=place)

    def set_up(self, sheet: Worksheet, plan: Sheet, top: int) -> None:
        """How the sheet is read and printed."""
        sheet.sheet_view.rightToLeft = self.is_right_to_left
        sheet.sheet_view.showGridLines = False
        sheet.freeze_panes = sheet.cell(top + 1, plan.frozen + 1)
        for number, column in enumerate(plan.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = column.width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{top}:{top}"
        sheet.oddFooter.left.text = self.footer.replace("&", "&&")
        sheet.oddFooter.center.text = "&A"
        sheet.oddFooter.right.text = "&P / &N"

    def save(self, target: str | BinaryIO, *, day: date) -> None:
        """Write the file; its properties tell a day of the content, never the time of writing."""
        save(self.workbook, target, at=datetime.combine(day, time()), results=self.results)


def broken_texts(values: Row, widths: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The texts of a row that are broken into lines, with the widths of their columns."""
    for value, width in zip(values, widths, strict=False):
        if isinstance(value, str):
            yield value, width
        elif isinstance(value, Spoken | Link | Strong):
            yield value.text, width


@lru_cache(maxsize=8192)
def held(text: str) -> str:
    """The text as a cell can hold it."""
    return readable(text)


def put_text(cell: Cell, text: str, style: str) -> None:
    """A text as a text, also where it begins like a formula."""
    cell.value = held(text)
    cell.data_type, cell.style = "s", style
    if text.startswith(LIKE_A_FORMULA):
        cell.quotePrefix = True
