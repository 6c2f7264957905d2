"""The matrix for SPSS (.sav) and Stata (.dta), by pyreadstat: absences as declared missing values, value labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from django.utils.translation import gettext as _

from reports.matrix.columns import Column, Kind
from reports.matrix.matrix import RETURNS, Matrix, Row, place_of
from reports.matrix.names import names_for_statistics
from reports.matrix.values import Cell, Mark, text_of_mark
from reports.rendering.matrix.csv_files import beside, write_lists, written
from reports.rendering.matrix.lists import (
    LETTER_OF_MARK,
    NUMBER_OF_MARK,
    LongText,
    after,
    before,
    label_of,
    long_texts,
)
from reports.rendering.matrix.words import MatrixWords, mark_words
from surveys.workbooks.excel import CUT

SPSS_DAY_ONE, STATA_DAY_ONE = date(1582, 10, 14), date(1960, 1, 1)
SECONDS = 86_400
# In bytes, what SPSS takes; Stata takes texts of any length, and 80 characters of a label.
SPSS_LONGEST_TEXT, SPSS_LABEL, SPSS_VALUE_LABEL, STATA_LABEL = 32_767, 250, 120, 80
NUMERIC = frozenset({Kind.NUMBER, Kind.CODE, Kind.FLAG, Kind.DAY})
MARKS: pyreadstat.pyclasses.MissingRange = {"lo": min(NUMBER_OF_MARK.values()), "hi": max(NUMBER_OF_MARK.values())}


@dataclass
class Frame:
    """A table in columns, and what is said of each variable; `long` are the texts that were cut."""

    values: dict[str, "pd.Series[Any]"] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    value_labels: dict[str, dict[Any, str]] = field(default_factory=dict)
    numeric: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)

    def table(self) -> pd.DataFrame:
        """The columns as one table."""
        return pd.DataFrame(self.values)


@dataclass(frozen=True)
class Dialect:
    """How a program writes a mark, a day, and how much text it takes."""

    mark: Callable[[Mark], float | str]
    day: Callable[[date], float]
    longest_text: int | None
    value_label: int


SPSS = Dialect(
    lambda mark: float(NUMBER_OF_MARK[mark]),
    lambda day: float((day - SPSS_DAY_ONE).days * SECONDS),
    SPSS_LONGEST_TEXT,
    SPSS_VALUE_LABEL,
)
STATA = Dialect(lambda mark: LETTER_OF_MARK[mark], lambda day: float((day - STATA_DAY_ONE).days), None, 32_000)


def write_sav(matrix: Matrix, path: Path, *, words: MatrixWords) -> list[Path]:
    """Write the returns for SPSS to `path`, and all else beside it; gives all files, returns first."""
    return write_tables(matrix, path, words, SPSS, save_sav)


def write_dta(matrix: Matrix, path: Path, *, words: MatrixWords) -> list[Path]:
    """Write the returns for Stata to `path`, and all else beside it; gives all files, returns first."""
    return write_tables(matrix, path, words, STATA, save_dta)


def write_tables(
    matrix: Matrix, path: Path, words: MatrixWords, dialect: Dialect, save: Callable[[Frame, Path], None]
) -> list[Path]:
    """Write each table with `save`, and the lists as CSV."""
    long: list[LongText] = []
    files = []
    for table, columns in matrix.tables.items():
        is_main = table == RETURNS
        rows = list(matrix.rows_of_returns()) if is_main else matrix.repeat_rows[table]
        target = path if is_main else beside(path, table, path.suffix)
        save(frame_of("" if is_main else table, columns, rows, words, dialect, long), target)
        files.append(target)
    return [*files, *write_lists(path, [*before(matrix, words), *after(matrix), long_texts(long)])]


def save_sav(frame: Frame, path: Path) -> None:
    """Write one table for SPSS."""
    pyreadstat.write_sav(
        frame.table(),
        path,
        column_labels={name: cut_bytes(label, SPSS_LABEL) for name, label in frame.labels.items()},
        variable_value_labels=frame.value_labels,
        missing_ranges={name: [MARKS] for name in frame.numeric},
        variable_format=dict.fromkeys(frame.days, "SDATE10"),
        row_compress=True,
    )


def save_dta(frame: Frame, path: Path) -> None:
    """Write one table for Stata."""
    letters = list(LETTER_OF_MARK.values())
    pyreadstat.write_dta(
        frame.table(),
        path,
        column_labels={name: label[:STATA_LABEL] for name, label in frame.labels.items()},
        variable_value_labels=frame.value_labels,
        missing_user_values=dict.fromkeys(frame.numeric, letters),
        variable_format=dict.fromkeys(frame.days, "%td"),
    )


def frame_of(
    repeat: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    words: MatrixWords,
    dialect: Dialect,
    long: list[LongText],
) -> Frame:
    """A table in columns as the program takes them."""
    frame = Frame()
    names = names_for_statistics(column.name for column in columns)
    for index, (column, name) in enumerate(zip(columns, names, strict=True)):
        frame.labels[name] = label_of(column, words)
        if column.kind in NUMERIC:
            frame.numeric.append(name)
            frame.value_labels[name] = value_labels(column, words, dialect)
            own = [as_number(column, row[index], dialect) for row in rows]
            frame.values[name] = pd.Series(own, dtype=float if dialect is SPSS else object)
        else:
            texts = [written_text(repeat, row, column, row[index], words, dialect, long) for row in rows]
            frame.values[name] = pd.Series(texts, dtype=object)
        if column.kind == Kind.DAY:
            frame.days.append(name)
    return frame


def value_labels(column: Column, words: MatrixWords, dialect: Dialect) -> dict[Any, str]:
    """What the numbers of a variable stand for: choices (their codes or labels), yes and no, and marks."""
    found: dict[Any, str] = {dialect.mark(mark): cut_bytes(mark_words(mark), dialect.value_label) for mark in Mark}
    if column.kind == Kind.CODE:
        for number, code in enumerate(column.codes, start=1):
            found[number] = cut_bytes(words.choice(column, code) if words.labels else code, dialect.value_label)
    if column.kind == Kind.FLAG:
        found |= {0: _("not chosen"), 1: _("chosen")}
    return found


def as_number(column: Column, cell: Cell, dialect: Dialect) -> float | str | None:
    """A cell as a number: of a code, its place among the question's codes."""
    if cell is None:
        return None
    if isinstance(cell, Mark):
        return dialect.mark(cell)
    if isinstance(cell, date):
        return dialect.day(cell)
    if isinstance(cell, int | Decimal):
        return float(cell)
    return float(column.codes.index(str(cell)) + 1)


def written_text(
    repeat: str, row: Row, column: Column, cell: Cell, words: MatrixWords, dialect: Dialect, long: list[LongText]
) -> str:
    """A cell of a column of text; one that is too long is cut and put with `long`."""
    shown = words.shown(column, cell)
    if isinstance(shown, Mark):
        return text_of_mark(shown)
    text = shown if isinstance(shown, str) else written(shown)
    if dialect.longest_text is None or len(text.encode()) <= dialect.longest_text:
        return text
    long.append(LongText(str(row[0]), place_of(repeat, row, column), text))
    return cut_bytes(text, dialect.longest_text)


def cut_bytes(text: str, most: int) -> str:
    """The text, or as much of it as so many bytes hold, ending in an ellipsis."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - len(CUT.encode())].decode(errors="ignore") + CUT
