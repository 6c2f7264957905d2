"""What a chapter's Word file says, as blocks that any document can be printed of: headings, paragraphs with their
footnotes and figures, tables, pictures. What cannot be carried over is counted, never passed over in silence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml.etree import _Element

from reports.rendering.blocks import Block, Heading, Picture, Prose, Span, Table
from reports.rendering.chapters.controls import TAG
from reports.rendering.chapters.package import MC, R, W, WordFile
from reports.rendering.chapters.paragraphs import MARKS, heading_levels, level_of, tag_of

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif"}
# Deletions that were recorded, and what is no text.
LEFT_ASIDE = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}sdtPr", f"{MC}Fallback"})
HOLDERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"})
NOTE_MARKS = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
DEEPEST_HEADING = 5


@dataclass
class Reader:
    """Reads one file; `left_out` counts drawings and objects that only the file itself shows."""

    file: WordFile
    left_out: int = 0
    levels: Mapping[str, int] = field(default_factory=dict)
    notes: dict[tuple[str, str], _Element] = field(default_factory=dict)
    related: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.levels = heading_levels(self.file)
        for story in self.file.stories:
            if story.kind == "body":
                self.related = self.file.related(story)
            if story.kind in {"footnote", "endnote"}:
                self.notes |= {(story.kind, note.get(f"{W}id", "")): note for note in story.root}

    def blocks(self) -> list[Block]:
        """The blocks of the body."""
        body = self.file.body.find(f"{W}body")
        return [] if body is None else list(self.below(body))

    def below(self, holder: _Element) -> Iterator[Block]:
        """The blocks that stand in an element, one after the other."""
        for child in holder:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in HOLDERS:
                yield from self.below(child)

    def paragraph(self, paragraph: _Element) -> Iterator[Block]:
        """A paragraph, then the pictures and boxes that hang on it."""
        level = level_of(paragraph, dict(self.levels))
        spans = joined(self.spans(paragraph))
        text = "".join(span.text for span in spans).strip()
        if text and level:
            yield Heading(min(level, DEEPEST_HEADING), " ".join(text.split()))
        elif text or any(span.note for span in spans):
            yield Prose(tuple(spans), is_item=paragraph.find(f"{W}pPr/{W}numPr") is not None or is_list(paragraph))
        yield from self.hanging(paragraph)

    def hanging(self, paragraph: _Element) -> Iterator[Block]:
        """Pictures, and the paragraphs of text boxes."""
        for drawing in paragraph.iter(f"{W}drawing", f"{W}pict", f"{W}object"):
            if any(above.tag in LEFT_ASIDE for above in drawing.iterancestors()):
                continue
            pictures = [found for mark in drawing.iter(f"{DRAWING}blip") if (found := self.picture(mark, drawing))]
            boxes = list(drawing.iter(f"{W}txbxContent"))
            yield from pictures
            for box in boxes:
                yield from self.below(box)
            self.left_out += not pictures and not boxes

    def picture(self, mark: _Element, drawing: _Element) -> Picture | None:
        """A picture of a kind that every program draws."""
        data = self.file.parts.get(self.related.get(mark.get(f"{R}embed", ""), ""), b"")
        kind = next((kind for begins, kind in KINDS.items() if data.startswith(begins)), None)
        properties = next(drawing.iter(PROPERTIES), None)
        said = "" if properties is None else properties.get("descr") or properties.get("title") or ""
        return Picture(data, kind, said or "…") if kind else None

    def spans(self, node: _Element, figure: int = 0) -> Iterator[Span]:
        """The pieces below an element."""
        for child in node:
            if child.tag in LEFT_ASIDE or child.tag == f"{W}p":
                continue
            if child.tag == f"{W}r":
                yield from self.run(child, figure)
            elif child.tag == MATH_TEXT:
                yield Span(child.text or "", italic=True)
            elif child.tag == f"{W}sdt":
                read = TAG.fullmatch(tag_of(child))
                yield from self.spans(child, int(read[2]) if read else figure)
            else:
                yield from self.spans(child, figure)

    def run(self, run: _Element, figure: int) -> Iterator[Span]:
        """The pieces of a run."""
        bold, italic = is_on(run, "b"), is_on(run, "i")
        for child in run:
            if child.tag == f"{W}t":
                yield Span(child.text or "", bold, italic, edition=figure)
            elif child.tag in MARKS:
                yield Span(" " if MARKS[str(child.tag)] == "\t" else MARKS[str(child.tag)], bold, italic)
            elif child.tag in NOTE_MARKS:
                note = self.notes.get((NOTE_MARKS[str(child.tag)], child.get(f"{W}id", "")))
                yield Span("", note=self.note(note))

    def note(self, note: _Element | None) -> tuple[Span, ...]:
        """What a footnote says."""
        paragraphs = [] if note is None else list(note.iter(f"{W}p"))
        spans = [span for paragraph in paragraphs for span in (*self.spans(paragraph), Span(" "))]
        return tuple(joined([replace(span, note=()) for span in spans])) or (Span("…"),)

    def table(self, table: _Element) -> Iterator[Block]:
        """A table, each cell as its text; the first row is its head."""
        rows = [[self.cell(cell) for cell in cells_of(row)] for row in table.iter(f"{W}tr") if owner(row) is table]
        columns = max(map(len, rows), default=0)
        if columns:
            filled = [tuple(row + [""] * (columns - len(row))) for row in rows]
            yield Table("", filled[0], tuple(filled[1:]), (1,) * columns)
        for picture in table.iter(f"{W}drawing"):
            self.left_out += picture is not None

    def cell(self, cell: _Element) -> str:
        """The text of a cell, footnotes in brackets."""
        blocks = [block for block in self.below(cell) if isinstance(block, Prose | Heading)]
        return "\n".join(block.text if isinstance(block, Heading) else with_notes(block) for block in blocks)


def cells_of(row: _Element) -> Iterable[_Element]:
    """The cells of a row, those in controls included."""
    return (cell for cell in row.iter(f"{W}tc") if owner(cell, f"{W}tr") is row)


def owner(element: _Element, tag: str = f"{W}tbl") -> _Element | None:
    """The nearest element around that has this tag."""
    return next(element.iterancestors(tag), None)


def with_notes(prose: Prose) -> str:
    """The text of a paragraph in a table."""
    notes = ("".join(part.text for part in span.note).strip() for span in prose.spans if span.note)
    return prose.text + "".join(f" [{note}]" for note in notes)


def is_on(run: _Element, name: str) -> bool:
    """Whether a run has a property such as bold."""
    mark = run.find(f"{W}rPr/{W}{name}")
    return mark is not None and mark.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def is_list(paragraph: _Element) -> bool:
    """Whether its style is one of Word's for lists."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith("List")


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same pieces, those of one dress in one; a figure stays a piece of its own."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if last and not (last.note or span.note or last.edition or span.edition) and dress(last) == dress(span):
            found[-1] = replace(last, text=last.text + span.text)
        elif span.text or span.note:
            found.append(span)
    return found


def dress(span: Span) -> tuple[bool, bool]:
    """How a piece looks."""
    return span.bold, span.italic
