"""The packed file says what the file of typst says, in less room, and Arabic in its order."""

import re

import pypdfium2
import pytest
import typst

from reports.rendering.pdf import typefaces
from reports.rendering.pdf_file import STREAM, content_of, packed, read

SOURCE = """
#set document(title: "Title")
#set text(lang: "ar", dir: rtl, font: ("IBM Plex Sans Arabic", "IBM Plex Sans", "Noto Sans CJK SC"))
= {text}
#for row in range(300) {{ table(columns: 3, [{text}], [2], [3]) }}
"""


def compiled(text):
    source = SOURCE.format(text=text).encode()
    return typst.Compiler(source, font_paths=typefaces()).compile(format="pdf", pdf_standards="ua-1")


def lines_of(pdf):
    file = pypdfium2.PdfDocument(pdf)
    try:
        return [line for page in file for line in page.get_textpage().get_text_range().split("\r\n")]
    finally:
        file.close()


@pytest.mark.parametrize(
    "text",
    ["الأولى ولا سيما", "التدابير في", "بين لكي بلا", "الردود الواردة", "لإدارة العمل لآخر"],
)
def test_letters_that_are_joined_are_found_in_the_order_of_writing(text):
    assert lines_of(packed(compiled(text)))[0] == text


def test_typst_alone_gives_them_the_wrong_way_round():
    assert lines_of(compiled("الأولى ولا سيما"))[0] != "الأولى ولا سيما"


def test_a_vowel_sign_tells_itself_once():
    # Readers put signs on lines of their own, since they stand higher: what counts is that none is told twice.
    found = "".join(lines_of(packed(compiled("متأخرًا السلَام"))))
    assert (found.count("\u064b"), found.count("\u064e")) == (301, 301)
    assert (found.count("س"), found.count("أ")) == (301, 301)


def test_latin_in_an_arabic_document_keeps_the_order_of_its_words():
    assert lines_of(packed(compiled("named by the State")))[0] == "named by the State"


def test_text_and_pages_are_the_same_and_the_file_is_a_fraction():
    plain = compiled("中文 and Latin")
    small = packed(plain)
    assert sorted(lines_of(small)) == sorted(lines_of(plain.replace(b"/Direction/R2L", b"/Direction/L2R")))
    assert len(small) < len(plain) / 3


def test_no_tag_is_lost():
    plain = compiled("One")
    small = packed(plain)
    inside = b"".join(
        content_of(body.rstrip().removesuffix(b"endobj").rstrip())
        for body in re.findall(rb"(?s)\d+ 0 obj\n(<</Length \d+/Filter/FlateDecode/Type/ObjStm.*?\nendobj)", small)
    )
    for tag in (b"/S/TD", b"/S/Table", b"/S/H1", b"/Type/StructElem", b"/MarkInfo"):
        assert inside.count(tag) == plain.count(tag) > 0


def test_objects_are_read_whole():
    file = read(compiled("One"))
    assert file.head.startswith(b"%PDF-1.7")
    assert all(body.startswith((b"<<", b"[")) for body in file.objects.values())
    assert all(body.endswith(b"endstream") for body in file.objects.values() if STREAM in body)
    assert b"/Root" in file.trailer
