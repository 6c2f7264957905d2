"""The paragraphs of a Word file as people read them: text, place, level of a heading."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from reports.rendering.chapters.package import MC, ORDER, Story, W, WordFile

# What is not text of its own paragraph: boxes with paragraphs of their own, what was deleted while changes were
# recorded, and the second form of a drawing for programs that do not know the first.
PASSED_OVER = frozenset({f"{W}p", f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}pPr", f"{W}rPr", f"{W}sdtPr"})
MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011"}
HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
FIGURE = "figure:"
# Stands for each letter of a figure's control where only the text around it is looked at.
MASK = "\ufffc"
WORDS_AROUND = 40


@dataclass(frozen=True)
class Place:
    """Where something stands: which part (body, footnote, endnote, header, footer), which of its paragraphs that have
    text, counted from one, and the words around."""

    part: str
    number: int
    words: str


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph's text, its element, and whether it belongs to the control of a figure."""

    element: _Element
    text: str
    in_figure: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph with its pieces; `level` is that of a heading, 0 for other text."""

    part: str
    number: int
    level: int
    element: _Element
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text as it is read."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def typed(self) -> str:
        """The same text, each letter in a figure's control masked."""
        return "".join(MASK * len(piece.text) if piece.in_figure else piece.text for piece in self.pieces)

    def place(self, start: int, end: int) -> Place:
        """The place of a passage of this paragraph."""
        return Place(self.part, self.number, around(self.text, start, end))


def lines(file: WordFile) -> list[Line]:
    """Every paragraph with text, the body first, then notes, headers and footers."""
    levels = heading_levels(file)
    counted: Counter[str] = Counter()
    found = []
    for story in file.stories:
        for paragraph in paragraphs(story):
            pieces = tuple(pieces_of(paragraph))
            if any(piece.text.strip() for piece in pieces):
                counted[story.kind] += 1
                level = level_of(paragraph, levels)
                found.append(Line(story.kind, counted[story.kind], level, paragraph, pieces))
    return found


def paragraphs(story: Story) -> Iterator[_Element]:
    """The paragraphs of a part in their order, those of tables and boxes included; a drawing's second form apart."""
    for paragraph in story.root.iter(f"{W}p"):
        if not any(above.tag == f"{MC}Fallback" for above in paragraph.iterancestors()):
            yield paragraph


def pieces_of(node: _Element, in_figure: bool = False) -> Iterator[Piece]:
    """The pieces of text below an element that belong to its own paragraph."""
    for child in node:
        if child.tag in PASSED_OVER:
            continue
        if child.tag == f"{W}t":
            yield Piece(child, child.text or "", in_figure)
        elif child.tag in MARKS:
            yield Piece(child, MARKS[str(child.tag)], in_figure)
        else:
            is_figure = child.tag == f"{W}sdt" and tag_of(child).startswith(FIGURE)
            yield from pieces_of(child, in_figure or is_figure)


def tag_of(control: _Element) -> str:
    """The tag of a content control; empty where it has none."""
    tag = control.find(f"{W}sdtPr/{W}tag")
    return "" if tag is None else tag.get(f"{W}val", "")


def heading_levels(file: WordFile) -> dict[str, int]:
    """The levels of the styles of headings, by their ids; what such a style is called, English Word or not."""
    root = file.xml("word/styles.xml")
    levels = {}
    for style in [] if root is None else root.iter(f"{W}style"):
        name, outline = style.find(f"{W}name"), style.find(f"{W}pPr/{W}outlineLvl")
        named = HEADING.fullmatch(name.get(f"{W}val", "")) if name is not None else None
        if named:
            levels[style.get(f"{W}styleId", "")] = int(named[1])
        elif outline is not None and outline.get(f"{W}val", "").isdecimal():
            levels[style.get(f"{W}styleId", "")] = int(outline.get(f"{W}val", "9")) + 1
    return {style: level for style, level in levels.items() if level <= 9}


def level_of(paragraph: _Element, levels: dict[str, int]) -> int:
    """The level of a paragraph that is a heading, else 0."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return 0 if style is None else levels.get(style.get(f"{W}val", ""), 0)


def around(text: str, start: int, end: int) -> str:
    """The words around a passage, cut at blanks where the paragraph goes on."""
    before, after = text[:start][-WORDS_AROUND:], text[end:][:WORDS_AROUND]
    if start > WORDS_AROUND:
        before = "… " + before.partition(" ")[2]
    if len(text) - end > WORDS_AROUND:
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def extracted(file: WordFile) -> list[dict[str, object]]:
    """The paragraphs as they are kept for search and differences: part, number, level, text."""
    return [
        {"part": line.part, "number": line.number, "level": line.level, "text": line.text}
        for line in sorted(lines(file), key=lambda line: ORDER.index(line.part))
    ]
