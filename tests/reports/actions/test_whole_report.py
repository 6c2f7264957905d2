"""The whole report: the current versions one behind the other, paragraphs numbered through, editions named."""

import io
import re

import docx
import pypdfium2
import pytest

from reports.actions.whole_report import whole_report
from reports.rendering.chapters.package import read_word
from tests.factories import AT, make_survey
from tests.reports.chapters import code, make_chapter, make_report, store
from tests.reports.rendering.chapters.word_files import word
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db
ORIGIN = "country_roles/choice/origin/all"


@pytest.fixture
def report():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    report = make_report(survey)
    figure = code(report, compile_now(survey), ORIGIN)
    first, second = make_chapter(report, 1), make_chapter(report, 2)
    make_chapter(report, 3)
    said = f"Origin: [[{figure.code}]], and again [[{figure.code}]]."
    store(first, word(said, "Second paragraph.", table=("Head", "Cell"), heading="Deeper", footnote="x"))
    store(second, word("[[F1]] once more.", heading="Chapter of number 2"))
    return report


def printed(report, format, language="en"):
    return whole_report(report=report, language=language, format=format, day=AT.date())


def test_the_word_file_has_numbers_footnotes_and_contents(report):
    content = printed(report, "docx")
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert "1.\u2002Origin: 1 of 1, and again 1 of 1." in texts
    assert "2.\u2002Second paragraph." in texts
    assert "3.\u20021 of 1 once more." in texts
    assert texts.count("2\u2002Chapter of number 2") == 2  # contents and heading, its own title not once more
    assert "No version of this chapter has been stored yet." in texts
    notes = [part for part in read_word(content).stories if part.kind == "footnote"][0]
    said = ["".join(note.itertext()).strip() for note in notes.root if note.get(notes.root.tag[:-9] + "type") is None]
    assert len(said) == 2, "an edition is named once in each chapter"
    assert all(re.fullmatch(r"Summary of replies, edition 1, as of .+ \(digest [0-9a-f]{8}\)\.", one) for one in said)


def test_the_pdf_is_tagged_and_says_the_same(report):
    content = printed(report, "pdf")
    assert b"/StructTreeRoot" in content or b"pdfuaid" in content
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Origin: 1 of 1" in text
    assert "Summary of replies, edition 1" in text
    assert "Chapter of number 3" in text


def test_in_arabic(report):
    assert printed(report, "pdf", "ar").startswith(b"%PDF-")
    assert printed(report, "docx", "ar") == printed(report, "docx", "ar")
