"""Read the sheets of an XLSForm as text, without trusting the file.

A workbook is a zip whose directory may lie, so real bytes are counted too. Whatever stands in the sheets is either
read or refused at its place: a heading that comes twice, a cell below no heading, a formula, a further sheet.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.xml import DEFUSEDXML

from surveys.questionnaire.faults import Fault, Refused, refuse

MOST_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 200
MOST_ROWS, MOST_COLUMNS = 20_000, 200
PIECE = 64 * 1024
FORBIDDEN = ("vbaproject", "externallinks", "activex", "embeddings")
SHEETS = ("survey", "choices", "settings")
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    KeyError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number, and its cells by column that are not empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its columns in their order, and its rows that are not empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheets(content: bytes) -> dict[str, Sheet]:
    """The three sheets of an XLSForm. Raises Refused for a file that is none, or that is not safe to open."""
    check_zip(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        faults: list[Fault] = []
        sheets = [read_sheet(workbook[name], name, faults) for name in workbook.sheetnames]
    except Refused:
        raise
    except Exception as fault:  # noqa: BLE001 - damaged workbooks raise whatever the parser runs into
        raise refuse(f"The file cannot be read as an Excel workbook ({type(fault).__name__}).") from fault
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        if sheet.name in found:
            words = f"There are two sheets “{sheet.name}”."
            faults.append(Fault(sheet.name, None, "", "duplicate_sheet", words))
        elif sheet.name not in SHEETS and sheet.columns:
            words = f"The sheet “{sheet.name}” is not known here."
            faults.append(Fault(sheet.name, None, "", "unknown_sheet", words))
        found[sheet.name] = sheet
    for name in ("survey", "settings"):
        if name not in found:
            faults.append(Fault(name, None, "", "missing_sheet", f"The sheet “{name}” is missing."))
    if faults:
        raise Refused(faults)
    return {name: found.get(name, Sheet(name, (), ())) for name in SHEETS}


def check_zip(content: bytes) -> None:
    """Refuse what is no workbook, what holds macros or links, and what would swell beyond the limits."""
    if not DEFUSEDXML:
        raise refuse("The server cannot open workbooks safely: defusedxml is missing.", "unsafe")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_entries(archive)
    except DAMAGE as fault:
        raise refuse(f"The file is not an Excel workbook (.xlsx): {type(fault).__name__}.") from fault


def check_entries(archive: zipfile.ZipFile) -> None:
    """Names and sizes, first as the directory declares them, then as they are."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise refuse("The workbook is too large when unpacked.", "too_large")
    for entry in entries:
        if any(word in entry.filename.lower() for word in FORBIDDEN):
            raise refuse(f"The workbook holds {entry.filename}: macros and links are not accepted.", "unsafe")
    size = 0
    for entry in entries:
        for piece in pieces_of(archive, entry):
            size += len(piece)
            if size > MOST_BYTES:
                raise refuse("The workbook is too large when unpacked.", "too_large")


def pieces_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What an entry really holds, a piece at a time."""
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            yield piece


def read_sheet(sheet: Any, title: str, faults: list[Fault]) -> Sheet:
    """A sheet's rows with their numbers; the first row names the columns. What cannot be read is a fault."""
    name = title.lower()
    columns: list[str] = []
    rows = []
    # What the sheet says of its own size may be a lie that fills the memory.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > MOST_ROWS:
            raise refuse(f"The sheet “{name}” has more than {MOST_ROWS} rows.", "too_large", name, number)
        if len(cells) > MOST_COLUMNS and any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise refuse(f"The sheet “{name}” has more than {MOST_COLUMNS} columns.", "too_large", name, number)
        texts = [text_at(cell, name, number, faults) for cell in cells[:MOST_COLUMNS]]
        if number == 1:
            columns = texts
            faults.extend(heading_faults(name, columns))
        elif any(texts):
            faults.extend(stray_cells(name, number, columns, texts))
            named = zip(columns, texts, strict=False)
            rows.append(Row(number, {column: text for column, text in named if column and text}))
    return Sheet(name, tuple(column for column in columns if column), tuple(rows))


def heading_faults(sheet: str, columns: list[str]) -> Iterator[Fault]:
    """Headings that come twice: one of the two columns would be lost."""
    for index, column in enumerate(columns):
        if column and column in columns[:index]:
            yield Fault(sheet, 1, column, "duplicate_column", f"The column “{column}” comes twice.")


def stray_cells(sheet: str, number: int, columns: list[str], texts: list[str]) -> Iterator[Fault]:
    """Cells that stand below no heading."""
    for index, text in enumerate(texts):
        if text and (index >= len(columns) or not columns[index]):
            letter = get_column_letter(index + 1)
            yield Fault(sheet, number, letter, "no_heading", f"“{text[:40]}” stands in a column without a heading.")


def text_at(cell: Any, sheet: str, number: int, faults: list[Fault]) -> str:
    """A cell's content as text. A formula is a fault: what it came to last is not what it says."""
    if cell.value is None:
        return ""
    if cell.data_type in {"f", "e"}:
        letter = get_column_letter(cell.column)
        faults.append(Fault(sheet, number, letter, "formula", "The cell holds a formula or an error, not a text."))
        return ""
    return text_of(cell.value)


def text_of(value: Any) -> str:
    """A value as text: whole numbers without a point, days in ISO form."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def language_of(column: str) -> str:
    """The code in `label::French (fr)`, or what stands there without one."""
    language = column.partition("::")[2].strip()
    if language.endswith(")") and "(" in language:
        return language[language.rindex("(") + 1 : -1].strip()
    return language
