"""Read the sheets of an XLSForm as text, without trusting the file.

Limits from threats.md (A13, A14): a workbook is a zip whose directory may lie, so real bytes are counted too.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.xml import DEFUSEDXML

from surveys.questionnaire.definition import Choice
from surveys.questionnaire.faults import refuse

MOST_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 200
MOST_ROWS, MOST_COLUMNS = 20_000, 200
PIECE = 64 * 1024
FORBIDDEN = ("vbaproject", "externallinks", "activex", "embeddings")
SHEETS = ("survey", "choices", "settings")


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
        workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = {
            name.lower(): read_sheet(workbook[name]) for name in workbook.sheetnames if name.lower() in SHEETS
        }
    except Exception as fault:  # noqa: BLE001 - damaged workbooks raise whatever the parser runs into
        raise refuse(f"The file cannot be read as an Excel workbook ({type(fault).__name__}).") from fault
    for name in ("survey", "settings"):
        if name not in found:
            raise refuse(f"The sheet “{name}” is missing.", "missing_sheet", name)
    return found


def check_zip(content: bytes) -> None:
    """Refuse what is no workbook, what holds macros or links, and what would swell beyond the limits."""
    if not DEFUSEDXML:
        raise refuse("The server cannot open workbooks safely: defusedxml is missing.", "unsafe")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise refuse("The workbook is too large when unpacked.", "too_large")
            for entry in entries:
                if any(word in entry.filename.lower() for word in FORBIDDEN):
                    raise refuse(
                        f"The workbook holds {entry.filename}: macros and links are not accepted.", "unsafe"
                    )
            if sum(real_size(archive, entry) for entry in entries) > MOST_BYTES:
                raise refuse("The workbook is too large when unpacked.", "too_large")
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as fault:
        raise refuse(f"The file is not an Excel workbook (.xlsx): {type(fault).__name__}.") from fault


def real_size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    """The bytes that an entry really has, counted no further than the limit."""
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                break
    return size


def read_sheet(sheet: Any) -> Sheet:
    """A sheet's rows with their numbers; the first row names the columns."""
    columns: tuple[str, ...] = ()
    rows = []
    for number, cells in enumerate(
        sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True), start=1
    ):
        texts = [text_of(cell) for cell in cells]
        if number == 1:
            columns = tuple(texts)
        elif any(texts):
            rows.append(Row(number, {column: text for column, text in zip(columns, texts, strict=False) if text}))
    return Sheet(sheet.title.lower(), tuple(column for column in columns if column), tuple(rows))


def text_of(cell: Any) -> str:
    """A cell's content as text: whole numbers without a point, days in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def read_choices(name: str, content: bytes) -> tuple[Choice, ...]:
    """The choices of a csv file with `name`, `label` and `label::Language (code)`. Raises Refused."""
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise refuse(f"{name} cannot be read as a csv file in UTF-8.", "unreadable", name) from fault
    choices = []
    for number, row in enumerate(rows, start=2):
        if not row.get("name"):
            raise refuse(f"{name}, line {number}: there is no name.", "missing_name", name, number, "name")
        choices.append(Choice(row["name"], labels_of(row)))
    return tuple(choices)


def labels_of(row: Mapping[str, str | None]) -> dict[str, str]:
    """The labels of a csv row by language."""
    found = {
        language_of(column): text
        for column, text in row.items()
        if column and column.startswith("label::") and text
    }
    return found or {"default": row.get("label") or row["name"] or ""}


def language_of(column: str) -> str:
    """The code in `label::French (fr)`, or what stands there without one."""
    language = column.partition("::")[2].strip()
    return (
        language[language.rindex("(") + 1 : -1].strip() if language.endswith(")") and "(" in language else language
    )
