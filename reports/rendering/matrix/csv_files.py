"""The matrix as CSV: UTF-8, commas, one file for each table, texts whole."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.matrix.columns import Column
from reports.matrix.matrix import RETURNS, Matrix, Row
from reports.matrix.values import Mark, text_of_mark
from reports.rendering.matrix.lists import Listing, after, before
from reports.rendering.matrix.words import MatrixWords
from reports.summary.numbers import plain

LIKE_A_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r", "\n", "\x00")


def write_csv(matrix: Matrix, path: Path, *, words: MatrixWords) -> list[Path]:
    """Write the returns to `path` and all else beside it, `<name>.<table>.csv`; gives all files, returns first."""
    files = [write_file(path, matrix.columns, cells(matrix.columns, matrix.rows_of_returns(), words))]
    for table, columns in matrix.tables.items():
        if table != RETURNS:
            rows = cells(columns, matrix.repeat_rows[table], words)
            files.append(write_file(beside(path, table), columns, rows))
    return [*files, *write_lists(path, [*before(matrix, words), *after(matrix)])]


def beside(path: Path, name: str, suffix: str = ".csv") -> Path:
    """The file of another table beside that of the returns."""
    return path.with_name(f"{path.name.removesuffix(path.suffix)}.{name}{suffix}")


def write_lists(path: Path, lists: Iterable[Listing]) -> list[Path]:
    """Write lists beside the file of the returns."""
    files = []
    for listing in lists:
        target = beside(path, listing.name)
        with target.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(listing.head)
            out.writerows([guarded(value) for value in row] for row in listing.rows)
        files.append(target)
    return files


def write_file(path: Path, columns: Sequence[Column], rows: Iterable[list[str]]) -> Path:
    """Write one table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.name for column in columns])
        out.writerows(rows)
    return path


def cells(columns: Sequence[Column], rows: Iterable[Row], words: MatrixWords) -> Iterator[list[str]]:
    """The rows as texts."""
    for row in rows:
        yield [written(words.shown(column, cell)) for column, cell in zip(columns, row, strict=True)]


def written(cell: Any) -> str:
    """A cell as CSV holds it: a mark in brackets, numbers and days as they are, texts guarded."""
    if isinstance(cell, Mark):
        return text_of_mark(cell)
    if isinstance(cell, Decimal):
        return plain(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell)


def guarded(value: Any) -> str:
    """A text that a spreadsheet would take for a formula with an apostrophe before it."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if value.startswith(LIKE_A_FORMULA) else value
