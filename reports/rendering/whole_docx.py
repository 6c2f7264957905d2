"""A document of chapters as a Word file: like any other (reports.rendering.docx), with paragraphs of several pieces,
pictures and footnotes."""

import io

import docx

from reports.rendering.blocks import Document, Picture, Prose
from reports.rendering.docx import contents, describe, foot, title_page, with_one_date, xml_of
from reports.rendering.ooxml import element
from reports.rendering.prose import Notes, draw_picture, prose_xml
from reports.rendering.word_styles import dress


def print_whole(document: Document) -> bytes:
    """The file of a document; the same document is always the same bytes."""
    word = docx.Document()
    dress(word, document)
    describe(word, document)
    notes, body = Notes(document.language), word.element.body
    for xml in (*title_page(document), *contents(document)):
        body.insert(len(body) - 1, element(xml))
    for block in document.blocks:
        if isinstance(block, Picture):
            draw_picture(word, block)
            continue
        found = [prose_xml(block, document.language, notes)] if isinstance(block, Prose) else xml_of(block, document)
        for xml in found:
            body.insert(len(body) - 1, element(xml))
    notes.put_into(word)
    foot(word, document)
    written = io.BytesIO()
    word.save(written)
    return with_one_date(written)
