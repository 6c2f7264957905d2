"""A chapter that was typed in the browser as a Word file."""

import io
from datetime import datetime

import docx

from reports.rendering.blocks import Document, Facts, Heading, Span
from reports.rendering.chapters.markup import blocks_of
from reports.rendering.docx import with_one_date
from reports.rendering.ooxml import element
from reports.rendering.prose import Notes, paragraph_of, prose_xml
from reports.rendering.word_styles import dress

# A version has its own day; the file of a text is always the same.
EPOCH = datetime(1980, 1, 1)


def typed_docx(text: str, *, language: str, title: str, author: str) -> bytes:
    """The file of a text (reports.rendering.chapters.markup); codes are still text in it."""
    word = docx.Document()
    dress(word, Document(language, title, "", author, "1980-01-01", Facts(()), (), "", ""))
    properties = word.core_properties
    properties.title, properties.author, properties.language = title, author, language
    properties.created = properties.modified = EPOCH
    notes, body = Notes(language), word.element.body
    for block in blocks_of(text):
        if isinstance(block, Heading):
            xml = paragraph_of([Span(block.text)], language, f"Heading{block.level}", notes=notes)
        else:
            xml = prose_xml(block, language, notes)
        body.insert(len(body) - 1, element(xml))
    notes.put_into(word)
    written = io.BytesIO()
    word.save(written)
    return with_one_date(written)
