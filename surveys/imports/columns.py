"""The columns of a table: what a cell may hold, how it is read, and how it is written into a file."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from import_export.fields import Field
from import_export.widgets import Widget

from surveys.imports.reading import Misread, is_blank
from surveys.imports.refused import Unfit

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES, NO = "yes", "no"
# Excel has no day before 1900: a file tells one as text.
FIRST_YEAR_OF_EXCEL = 1900
MOST_NUMBER = 9_999_999_999


class Cell(Widget):
    """What one kind of cell may hold. `read` gets what stands there, never blank; `is_text` says that it is CSV."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """The value for the instance. Raises Unfit."""
        if isinstance(value, Misread):
            raise Unfit(value.code)
        if is_blank(value):
            return self.blank()
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value).strip()
        return self.read(value, is_text=bool(options.get("is_text")))

    def blank(self) -> Any:
        """What an empty cell stands for."""
        return None

    def read(self, value: Any, *, is_text: bool) -> Any:
        """The value that is meant. Raises Unfit."""
        raise NotImplementedError

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """What the file holds: text, whole number, day, or None."""
        return value


class Text(Cell):
    """A text of at most so many characters."""

    def __init__(self, most: int, required: bool = False) -> None:
        super().__init__()
        self.most, self.required = most, required

    def blank(self) -> str:
        """An empty text where one may be left out."""
        if self.required:
            raise Unfit("needed")
        return ""

    def read(self, value: Any, *, is_text: bool) -> str:
        """The text, without blanks around it."""
        if not isinstance(value, str):
            raise Unfit("not_text")
        text = value.removeprefix("'") if is_text else value
        if len(text) > self.most:
            raise Unfit("too_long", most=self.most)
        return text

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The text; nothing for an empty one."""
        return value or None


class Letters(Cell):
    """A code of so many capital letters."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def blank(self) -> Any:
        """It is always needed."""
        raise Unfit("not_letters", number=self.number)

    def read(self, value: Any, *, is_text: bool) -> str:
        """The code."""
        is_code = isinstance(value, str) and value.isascii() and value.isalpha() and value.isupper()
        if not is_code or len(value) != self.number:
            raise Unfit("not_letters", number=self.number)
        return str(value)


class Number(Cell):
    """A whole number, not negative."""

    def __init__(self, most: int = MOST_NUMBER, required: bool = False) -> None:
        super().__init__()
        self.most, self.required = most, required

    def blank(self) -> None:
        """Nothing, where that may be."""
        if self.required:
            raise Unfit("needed")

    def read(self, value: Any, *, is_text: bool) -> int:
        """The number, from Excel's number or from digits."""
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len(str(self.most)):
            value = int(value)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.most:
            raise Unfit("not_number", most=self.most)
        return value


class Day(Cell):
    """A day: Excel's own in a workbook, 2003-12-31 in CSV."""

    def __init__(self, required: bool = False) -> None:
        super().__init__()
        self.required = required

    def blank(self) -> None:
        """Nothing, where that may be."""
        if self.required:
            raise Unfit("needed")

    def read(self, value: Any, *, is_text: bool) -> date:
        """The day. One as text is taken from a workbook only where Excel has no such day."""
        if isinstance(value, datetime):
            raise Unfit("day_with_hour")
        if isinstance(value, date):
            return value
        day = day_of(value) if isinstance(value, str) else None
        if day is None:
            raise Unfit("not_day")
        if not is_text and day.year >= FIRST_YEAR_OF_EXCEL:
            raise Unfit("day_as_text")
        return day


def day_of(text: str) -> date | None:
    """The day written as 2003-12-31; None for any other text."""
    try:
        return date.fromisoformat(text) if ISO_DAY.fullmatch(text) else None
    except ValueError:
        return None


class YesNo(Cell):
    """The words yes and no, which stay English in every language, as all codes do."""

    def blank(self) -> bool:
        """Neither is said."""
        raise Unfit("not_yes_no")

    def read(self, value: Any, *, is_text: bool) -> bool:
        """Whether the cell says yes; Excel's own true and false are understood."""
        if isinstance(value, bool):
            return value
        if value in (YES, NO):
            return bool(value == YES)
        raise Unfit("not_yes_no")

    def render(self, value: Any, obj: Any = None, **options: Any) -> str:
        """Yes or no."""
        return YES if value else NO


class Code(Cell):
    """One of some codes; a callable gives them where they are data."""

    def __init__(self, codes: Sequence[str] | Callable[[], Sequence[str]], required: bool = True) -> None:
        super().__init__()
        self.codes, self.required = codes, required

    def blank(self) -> str:
        """Nothing, where that may be."""
        if self.required:
            raise Unfit("not_code", codes=", ".join(self.known()))
        return ""

    def known(self) -> Sequence[str]:
        """The codes that may stand here; asked for once."""
        if callable(self.codes):
            self.codes = self.codes()
        return self.codes

    def read(self, value: Any, *, is_text: bool) -> str:
        """The code, as it is written here."""
        if value not in self.known():
            raise Unfit("not_code", codes=", ".join(self.known()))
        return str(value)

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The code; nothing for none."""
        return value or None


class Codes(Code):
    """Several of some codes, divided by commas; none at all may be."""

    def blank(self) -> Any:
        """None of them."""
        return []

    def read(self, value: Any, *, is_text: bool) -> Any:
        """The codes in the order in which they stand."""
        found = divided(value)
        if any(code not in self.known() for code in found):
            raise Unfit("not_code", codes=", ".join(self.known()))
        return found

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """The codes divided by commas; nothing for none."""
        return ", ".join(value or ()) or None


def divided(value: Any) -> list[str]:
    """What stands in a cell divided by commas, each once."""
    return list(dict.fromkeys(part.strip() for part in str(value).split(",") if part.strip()))


class Column(Field):
    """A column with its heading, which is the same in every language, and its description, which is not.

    A told column stands in what is downloaded for people to read; what it holds cannot be changed here. `is_text`:
    what is typed into the workbook stays as it is typed, whatever Excel would make of it.
    """

    is_text = False

    def __init__(self, heading: str, label: Any, cell: Cell, attribute: str = "", told: bool = False) -> None:
        super().__init__(attribute=attribute or heading, column_name=heading, widget=cell, readonly=told)
        self.label = label

    def write(self, instance: Any) -> None:
        """Write what the column holds into another table, once the row itself is written; most hold nothing there."""


class Told(Cell):
    """What is only read: nothing that stands in the file is taken for it."""

    def read(self, value: Any, *, is_text: bool) -> Any:
        """What stands there."""
        return value
