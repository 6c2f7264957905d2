"""The matrix as an Excel workbook of plain sheets: numbers as numbers, days as days, texts as texts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reports.matrix.columns import Column
from reports.matrix.matrix import RETURNS, Matrix, Row, place_of
from reports.matrix.values import Mark, text_of_mark
from reports.rendering.matrix.lists import Listing, LongText, after, before
from reports.rendering.matrix.sheets import Sheet, write_sheets
from reports.rendering.matrix.words import MatrixWords
from reports.summary.numbers import plain
from surveys.workbooks.excel import CUT, FIRST_YEAR, LONGEST_CELL, NOT_IN_XML, REPLACEMENT, pieces

# What a cell of Excel holds exactly.
MOST_DIGITS = 15
# A character takes two units of Excel's at most.
SURELY_SHORT = LONGEST_CELL // 2


def write_xlsx(matrix: Matrix, path: Path, *, words: MatrixWords) -> list[Path]:
    """Write the workbook: returns, tables of repeats, codebook, lists; gives the file."""
    long: list[LongText] = []
    sheets = [sheet(_("Returns"), "", matrix.columns, matrix.rows_of_returns(), words, long)]
    for repeat, columns in matrix.tables.items():
        if repeat != RETURNS:
            sheets.append(sheet(repeat, repeat, columns, matrix.repeat_rows[repeat], words, long))
    lists = [*before(matrix, words), *after(matrix), in_pieces(long)]
    sheets += [Sheet(listing.title, listing.head, whole(listing.rows)) for listing in lists]
    write_sheets(sheets, path, right_to_left=words.newest.is_right_to_left)
    return [path]


def sheet(
    title: str,
    repeat: str,
    columns: Sequence[Column],
    rows: Iterable[Row],
    words: MatrixWords,
    long: list[LongText],
) -> Sheet:
    """A table of the matrix as a sheet; what is too long for a cell is put with `long`."""
    return Sheet(title, [column.name for column in columns], cells(repeat, columns, rows, words, long))


def cells(
    repeat: str, columns: Sequence[Column], rows: Iterable[Row], words: MatrixWords, long: list[LongText]
) -> Iterator[list[Any]]:
    """The rows as Excel is to hold them."""
    for row in rows:
        written = [as_excel(words.shown(column, cell)) for column, cell in zip(columns, row, strict=True)]
        for index, cell in enumerate(written):
            if isinstance(cell, str) and len(cell) > SURELY_SHORT and len(parts := pieces(cell)) > 1:
                long.append(LongText(str(row[0]), place_of(repeat, row, columns[index]), cell))
                written[index] = parts[0] + CUT
        yield written


def as_excel(cell: Any) -> Any:
    """A cell as Excel takes it; what it cannot hold as what it is stands as text."""
    if isinstance(cell, Mark):
        return text_of_mark(cell)
    if isinstance(cell, str):
        return NOT_IN_XML.sub(REPLACEMENT, cell)
    if isinstance(cell, date):
        return cell if cell.year >= FIRST_YEAR else cell.isoformat()
    if isinstance(cell, int):
        return cell if abs(cell) < 10**MOST_DIGITS else str(cell)
    if isinstance(cell, Decimal):
        return float(cell) if len(plain(abs(cell)).replace(".", "").strip("0")) <= MOST_DIGITS else plain(cell)
    return cell


def in_pieces(long: Sequence[LongText]) -> Listing:
    """The long texts in pieces that a cell takes; put one after the other they are the text."""
    rows = (
        [text.iso3, text.column, number, piece] for text in long for number, piece in enumerate(pieces(text.text), 1)
    )
    return Listing("long_texts", _("Long texts"), ["iso3", "column", "part", "text"], rows)


def whole(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """The rows of a list; a value that is too long for a cell goes on in the rows below."""
    for row in rows:
        parts = [pieces(value) if isinstance(value, str) else [value] for value in map(as_excel, row)]
        for part in range(max(map(len, parts))):
            yield [own[part] if part < len(own) else own[0] if len(own) == 1 else None for own in parts]
