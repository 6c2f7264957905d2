"""Large plain sheets by rustpy-xlsxwriter, streamed: the one place that knows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter

from surveys.workbooks.excel import sheet_name

DAY = "yyyy-mm-dd"


@dataclass(frozen=True)
class Sheet:
    """A sheet: its title, the names of its columns, which differ, and its rows."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Any]]


def write_sheets(sheets: Sequence[Sheet], path: Path, *, right_to_left: bool) -> None:
    """Write the sheets one after the other, so that the rows of a later one may come from writing an earlier one.

    Texts stay texts, also those that look like a formula or a number; days are days. No text may be longer than a
    cell takes.
    """
    titles = titles_of(sheets)
    everywhere = {title: {"right_to_left": right_to_left} for title in titles}
    rustpy_xlsxwriter.write_worksheets(
        [(title, records(sheet)) for title, sheet in zip(titles, sheets, strict=True)],
        str(path),
        datetime_format=DAY,
        bold_headers=True,
        column_width=dict.fromkeys(titles, 18.0),
        autofilter=dict.fromkeys(titles, True),
        freeze_panes={"general": {"row": 1, "col": 1}},
        sheet_view=everywhere,
    )


def titles_of(sheets: Sequence[Sheet]) -> list[str]:
    """The titles as Excel takes them, each once."""
    found: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        title = sheet_name(sheet.title)
        taken = {known.lower() for known in found}
        found.append(sheet_name(f"{number} {title}") if title.lower() in taken else title)
    return found


def records(sheet: Sheet) -> Iterator[dict[str, Any]]:
    """The rows by the names of their columns; a sheet without rows has a blank one, so that its head is there."""
    empty = True
    for row in sheet.rows:
        empty = False
        yield dict(zip(sheet.head, row, strict=True))
    if empty:
        yield dict.fromkeys(sheet.head)
