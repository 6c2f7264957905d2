"""PDF files are read with pdfium, as a browser reads them."""

import io
import re
from functools import cache

import pypdfium2
import pytest
import typst

from reports.rendering.blocks import Document, Facts, Heading, Paragraph, Quote, Quotes, Spoken, Table
from reports.rendering.narrative import summary_document
from reports.rendering.pdf import TEMPLATE, data_of, print_pdf, write_pdf
from tests.reports.rendering.sample import ARABIC, CHINESE, HOSTILE, LANGUAGES, edition, words

DIGEST = "ab" * 32


def written(language="en", content=None):
    target = io.BytesIO()
    write_pdf(content or edition(), target, words=words(language), number=4, digest=DIGEST)
    return target.getvalue()


@cache
def sample(language):
    return written(language)


def pages_of(pdf):
    """The texts of the pages."""
    file = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in file]
    finally:
        file.close()


def running(text):
    """A text without regard to where its lines break."""
    return " ".join(text.split())


def printed(*blocks, language="en"):
    facts = Facts((("Digest", Spoken("ab" * 32, "en")),))
    target = io.BytesIO()
    document = Document(language, "T", "K", "A", "2003-12-31", facts, (), "F", "C", (Heading(1, "One"), *blocks))
    print_pdf(document, target)
    return target.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_is_pdf_ua_in_every_language_with_title_and_language(language):
    pdf = sample(language)
    file = pypdfium2.PdfDocument(pdf)
    metadata = file.get_metadata_dict()
    file.close()
    assert b"pdfuaid:part>1<" in pdf
    assert metadata["Title"].startswith(words(language).title)
    assert metadata["CreationDate"] == "D:20031231000000Z"
    assert 8 <= len(pages_of(pdf)) <= 20


def test_what_is_not_pdf_ua_is_never_written(tmp_path):
    target = tmp_path / "summary.pdf"
    with pytest.raises(typst.TypstError, match="heading"):
        print_pdf(
            Document("en", "T", "K", "A", "2003-12-31", Facts(()), (), "F", "C", (Heading(3, "Third before first"),)),
            str(target),
        )
    assert not target.exists()


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_open_answers_are_found_as_typed(language):
    found = running("\n".join(pages_of(sample(language))))
    for answer in (ARABIC, CHINESE, HOSTILE):
        assert running(answer) in found


def test_every_sentence_and_figure_of_the_document_is_on_a_page():
    found = running("\n".join(pages_of(sample("en"))))
    document = summary_document(edition(), words=words("en"), number=4, digest=DIGEST)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert running(block.text) in found
        elif isinstance(block, Table):
            for row in block.rows:
                cells = [cell.text if isinstance(cell, Spoken) else cell for cell in row]
                assert [cell for cell in cells if running(cell) not in found] == []


def test_the_foot_counts_pages_from_the_second():
    pages = pages_of(sample("en"))
    assert "edition 4 of the summary" not in pages[0]
    assert [page.strip().splitlines()[-1].rpartition("2003 ")[2] for page in pages[1:]] == [
        f"{number} / {len(pages)}" for number in range(2, len(pages) + 1)
    ]


def test_bookmarks_lead_to_every_heading():
    file = pypdfium2.PdfDocument(sample("en"))
    marks = [(mark.level, mark.get_title()) for mark in file.get_toc()]
    file.close()
    document = summary_document(edition(), words=words("en"), number=4, digest=DIGEST)
    headings = [block for block in document.blocks if isinstance(block, Heading)]
    assert marks == [(block.level - 1, f"{block.number} {block.text}".strip()) for block in headings]


def test_the_same_document_is_the_same_bytes():
    assert written("ar") == sample("ar")


def test_a_path_is_written_as_well(tmp_path):
    path = tmp_path / "summary.pdf"
    write_pdf(edition(), str(path), words=words(), number=4, digest=DIGEST)
    assert path.read_bytes() == sample("en")


def test_fonts_are_embedded_and_none_is_of_this_machine():
    file = pypdfium2.PdfDocument(sample("ar"))
    texts = [found for page in file for found in page.get_objects() if isinstance(found, pypdfium2.PdfTextObj)]
    fonts = [found.get_font() for found in texts]
    names = {font.get_base_name().partition("+")[2].partition("-")[0] for font in fonts}
    embedded = {font.is_embedded for font in fonts}
    file.close()
    assert names == {"IBMPlexSans", "IBMPlexSansArabic", "NotoSansCJKsc"}
    assert embedded == {True}


def test_heads_of_tables_are_repeated_on_every_page():
    rows = tuple((f"row {number}", str(number)) for number in range(150))
    pages = pages_of(printed(Table("Many", ("Name", "Number"), rows, (50, 50), frozenset({1}))))[2:]
    assert len(pages) > 1
    assert ["Name Number" in running(page) for page in pages] == [True] * len(pages)


def test_a_digest_stays_on_one_line_inside_the_page():
    pdf = pypdfium2.PdfDocument(printed())
    page = pdf[0]
    box = page.get_textpage()
    place = box.get_text_range().index("ab" * 32)
    right = max(box.get_charbox(place + letter)[2] for letter in range(64))
    width = page.get_width()
    pdf.close()
    assert right < width - 40


def test_an_arabic_answer_of_100_000_characters_is_whole():
    sentence = "تتخذ الحكومة تدابير حماية العمال "
    long = (sentence * 4000)[:100_000].strip()
    found = "".join(pages_of(printed(Quotes((Quote(Spoken(long, "ar"), "Yemen", "Arabic"),)))))
    letters = re.sub(r"[^\u0621-\u064a]", "", long)
    assert re.sub(r"[^\u0621-\u064a]", "", found) == letters


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\t", "\u200f", "a\u0301", "e\u200dx", "\ufeff", "👩‍👩‍👧", "ไทย", "\x00", "\ud800"]
)
def test_whatever_was_typed_is_printed(text):
    pdf = printed(Paragraph(text), Quotes((Quote(Spoken(text)),)), Table("", ("h",), ((Spoken(text),),), (1,)))
    assert len(pages_of(pdf)) == 3


def test_a_letter_that_no_font_has_is_told_by_its_code():
    assert "a [U+0E01] b" in "".join(pages_of(printed(Paragraph("a \u0e01 b"))))


def test_what_people_wrote_is_data_to_the_template():
    document = Document("en", HOSTILE, "K", "A", "2003-12-31", Facts(()), (), "F", "C", (Heading(1, HOSTILE),))
    assert data_of(document)["title"] == HOSTILE
    assert "eval(" not in TEMPLATE.read_text()
