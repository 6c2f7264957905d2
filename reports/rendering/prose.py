"""Paragraphs of several pieces, pictures and footnotes as Office Open XML, which python-docx has no words for."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Cm

from reports.rendering.blocks import Picture, Prose, Span, Spoken, direction_of
from reports.rendering.ooxml import OPENING, tag, words

FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
    "</w:footnote>"
)
RAISED = '<w:vertAlign w:val="superscript"/>'
WIDEST = Cm(15)


@dataclass
class Notes:
    """The footnotes of a document, numbered in the order in which they are met."""

    language: str
    found: list[tuple[Span, ...]] = field(default_factory=list)

    def reference(self, note: tuple[Span, ...]) -> str:
        """The run that points to a footnote."""
        self.found.append(note)
        return f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id="{len(self.found)}"/></w:r>'

    def to_xml(self) -> bytes:
        """The part of the file that holds them."""
        notes = "".join(self.one(number, note) for number, note in enumerate(self.found, 1))
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {OPENING}>{SEPARATORS}{notes}'
            "</w:footnotes>"
        ).encode()

    def one(self, number: int, note: tuple[Span, ...]) -> str:
        """One footnote."""
        mark = f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
        inside = paragraph_of(note, self.language, "Note", before=mark, notes=None)
        return f'<w:footnote w:id="{number}">{inside}</w:footnote>'

    def put_into(self, word: WordDocument) -> None:
        """Add the part to a document, where there is any footnote."""
        if self.found:
            package = word.part.package
            part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, self.to_xml(), package)
            word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def prose_xml(prose: Prose, language: str, notes: Notes) -> str:
    """A paragraph with its number, pieces and the marks of its footnotes."""
    spans = (Span(f"{prose.number}\u2002"), *prose.spans) if prose.number else prose.spans
    return paragraph_of(spans, language, "List Bullet" if prose.is_item else "", notes=notes)


def paragraph_of(spans: Iterable[Span], language: str, style: str, *, notes: Notes | None, before: str = "") -> str:
    """A paragraph in the direction of its text."""
    pieces = list(spans)
    text = "".join(span.text for span in pieces)
    is_right_to_left = direction_of(text) == "rtl"
    properties = (f"<w:pStyle w:val={quoteattr(style.replace(' ', ''))}/>" if style else "") + (
        "<w:bidi/>" if is_right_to_left else ""
    )
    runs = "".join(span_xml(span, language, notes) for span in pieces)
    return f"<w:p><w:pPr>{properties}</w:pPr>{before}{runs}</w:p>"


def span_xml(span: Span, language: str, notes: Notes | None) -> str:
    """A run, and the mark of the footnote behind it."""
    own = direction_of(span.text)
    spoken = Spoken(span.text, language if own == Spoken("", language).direction else "")
    properties = (
        ("<w:b/><w:bCs/>" if span.bold else "")
        + ("<w:i/><w:iCs/>" if span.italic else "")
        + ("<w:rtl/>" if own == "rtl" else "")
        + tag(spoken)
    )
    run = f"<w:r><w:rPr>{properties}</w:rPr>{words(span.text)}</w:r>" if span.text else ""
    return run + (notes.reference(span.note) if span.note and notes is not None else "")


def draw_picture(word: WordDocument, picture: Picture) -> None:
    """A picture at the end of a document, no wider than the page."""
    drawn = word.add_picture(io.BytesIO(picture.data))
    if drawn.width > WIDEST:
        drawn.height = int(drawn.height * WIDEST / drawn.width)
        drawn.width = WIDEST
    drawn._inline.docPr.set("descr", picture.words)
