"""Documents as Word files, by python-docx: real headings, a table of contents, Arabic from the right."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO

import docx
from docx.document import Document as WordDocument
from docx.shared import Cm

from reports.rendering.blocks import Block, Chart, Document, Facts, Heading, Paragraph, Quotes, Table
from reports.rendering.drawing import png
from reports.rendering.narrative import summary_document
from reports.rendering.ooxml import element, field, paragraph, run, spoken, table
from reports.rendering.word_styles import dress
from reports.rendering.words import Words
from reports.summary.tables import Content

CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'
# The zip's clock begins here; the day of the document is in its properties.
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def write_docx(content: Content, target: str | BinaryIO, *, words: Words, number: int, digest: str) -> None:
    """Write the summary of an edition in the language of `words` to a path or a binary file."""
    print_docx(summary_document(content, words=words, number=number, digest=digest), target)


def print_docx(document: Document, target: str | BinaryIO) -> None:
    """Print a document to a path or a binary file; the same document is always the same bytes."""
    word = docx.Document()
    dress(word, document)
    describe(word, document)
    body = word.element.body
    for xml in (*title_page(document), *contents(document)):
        body.insert(len(body) - 1, element(xml))
    for block in document.blocks:
        if isinstance(block, Chart):
            draw(word, block)
        for xml in xml_of(block, document):
            body.insert(len(body) - 1, element(xml))
    foot(word, document)
    written = io.BytesIO()
    word.save(written)
    data = with_one_date(written)
    if isinstance(target, str):
        Path(target).write_bytes(data)
    else:
        target.write(data)


def describe(word: WordDocument, document: Document) -> None:
    """The properties of the file."""
    properties, moment = word.core_properties, datetime.combine(date.fromisoformat(document.day), time.min)
    properties.title, properties.subject = document.title, document.kind
    properties.author = properties.last_modified_by = document.author
    properties.language, properties.comments = document.language, document.foot
    properties.created = properties.modified = moment


def title_page(document: Document) -> Iterator[str]:
    """Title, kind, notices, facts."""
    language = document.language
    yield paragraph(document.title, language=language, style="Title")
    yield paragraph(document.kind, language=language, style="Subtitle")
    for notice in document.notices:
        yield paragraph(notice, language=language, style="Notice")
    yield from xml_of(document.facts, document)


def contents(document: Document) -> Iterator[str]:
    """The table of contents: a field, which Word fills with page numbers; until then the chapters as they are."""
    yield paragraph(document.contents, language=document.language, style="ContentsTitle")
    chapters = [block for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {CONTENTS} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, chapter in enumerate(chapters):
        xml = paragraph(titled(chapter), language=document.language, style="TOC1")
        if place == 0:
            xml = xml.replace("</w:pPr>", f"</w:pPr>{begin}", 1)
        if place == len(chapters) - 1:
            xml = xml.removesuffix("</w:p>") + f"{end}</w:p>"
        yield xml


def titled(heading: Heading) -> str:
    """A heading with its number."""
    return f"{heading.number}\N{EN SPACE}{heading.text}" if heading.number else heading.text


def xml_of(block: Block, document: Document) -> Iterator[str]:
    """A block as paragraphs and tables."""
    language = document.language
    if isinstance(block, Heading):
        yield paragraph(titled(block), language=language, style=f"Heading{block.level}")
    elif isinstance(block, Paragraph):
        yield paragraph(block.text, language=language, style={"lead": "Lead", "note": "Note"}.get(block.kind, ""))
    elif isinstance(block, Facts):
        facts = Table("", (), block.rows, (26, 74))
        yield table(facts, language=language, is_right_to_left=document.direction == "rtl")
    elif isinstance(block, Table):
        if block.caption:
            yield paragraph(block.caption, language=language, style="Caption")
        yield table(block, language=language, is_right_to_left=document.direction == "rtl")
        yield paragraph("", language=language, style="AfterTable")
    elif isinstance(block, Quotes):
        for quote in block.quotes:
            yield paragraph(quote.text, language=language, style="Quote")
            source = " · ".join(told for told in (quote.whose, quote.language_name) if told)
            # On the side where the quotation stands.
            is_same_side = quote.text.direction == document.direction
            yield paragraph(source, language=language, style="Source", align="" if is_same_side else "right")


def draw(word: WordDocument, chart: Chart) -> None:
    """A picture with the words that stand for it."""
    picture = word.add_picture(io.BytesIO(png(chart.spec)), width=Cm(15))
    picture._inline.docPr.set("descr", chart.words)


def foot(word: WordDocument, document: Document) -> None:
    """At the foot of every page but the first: which document this is, and which page of how many."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    place = section.footer.paragraphs[0]
    told = spoken(document.foot, document.language)
    xml = paragraph("", language=document.language, style="Footer").removesuffix("</w:p>")
    pages = f'{field("PAGE")}<w:r><w:t xml:space="preserve"> / </w:t></w:r>{field("NUMPAGES")}'
    place._p.getparent().replace(place._p, element(f"{xml}{run(told)}<w:r><w:tab/></w:r>{pages}</w:p>"))


def with_one_date(written: io.BytesIO) -> bytes:
    """The same file without the moment at which it was written."""
    again = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            copy.writestr(zipfile.ZipInfo(name, ZIP_DAY), source.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
