"""What Excel makes of a value, and how to keep it from making anything else of it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment

# Excel takes 32,767 UTF-16 units in a cell; openpyxl cuts what is longer without a word, and counts characters.
LONGEST_CELL = 32_000
LONGEST_NAME = 31
# Excel knows no day before 1900.
FIRST_YEAR = 1900
DAY, WHOLE, SHARE = "yyyy-mm-dd", "#,##0", "0.0%"
WRAPPED = Alignment(wrap_text=True, vertical="top")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What no XML file may hold; a file with any of it does not open.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as A, so that a text which has it needs its first underscore written in this way itself.
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]]")
REPLACEMENT, CUT = "\N{REPLACEMENT CHARACTER}", "\N{HORIZONTAL ELLIPSIS}"
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def put(cell: Cell, value: Any) -> None:
    """Put a value into a cell as what it is; a text that begins like a formula stays a text."""
    if isinstance(value, date) and value.year < FIRST_YEAR:
        value = value.isoformat()
    if isinstance(value, date):
        cell.value, cell.number_format = value, DAY
    elif isinstance(value, str):
        cell.value = readable(value)
        cell.data_type, cell.alignment = "s", WRAPPED
        cell.quotePrefix = value.startswith(LIKE_A_FORMULA)
    elif value is not None:
        cell.value = value
        cell.number_format = WHOLE if isinstance(value, int) else "General"


def readable(text: str) -> str:
    """The text as a cell can hold it: what XML cannot hold is replaced, what is too long ends in an ellipsis."""
    first = pieces(text)[0]
    kept = first if first == text else first + CUT
    return LOOKS_ESCAPED.sub("_x005F_", NOT_IN_XML.sub(REPLACEMENT, kept))


def pieces(text: str) -> list[str]:
    """The text in pieces that a cell takes whole; put one after the other they are the text."""
    units = text.encode("utf-16-le", "surrogatepass")
    found, start = [], 0
    while start < len(units):
        end = start + 2 * LONGEST_CELL
        # The two halves of a character outside the basic plane stay together.
        if end < len(units) and 0xD8 <= units[end - 1] < 0xDC:
            end -= 2
        found.append(units[start:end].decode("utf-16-le", "surrogatepass"))
        start = end
    return found or [""]


def sheet_name(text: str) -> str:
    """The text as the name of a sheet, whatever a translator wrote."""
    return NOT_IN_NAMES.sub(" ", text)[:LONGEST_NAME].strip("' ")


def typed(value: int | str) -> int | Decimal | date:
    """A figure of the content as what it is: it writes decimals and ISO days as text."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if ISO_DAY.fullmatch(value) else Decimal(value)
