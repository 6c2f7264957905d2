"""What the fonts can draw, told letter by letter."""

import io
import struct

import pytest

from reports.rendering.blocks import Document, Facts, Heading, Paragraph
from reports.rendering.glyphs import drawable, letters, mapped
from reports.rendering.pdf import print_pdf


@pytest.mark.parametrize(
    "text", ["Ünïcode ß œ", "Съезд № 1", "العمّال ؟", "移民政策。", "한국어 カナ", "“…” – — € ≥ ½"]
)
def test_the_seven_languages_and_their_neighbours_are_drawn_as_they_are(text):
    assert drawable(text) == text


def test_a_letter_without_a_font_is_told_by_its_code_and_what_is_no_letter_as_replaced():
    assert drawable("a\u0e01b\U0001f600\x00") == "a[U+0E01]b[U+1F600]\ufffd"


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_whatever_is_said_to_be_drawn_is_drawn(language):
    # Typst refuses to write a file with a box in place of a letter (PDF/UA-1); so do thousands of rare ones at once.
    known = sorted(code for code in letters() if code < 0x3000 or code >= 0xFB00)
    text = "\n".join("".join(map(chr, known[start : start + 60])) for start in range(0, len(known), 60))
    document = Document(
        language, "T", "K", "A", "2003-12-31", Facts(()), (), "F", "C", (Heading(1, "One"), Paragraph(drawable(text)))
    )
    target = io.BytesIO()
    print_pdf(document, target)
    assert len(target.getvalue()) > 10_000


def test_both_ways_in_which_fonts_list_their_letters():
    groups = struct.pack(">HHIIIIIIIII", 12, 0, 0, 0, 2, 0x41, 0x43, 1, 0x1F600, 0x1F600, 9)
    segments = struct.pack(">HHHHHHH2HH2H", 4, 0, 0, 4, 0, 0, 0, 0x43, 0xFFFF, 0, 0x41, 0xFFFF)
    assert mapped(groups, 0) == {0x41, 0x42, 0x43, 0x1F600}
    assert mapped(segments, 0) == {0x41, 0x42, 0x43, 0xFFFF}
    assert mapped(struct.pack(">HH", 6, 0), 0) == set()
