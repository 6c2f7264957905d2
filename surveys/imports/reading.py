"""A workbook or a CSV file as rows of cells, read without running, unpacking to disk or guessing anything.

The file's kind is told by its content. What is too large is refused before a parser sees it; a formula, an error of
Excel's and merged cells are faults of their cells, since what they mean is not in the file.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from surveys.file_types.kinds import extension_of, media_type_of
from surveys.file_types.refused import Refused
from surveys.imports.refused import FileRefused

MOST_BYTES = 5_000_000
MOST_UNPACKED = 30_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 100
# Where a sheet of Excel ends; a file may claim any number.
LAST_ROW = 1_048_576
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
# What stands in a format of Excel's as text, as colour, or as language.
NO_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DELIMITERS = ",;\t"
FAULTS_OF_PARSERS = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
)


@dataclass(frozen=True)
class Misread:
    """A cell that says nothing by itself: code `formula`, `error`, `merged` or `month_as_day`; `found` is what stands
    there."""

    code: str
    found: str


@dataclass(frozen=True)
class ReadRow:
    """A row: its number in the sheet, from 1, and its values in the order of the headings."""

    number: int
    values: tuple[Any, ...]


@dataclass(frozen=True)
class ReadSheet:
    """What was read: the sheet's name (empty for CSV), its headings, the rows that hold anything."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[ReadRow, ...]
    is_text: bool

    def letter(self, heading: str) -> str:
        """The letter of the column under this heading; empty where there is none."""
        return get_column_letter(self.headings.index(heading) + 1) if heading in self.headings else ""


def read_sheet(content: bytes, name: str, wanted: str) -> ReadSheet:
    """The sheet called `wanted`, or the first one, of the file called `name`. Raises FileRefused."""
    if not content:
        raise FileRefused("empty")
    if len(content) > MOST_BYTES:
        raise FileRefused("too_large", most=MOST_BYTES)
    if extension_of(name) not in {"xlsx", "csv"}:
        raise FileRefused("other_name", found=name)
    kind = kind_of(content)
    if kind == XLSX and extension_of(name) == "xlsx":
        return read_workbook(content, wanted)
    if kind == "text/plain" and extension_of(name) == "csv":
        return read_csv(content)
    raise FileRefused("other_kind", kind=kind, extension=extension_of(name))


def kind_of(content: bytes) -> str:
    """The media type by the content. Raises FileRefused."""
    try:
        refuse_large_package(content)
        return media_type_of(io.BytesIO(content))
    except Refused as refused:
        if refused.code == "type_not_taken" and not content.startswith(b"PK"):
            raise FileRefused("not_utf8") from refused
        raise FileRefused(refused.code, **refused.params) from refused


def refuse_large_package(content: bytes) -> None:
    """Raise FileRefused by what a package says of itself; what it really unpacks to is counted by `media_type_of`."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except FAULTS_OF_PARSERS as fault:
        raise FileRefused("damaged") from fault
    if unpacked > MOST_UNPACKED:
        raise FileRefused("unpacks_too_large", most=MOST_UNPACKED // 1_000_000)


def read_workbook(content: bytes, wanted: str) -> ReadSheet:
    """The sheet of a workbook. Raises FileRefused."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        names = [sheet.title for sheet in book.worksheets]
        if not names:
            raise FileRefused("damaged")
        name = wanted if wanted in names else names[0]
        sheet = book[name]
        sheet.reset_dimensions()
        grid = whole_rows([workbook_value(cell) for cell in row] for row in sheet.iter_rows(max_row=LAST_ROW + 1))
        merged = merged_cells(sheet)
    except FAULTS_OF_PARSERS as fault:
        raise FileRefused("damaged") from fault
    return as_sheet(name, grid, merged, is_text=False)


def workbook_value(cell: Any) -> Any:
    """What a cell holds: a day without its midnight; what is no value of its own is misread."""
    value = cell.value
    if cell.data_type == "f":
        return Misread("formula", str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return Misread("error", str(value))
    if isinstance(value, datetime) and not shows_a_day(cell.number_format):
        return Misread("month_as_day", value.date().isoformat()[:7])
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value


def shows_a_day(form: str) -> bool:
    """Whether a date in this format of Excel's is seen with its day: of "2003-07" it makes 1 July, seen as Jul-03."""
    return not {"d", "h", "s"}.isdisjoint(NO_CODE.sub("", form).lower())


def merged_cells(sheet: Any) -> list[tuple[int, int, str]]:
    """Row and column, from 1, of the first cell of each merged area, with the area's reference.

    Read from the sheet's own XML: what is read cell by cell tells no merged areas, and what is read whole may be of
    any size.
    """
    with sheet._get_source() as source:
        areas = [area.decode() for area in MERGED.findall(source.read())]
    return [(top, left, area) for area in areas for left, top, _right, _bottom in [range_boundaries(area)]]


def read_csv(content: bytes) -> ReadSheet:
    """The rows of a CSV file in UTF-8, divided by commas, semicolons or tabs. Raises FileRefused."""
    text = content.decode("utf-8-sig")
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        grid = whole_rows([value or None for value in row] for row in lines)
    except csv.Error as fault:
        raise FileRefused("not_csv", line=lines.line_num) from fault
    return as_sheet("", grid, [], is_text=True)


def whole_rows(rows: Iterator[list[Any]]) -> list[tuple[int, list[Any]]]:
    """The rows that hold anything, with their numbers. Raises FileRefused where there are too many."""
    found = []
    for number, row in enumerate(rows, start=1):
        while row and is_blank(row[-1]):
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise FileRefused("too_many_columns", most=MOST_COLUMNS)
        if row:
            found.append((number, row))
        if len(found) > MOST_ROWS + 1 or number > LAST_ROW:
            raise FileRefused("too_many_rows", most=MOST_ROWS)
    return found


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing but blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def as_sheet(
    name: str, grid: Sequence[tuple[int, list[Any]]], merged: Sequence[tuple[int, int, str]], *, is_text: bool
) -> ReadSheet:
    """Headings and rows, each row as wide as the headings; what stands beside them is refused with its place."""
    if not grid:
        raise FileRefused("empty")
    first, heads = grid[0]
    headings = tuple("" if is_blank(value) else str(getattr(value, "found", value)).strip() for value in heads)
    places = {(row, column): area for row, column, area in merged}
    if first != 1:
        raise FileRefused("no_headings", found=first)
    for row, _column in places:
        if row == 1:
            raise FileRefused("merged_headings", found=sheet_place(name, places[row, _column]))
    rows = []
    for number, values in grid[1:]:
        if len(values) > len(headings):
            raise FileRefused(
                "beside_headings",
                place=sheet_place(name, f"{get_column_letter(len(headings) + 1)}{number}"),
                found=str(values[len(headings)]),
            )
        padded = values + [None] * (len(headings) - len(values))
        for column, value in enumerate(padded, start=1):
            area = places.get((number, column))
            padded[column - 1] = Misread("merged", area) if area else value
        rows.append(ReadRow(number, tuple(padded)))
    if not rows:
        raise FileRefused("no_rows")
    return ReadSheet(name, headings, tuple(rows), is_text)


def sheet_place(name: str, place: str) -> str:
    """A cell or an area with the sheet on which it is; of CSV the place alone."""
    return f"{name}!{place}" if name else place


def shown_value(value: Any) -> str:
    """What a cell holds, as people read it."""
    if isinstance(value, Misread):
        return value.found
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
