"""The files of a paper, opened by what people open them with."""

import io
import shutil
import subprocess

import docx
import pypdfium2
import pytest

from reports.rendering.paper import PAPER_WRITERS
from tests.reports.paper.sample import HOSTILE, paper


def written(kind, **options):
    target = io.BytesIO()
    PAPER_WRITERS[kind](paper(**options), target)
    return target.getvalue()


@pytest.mark.parametrize("kind", PAPER_WRITERS)
def test_the_same_paper_is_the_same_bytes(kind, tmp_path):
    PAPER_WRITERS[kind](paper(), str(tmp_path / "paper"))
    assert (tmp_path / "paper").read_bytes() == written(kind)


def test_word_has_headings_and_numbers_that_word_counts():
    word = docx.Document(io.BytesIO(written("docx")))
    texts = [(found.style.name, found.text) for found in word.paragraphs]
    assert texts == [
        ("Normal", "FOURTH ITEM"),
        ("Title", "État & title"),
        ("Notice", "Invented."),
        ("Heading 1", "Heading"),
        ("Normal", "First, with 90 replies."),
        ("Normal", HOSTILE),
        ("Normal", "Second line of the addition."),
        ("Normal", f"Last: {HOSTILE}."),
        ("Normal", "Geneva, 11 February 2004"),
        ("Normal", "For discussion"),
    ]
    numbered = [found.text for found in word.paragraphs if found._p.pPr.numPr is not None]
    assert numbered == ["First, with 90 replies.", f"Last: {HOSTILE}."]
    assert (word.core_properties.title, word.core_properties.language) == ("État & title", "en")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_word_file_opens_in_libreoffice(tmp_path):
    (tmp_path / "paper.docx").write_bytes(written("docx"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path), "paper.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=100)
    lines = (tmp_path / "paper.txt").read_text(encoding="utf-8-sig").splitlines()
    told = [" ".join(line.split()) for line in lines]
    assert [line for line in told if line[:2] in ("1.", "2.")] == [
        "1. First, with 90 replies.",
        f"2. Last: {HOSTILE}.",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_pdf_is_tagged_with_title_language_and_every_word(language):
    pdf = written("pdf", language=language)
    file = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(" ".join(page.get_textpage().get_text_range() for page in file).split())
        title, is_tagged = file.get_metadata_dict()["Title"], file.is_tagged()
    finally:
        file.close()
    assert b"pdfuaid:part>1<" in pdf
    assert (title, is_tagged) == ("État & title", True)
    for told in ("FOURTH ITEM", "Invented.", "1. First, with 90 replies.", HOSTILE, "For discussion"):
        assert told in text


def test_html_stands_alone_and_evaluates_nothing():
    page = written("html").decode()
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert "<b>tags</b>" not in page and "&lt;b&gt;tags&lt;/b&gt;" in page
    assert '<ol start="2"><li>Last: ' in page
    assert "<p>Second line of the addition.</p>" in page
    assert "<script" not in page and "http" not in page
