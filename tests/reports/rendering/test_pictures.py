"""Pages as pictures: whoever changes the look of a page sees it here. The words are the tests' own, whatever a
translator changes.

Renew the pictures after looking at the pages: `RENEW_PICTURES=1 pytest tests/reports/rendering/test_pictures.py`.
"""

import io
import os
import struct
import zlib
from functools import cache
from pathlib import Path

import numpy
import pypdfium2
import pytest

from reports.rendering.blocks import Chart, Document, Facts, Heading, Paragraph, Quote, Quotes, Spoken, Table
from reports.rendering.charts import chart_of
from reports.rendering.pdf import print_pdf
from tests.reports.rendering.sample import ARABIC, CHINESE, edition, words

PICTURES = Path(__file__).with_name("pictures")
SCALE = 0.5
# What may differ: this much of the grey scale at a pixel, at this share of all pixels (smoothing of edges).
TOLERATED_STEP, TOLERATED_SHARE = 48, 0.002
TITLE, QUESTION = 0, 2
WORDS = {
    "en": ("Labour Survey", "Summary of replies", "Africa", "84 of 104 Governments answered this question."),
    "ar": ("استقصاء العمل", "خلاصة الردود", "أفريقيا", "عدد الحكومات التي أجابت عن هذا السؤال: 84 من أصل 104."),
    "zh": ("劳务移民调查", "答复汇总", "非洲", "104 个政府中有 84 个回答了此问题。"),
}
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def document(language):
    """A document with one of every kind of block."""
    title, kind, region, sentence = WORDS[language]
    quotes = (Quote(Spoken(ARABIC, "ar"), region, "AR"), Quote(Spoken(CHINESE, "zh"), region, "ZH"))
    blocks = (
        Heading(1, title),
        Heading(2, kind),
        Heading(3, region, "12"),
        Paragraph(sentence),
        Chart(chart_of(edition()["questions"][0], words())),
        Table(kind, ("", region), ((region, "84"), (kind, "1,234")), (60, 40), frozenset({1}), has_total=True),
        Paragraph(sentence, "note"),
        Quotes(quotes),
    )
    facts = Facts(((kind, "4"), (region, Spoken("ab" * 32, "en"))))
    return Document(language, title, kind, "A", "2003-12-31", facts, (sentence,), title, kind, blocks)


@cache
def pages(language):
    """The document's pages as grey pictures."""
    target = io.BytesIO()
    print_pdf(document(language), target)
    file = pypdfium2.PdfDocument(target.getvalue())
    try:
        return [page.render(scale=SCALE, grayscale=True).to_numpy().copy() for page in file]
    finally:
        file.close()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(picture):
    """A grey picture as PNG, its rows unfiltered."""
    height, width = picture.shape
    rows = b"".join(b"\0" + row.tobytes() for row in picture)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def read(path):
    """A picture that `png` wrote."""
    data = path.read_bytes()
    width, height = struct.unpack_from(">II", data, 16)
    length = struct.unpack_from(">I", data, 33)[0]
    rows = numpy.frombuffer(zlib.decompress(data[41 : 41 + length]), dtype=numpy.uint8)
    return rows.reshape(height, width + 1)[:, 1:]


def differing(one, other):
    """The share of pixels that differ by more than smoothing makes."""
    if one.shape != other.shape:
        return 1.0
    return float((numpy.abs(one.astype(int) - other.astype(int)) > TOLERATED_STEP).mean())


@pytest.mark.parametrize("place", [TITLE, QUESTION], ids=["title", "question"])
@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_page_looks_as_it_did_when_somebody_looked_at_it(language, place):
    picture, path = pages(language)[place], PICTURES / f"{language}-{place + 1}.png"
    if os.environ.get("RENEW_PICTURES"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(png(picture))
    assert differing(picture, read(path)) <= TOLERATED_SHARE


def test_a_word_more_on_a_page_would_be_noticed():
    changed = pages("en")[TITLE].copy()
    changed[100:110, 60:100] = 0
    assert differing(changed, pages("en")[TITLE]) > TOLERATED_SHARE
    assert differing(pages("en")[TITLE], pages("ar")[TITLE]) > TOLERATED_SHARE


def test_pictures_are_read_as_they_were_written(tmp_path):
    path = tmp_path / "picture.png"
    path.write_bytes(png(pages("zh")[QUESTION]))
    assert (read(path) == pages("zh")[QUESTION]).all()
