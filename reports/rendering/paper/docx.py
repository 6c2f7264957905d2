"""The paper as a Word file: real headings, and numbers that Word counts on where somebody adds a paragraph."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt

from reports.paper.document import Block, Paper
from reports.rendering.docx import with_one_date
from reports.rendering.ooxml import OPENING, element, field, paragraph, run, spoken
from reports.rendering.word_styles import dress

AUTHOR = "International Labour Office"
NUMBERING = "90"
# Numbers of the same kind as those of the papers: 1. and the text further in.
LEVEL = (
    f'<w:abstractNum {OPENING} w:abstractNumId="{NUMBERING}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs>'
    '<w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
)
USED = f'<w:num {OPENING} w:numId="{NUMBERING}"><w:abstractNumId w:val="{NUMBERING}"/></w:num>'
IN_THE_LIST = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{NUMBERING}"/></w:numPr>'


def write_docx(paper: Paper, target: str | BinaryIO) -> None:
    """Write the paper to a path or a binary file."""
    word = docx.Document()
    dress(word, paper)
    fit(word)
    number(word)
    describe(word, paper)
    body = word.element.body
    for xml in (*head(paper), *blocks(paper), *end(paper)):
        body.insert(len(body) - 1, element(xml))
    foot(word, paper)
    written = io.BytesIO()
    word.save(written)
    data = with_one_date(written)
    if isinstance(target, str):
        Path(target).write_bytes(data)
    else:
        target.write(data)


def fit(word: WordDocument) -> None:
    """Styles as a paper of some pages wants them, without a title page."""
    styles = word.styles
    for name, size, before, after in (("Title", 17, 6, 10), ("Subtitle", 10, 0, 14), ("Normal", 10.5, 0, 8)):
        styles[name].font.size = Pt(size)
        layout = styles[name].paragraph_format
        layout.space_before, layout.space_after = Pt(before), Pt(after)
    styles["Notice"].paragraph_format.space_after = Pt(12)
    styles["Heading 1"].font.size = Pt(13)
    layout = styles["Heading 1"].paragraph_format
    layout.page_break_before, layout.space_before, layout.space_after = False, Pt(14), Pt(6)
    styles["Source"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    section = word.sections[0]
    section.left_margin = section.right_margin = Cm(2.5)


def number(word: WordDocument) -> None:
    """The numbering of the paragraphs."""
    numbering = word.part.numbering_part.element
    first = next((child for child in numbering if child.tag.endswith("}num")), None)
    level = parse_xml(LEVEL)
    if first is None:
        numbering.append(level)
    else:
        first.addprevious(level)
    numbering.append(parse_xml(USED))


def describe(word: WordDocument, paper: Paper) -> None:
    """The properties of the file."""
    properties, moment = word.core_properties, datetime.combine(date.fromisoformat(paper.as_of), time.min)
    properties.title, properties.subject = paper.title, paper.place_and_day
    properties.author = properties.last_modified_by = AUTHOR
    properties.language, properties.comments = paper.language, paper.notice
    properties.created = properties.modified = moment


def head(paper: Paper) -> Iterator[str]:
    """The item of the agenda, the title, and what has to be known before anything is read."""
    yield paragraph(paper.item.upper(), language=paper.language, style="Normal", bold=True)
    yield paragraph(paper.title, language=paper.language, style="Title")
    if paper.notice:
        yield paragraph(paper.notice, language=paper.language, style="Notice")


def blocks(paper: Paper) -> Iterator[str]:
    """Headings, numbered paragraphs, and what editors added, which has no number."""
    for block in paper.blocks:
        if block.heading:
            yield paragraph(block.heading, language=paper.language, style="Heading1")
        yield from told(block, paper.language)


def told(block: Block, language: str) -> Iterator[str]:
    """One block; an addition may have paragraphs of its own."""
    if block.number is None:
        for text in filter(str.strip, block.words.split("\n")):
            yield paragraph(text, language=language)
        return
    yield paragraph(block.words, language=language).replace("<w:pPr>", f"<w:pPr>{IN_THE_LIST}", 1)


def end(paper: Paper) -> Iterator[str]:
    """Place and day, and what the paper is submitted for."""
    yield paragraph(paper.place_and_day, language=paper.language)
    yield paragraph(paper.disposition, language=paper.language, bold=True)


def foot(word: WordDocument, paper: Paper) -> None:
    """At the foot of every page: which paper this is, and which page of how many."""
    place = word.sections[0].footer.paragraphs[0]
    xml = paragraph("", language=paper.language, style="Footer").removesuffix("</w:p>")
    pages = f'{field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{field("NUMPAGES")}'
    which = run(spoken(paper.title, paper.language))
    place._p.getparent().replace(place._p, element(f"{xml}{which}<w:r><w:tab/></w:r>{pages}</w:p>"))
