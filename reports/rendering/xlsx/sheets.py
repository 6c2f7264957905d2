"""What stands on a sheet, before anything of Excel: one sheet, one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from surveys.workbooks.excel import LONGEST_NAME, NOT_IN_NAMES, typed

# Excel computes with fifteen digits; a number that has more is exact as a text only.
EXACT_DIGITS = 15
# Excel takes 255 characters in the head of a table's column.
LONGEST_HEAD = 240


@dataclass(frozen=True)
class Share:
    """n of N as a formula over two columns of its own row, counted from nought."""

    n: int
    base: int


@dataclass(frozen=True)
class Link:
    """Words that lead to a row of another sheet."""

    text: str
    sheet: str
    row: int = 1


@dataclass(frozen=True)
class Spoken:
    """A text in a language of its own, with the font and the direction of that language."""

    text: str
    language: str


@dataclass(frozen=True)
class Strong:
    """Words that open something, such as the first line of a question."""

    text: str


@dataclass(frozen=True)
class Quiet:
    """Words that are repeated so that a filter finds them, not to be read again."""

    text: str


@dataclass(frozen=True)
class Fact:
    """A number that is read like the words above and below it, not compared with them."""

    number: int


Value = str | int | Decimal | date | Share | Link | Spoken | Strong | Quiet | Fact | None
Row = Sequence[Value]


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width in characters, and the name that formulas may call it by."""

    head: str
    width: int = 14
    name: str = ""


@dataclass
class Sheet:
    """A sheet: the words on its tab, a heading, notes under it, a table; `name` is the table's, for formulas.

    `in_contents` are the words of the table of contents, where the tab is too short for them; `anchors` tells at
    which row of the table something begins; `frozen` columns stay in sight beside the head.
    """

    name: str
    tab: str
    heading: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    in_contents: str = ""
    anchors: Mapping[str, int] = field(default_factory=dict)
    frozen: int = 0

    def row_of(self, anchor: str, *, notices: int) -> int:
        """The row of the sheet at which something begins; `notices` rows stand under every heading."""
        return self.top(notices=notices) + 1 + self.anchors[anchor]

    def top(self, *, notices: int) -> int:
        """The row of the table's head."""
        return 2 + notices + len(self.notes)


def distinct(texts: Sequence[str]) -> list[str]:
    """The texts in one line each; one that is there already, capitals apart, gets a number: so Excel wants heads."""
    found: dict[str, str] = {}
    for text in texts:
        plain = name = " ".join(text.split())[:LONGEST_HEAD]
        number = 1
        while name.casefold() in found:
            number += 1
            name = f"{plain} ({number})"
        found[name.casefold()] = name
    return list(found.values())


def tabs(texts: Sequence[str]) -> list[str]:
    """The texts as words on tabs: at most 31 characters, cut between words, no two alike."""
    result: list[str] = []
    for text in texts:
        name, number = shortened(text, LONGEST_NAME), 1
        while name.casefold() in {tab.casefold() for tab in result}:
            number += 1
            mark = f" {number}"
            name = shortened(text, LONGEST_NAME - len(mark)) + mark
        result.append(name)
    return result


def shortened(text: str, longest: int) -> str:
    """The text as a tab takes it; where it is too long it ends between two words, with an ellipsis."""
    plain = " ".join(NOT_IN_NAMES.sub(" ", text).split()).strip("'")
    if len(plain) <= longest:
        return plain
    cut = plain[: longest - 1]
    words = cut.rpartition(" ")[0] if plain[longest - 1] != " " and " " in cut else cut
    return f"{words.rstrip(' ,:;')}…"


def number(value: int | str, *, is_year: bool = False) -> Value:
    """A figure of the content as what it is; a year keeps its digits together."""
    found = typed(value)
    if not isinstance(found, Decimal):
        return found
    if len(found.as_tuple().digits) > EXACT_DIGITS:
        return str(value)
    return found if is_year or found != found.to_integral_value() else int(found)
