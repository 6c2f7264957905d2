"""What a document is made of, before anyone decides how it is printed: plain values in the words of one language.

Whoever writes a document gives a `Document`; reports.rendering.docx and reports.rendering.pdf print any.
"""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from surveys.rendering import direction

STRONG_LEFT, STRONG_RIGHT = frozenset({"L"}), frozenset({"R", "AL"})
# What no file of XML may hold, and what no font draws.
NOT_A_CHARACTER = frozenset(range(0x20)) - {0x09, 0x0A} | frozenset(range(0x7F, 0xA0)) | {0xFFFE, 0xFFFF}
SURROGATES = range(0xD800, 0xE000)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Spoken:
    """A text in a language of its own, whatever language the document is in; empty where nobody knows which."""

    text: str
    language: str = ""

    @property
    def direction(self) -> str:
        """From the language's code; where there is none, that of the first letter that has one."""
        return direction(self.language) if self.language else direction_of(self.text)


Cell = str | Spoken


@dataclass(frozen=True)
class Heading:
    """A heading, with a number where it has one; levels begin at 1 and none is left out on the way down."""

    level: int
    text: str
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A text of the document itself; `kind` is body, lead (what is read first) or note (small print)."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Span:
    """A piece of a paragraph; `note` is a footnote that stands behind it, `edition` the number of the edition of
    which it is a figure, 0 for none."""

    text: str
    bold: bool = False
    italic: bool = False
    note: tuple["Span", ...] = ()
    edition: int = 0


@dataclass(frozen=True)
class Prose:
    """A paragraph of several pieces, with a number where it has one; an item of a list has none."""

    spans: tuple[Span, ...]
    number: str = ""
    is_item: bool = False

    @property
    def text(self) -> str:
        """The text without its footnotes."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Picture:
    """A picture as it came: its bytes, their kind (png, jpeg or gif), and the words that stand for it."""

    data: bytes
    format: str
    words: str


@dataclass(frozen=True)
class Facts:
    """Names with what they stand for."""

    rows: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Table:
    """A table with a head; `widths` are parts of the whole, the columns of `figures` hold numbers.

    The last row is a total where `has_total` says so.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    figures: frozenset[int] = frozenset()
    has_total: bool = False


@dataclass(frozen=True)
class Quote:
    """Something verbatim, with whose it is and the name of its language, both empty where not told."""

    text: Spoken
    whose: str = ""
    language_name: str = ""


@dataclass(frozen=True)
class Quotes:
    """Quotations, in the order in which they are read."""

    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Chart:
    """A drawing by its specification (reports.rendering.charts), which says in words what it shows."""

    spec: dict[str, Any]

    @property
    def words(self) -> str:
        """What stands for the drawing where it cannot be seen."""
        told = self.spec["usermeta"]
        return f"{told['title']}\n{told['description']}"


Block = Heading | Paragraph | Prose | Picture | Facts | Table | Quotes | Chart


@dataclass(frozen=True)
class Document:
    """A whole document: what stands on its title page, at the foot of each page, and its blocks.

    `day` is the ISO day that it is dated with: two documents of the same content are the same bytes.
    """

    language: str
    title: str
    kind: str
    author: str
    day: str
    facts: Facts
    notices: tuple[str, ...]
    foot: str
    contents: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def direction(self) -> str:
        """The direction in which the document is written."""
        return direction(self.language)


def direction_of(text: str) -> str:
    """The direction of the first letter that has one; from the left where there is none."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in STRONG_LEFT:
            return "ltr"
        if kind in STRONG_RIGHT:
            return "rtl"
    return "ltr"


def printable(text: str) -> str:
    """The text with what is no character of a document shown as replaced; lines end in a line feed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(REPLACEMENT if is_no_character(ord(letter)) else letter for letter in lines)


def is_no_character(code: int) -> bool:
    """Whether a code point cannot stand in a document."""
    return code in NOT_A_CHARACTER or code in SURROGATES
