"""The text of the editor, and the Word file that comes of it."""

import io

import docx
import pytest

from reports.rendering.blocks import Heading, Prose, Span
from reports.rendering.chapters.markup import blocks_of
from reports.rendering.chapters.package import read_word
from reports.rendering.chapters.paragraphs import extracted
from reports.rendering.typed_docx import typed_docx


def test_headings_paragraphs_items_and_footnotes():
    text = "# One\r\nA line\ngoes on.\r\n\r\n## Two ##\n\n- first\n* second\nNot an item. ^[See [[F2]].] End [[F1]]"
    assert blocks_of(text) == [
        Heading(1, "One"),
        Prose((Span("A line goes on."),)),
        Heading(2, "Two"),
        Prose((Span("first"),), is_item=True),
        Prose((Span("second"),), is_item=True),
        Prose((Span("Not an item. ", note=(Span("See [[F2]]."),)), Span(" End [[F1]]"))),
    ]


@pytest.mark.parametrize("text", ["", "  \n\n  ", "\t"])
def test_a_text_of_nothing_has_no_blocks(text):
    assert blocks_of(text) == []


def test_what_looks_like_markup_and_is_none_is_text():
    assert blocks_of("#hashtag and #1\n\n-5 degrees") == [
        Prose((Span("#hashtag and #1"),)),
        Prose((Span("-5 degrees"),)),
    ]


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_file_has_real_headings_lists_and_notes_and_is_the_same_bytes(language):
    text = "# عنوان\n\nنص الفصل^[حاشية]\n\n- بند" if language == "ar" else "# T\n\nText^[Note]\n\n- item"
    content = typed_docx(text, language=language, title="Chapter", author="A. Person")
    assert content == typed_docx(text, language=language, title="Chapter", author="A. Person")
    made = docx.Document(io.BytesIO(content))
    assert [one.style.name for one in made.paragraphs] == ["Heading 1", "Normal", "List Bullet"]
    assert (made.paragraphs[1]._p.pPr.find("{*}bidi") is not None) == (language == "ar")
    assert [found["part"] for found in extracted(read_word(content))] == ["body", "body", "body", "footnote"]


def test_hostile_text_is_text():
    content = typed_docx("<w:p/> & \x00 \ufffe ]]> [[x]]", language="en", title="<b>", author="&")
    assert "<w:p/> &" in extracted(read_word(content))[0]["text"]
