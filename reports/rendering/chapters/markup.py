"""The text of the browser’s editor: `# ` makes a heading, `- ` an item, an empty line a paragraph, `^[…]` a footnote.

Codes such as [[F12]] are text here; they become figures once the file is made.
"""

import re
from collections.abc import Iterator

from reports.rendering.blocks import Heading, Prose, Span

HEADING = re.compile(r"(#{1,4})\s+(.+)")
ITEM = re.compile(r"[-*•]\s+(.+)")
NOTE = re.compile(r"\^\[((?:\[\[[^\[\]]*\]\]|[^\[\]])*)\]")
BLANK = re.compile(r"\n[ \t]*\n+")

TypedBlock = Heading | Prose


def blocks_of(text: str) -> list[TypedBlock]:
    """The headings, paragraphs and items of a text."""
    passages = BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n").strip())
    return [block for passage in passages for block in of_passage(passage)]


def of_passage(passage: str) -> Iterator[TypedBlock]:
    """What stands between two empty lines: headings and items have a line of their own."""
    words: list[str] = []
    for line in [*passage.split("\n"), "# "]:
        heading, item = HEADING.fullmatch(line.strip()), ITEM.fullmatch(line.strip())
        if (heading or item or line == "# ") and words:
            yield Prose(tuple(spans_of(" ".join(words))))
            words = []
        if heading:
            yield Heading(len(heading[1]), heading[2].strip("# "))
        elif item:
            yield Prose(tuple(spans_of(item[1])), is_item=True)
        elif line.strip() and line != "# ":
            words.append(line.strip())


def spans_of(text: str) -> Iterator[Span]:
    """The pieces of a paragraph, each with the footnote behind it."""
    at = 0
    for match in NOTE.finditer(text):
        yield Span(text[at : match.start()], note=(Span(match[1].strip() or "…"),))
        at = match.end()
    if text[at:]:
        yield Span(text[at:])
