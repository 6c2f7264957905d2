"""Word files are read back with python-docx; what it has no word for is looked up in the XML."""

import io
import zipfile
from functools import cache

import docx
import pytest
from docx.oxml.ns import qn

from reports.rendering.blocks import Chart, Document, Facts, Heading, Paragraph, Spoken, Table
from reports.rendering.docx import print_docx, write_docx
from reports.rendering.narrative import summary_document
from reports.summary.tables import STATISTICS, cells
from tests.reports.rendering.sample import ARABIC, CHINESE, HOSTILE, LANGUAGES, edition, words

DIGEST = "ab" * 32


def written(language="en", content=None):
    target = io.BytesIO()
    write_docx(content or edition(), target, words=words(language), number=4, digest=DIGEST)
    return target.getvalue()


@cache
def sample(language):
    return written(language)


def read(language="en"):
    return docx.Document(io.BytesIO(sample(language)))


def told(language="en"):
    return summary_document(edition(), words=words(language), number=4, digest=DIGEST)


def texts(word):
    return [paragraph.text for paragraph in word.paragraphs]


def plain(cell):
    return cell.text if isinstance(cell, Spoken) else cell


def bare(**changes):
    """A document with nothing in it but what a test puts in."""
    fields = {
        "language": "en", "title": "T", "kind": "K", "author": "A", "day": "2003-12-31", "facts": Facts(()),
        "notices": (), "foot": "F", "contents": "C", "blocks": (Heading(1, "One"),),
    }  # fmt: skip
    return Document(**{**fields, **changes})


def printed(**changes):
    target = io.BytesIO()
    print_docx(bare(**changes), target)
    return docx.Document(target)


def test_headings_are_real_headings():
    headings = [(p.style.name, p.text) for p in read().paragraphs if p.style.name.startswith("Heading")]
    expected = [block for block in told().blocks if isinstance(block, Heading)]
    assert headings == [
        (f"Heading {block.level}", f"{block.number}\N{EN SPACE}{block.text}" if block.number else block.text)
        for block in expected
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_the_document_stands_in_the_file(language):
    tables = [block for block in told(language).blocks if isinstance(block, Table)]
    found = read(language).tables[1:]
    assert len(found) == len(tables)
    for table, block in zip(found, tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in table.rows]
        assert cells == [list(block.head), *([plain(cell) for cell in row] for row in block.rows)]


def figures_of(word):
    """The figures by question, row and column, as a reader finds them: under the question's name."""
    found, title = {}, ""
    for part in word.iter_inner_content():
        if not isinstance(part, docx.table.Table):
            is_title = part.style.name.startswith(("Heading", "Caption"))
            title = part.text.rpartition("\N{EN SPACE}")[2] if is_title else title
            continue
        head, *rows = [[cell.text for cell in row.cells] for row in part.rows]
        if head[:2] == ["", "n of N"]:
            found |= {(title, row[0], head[place]): text for row in rows for place, text in enumerate(row)}
    return found


def expected(cell, spoken):
    """Where a cell of the content stands, and as what."""
    row = spoken.choice(cell.question, cell.choice) if cell.choice else spoken.measure(cell.measure)
    column = "n of N" if cell.group == "all" else spoken.group(cell.group)
    is_part = cell.group == "all" and cell.measure != "rows"
    return (spoken.question(cell.question), row, column), f"{cell.n} of {cell.base}" if is_part else str(cell.value)


def test_every_figure_equals_the_cell_of_the_content():
    figures = figures_of(read())
    counted = [cell for cell in cells(edition()) if cell.measure not in STATISTICS]
    told = dict(expected(cell, words()) for cell in counted)
    # A reason that no Government gave has no row.
    left_out = {place for place in told if place not in figures}
    assert {place: figures[place] for place in told if place in figures} == {
        place: text for place, text in told.items() if place not in left_out
    }
    assert {told[place] for place in left_out} <= {"0", "0 of 104", "0 of 3"}
    assert len(told) - len(left_out) > 100


def test_tables_repeat_their_heads_on_every_page():
    for table in read().tables[1:]:
        marked = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marked == [True] + [False] * (len(table.rows) - 1)


def test_the_contents_are_a_field_that_lists_the_chapters_until_it_is_worked_out():
    word = read()
    fields = [found.text.strip() for found in word.element.body.iter(qn("w:instrText"))]
    listed = [p.text for p in word.paragraphs if p.style.name == "TOC1"]
    chapters = [block for block in told().blocks if isinstance(block, Heading) and block.level == 1]
    assert fields == ['TOC \\o "1-2" \\h \\z \\u']
    assert [text.rpartition("\N{EN SPACE}")[2] for text in listed] == [chapter.text for chapter in chapters]


def test_the_foot_tells_the_edition_and_the_page_of_all_pages_but_the_first():
    section = read().sections[0]
    (line,) = section.footer.paragraphs
    assert line.text == "Labour Survey: edition 4 of the summary, as of 31 December 2003\t / "
    assert [found.text.strip() for found in line._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert section.different_first_page_header_footer is True
    assert section.first_page_footer.is_linked_to_previous is True


def test_the_properties_of_the_file():
    properties = read("fr").core_properties
    found = (properties.title, properties.author, properties.language, properties.created.isoformat()[:10])
    assert found == ("Labour Survey", told("fr").author, "fr", "2003-12-31")
    assert properties.subject == told("fr").kind


def test_arabic_is_written_from_the_right_in_paragraphs_runs_and_tables():
    word = read("ar")
    (title,) = [p for p in word.paragraphs if p.style.name == "Title"]
    assert title._p.pPr.find(qn("w:bidi")) is not None
    assert title.runs[0].font.rtl is True
    assert [table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in word.tables] == [True] * len(
        word.tables
    )
    (answer,) = [p for p in word.paragraphs if p.text == CHINESE]
    assert answer._p.pPr.find(qn("w:bidi")) is None


def test_nothing_is_written_from_the_right_in_english_but_what_is_arabic():
    word = read("en")
    turned = [p.text for p in word.paragraphs if p._p.pPr is not None and p._p.pPr.find(qn("w:bidi")) is not None]
    assert turned == [ARABIC]
    assert all(table._tbl.tblPr.find(qn("w:bidiVisual")) is None for table in word.tables)


def test_runs_carry_the_language_of_their_words():
    word = read("fr")

    def language_of(text):
        (run,) = next(p for p in word.paragraphs if p.text == text).runs
        return dict(run._r.rPr.find(qn("w:lang")).attrib)

    assert language_of(ARABIC) == {qn("w:bidi"): "ar-SA"}
    assert language_of(CHINESE) == {qn("w:eastAsia"): "zh-CN"}
    assert language_of("Labour Survey") == {qn("w:val"): "fr-FR"}
    unknown = next(p for p in word.paragraphs if p.text == HOSTILE)
    assert unknown.runs[0]._r.rPr.find(qn("w:lang")) is None


def test_every_style_has_typefaces_for_all_scripts():
    for name in ("Normal", "Heading 1", "Heading 4", "Cell", "Quote"):
        faces = read().styles[name].element.rPr.rFonts
        found = [faces.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")]
        assert found == ["Arial", "Arial", "Arial", "Microsoft YaHei"]


def test_markup_in_an_answer_stays_text():
    word = read()
    assert [text for text in texts(word) if "#let" in text] == [HOSTILE]
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert [text for text in cells if "#let" in text] == [HOSTILE]


def test_control_characters_are_shown_as_replaced_and_breaks_are_breaks():
    word = printed(blocks=(Heading(1, "One"), Paragraph("a\x00b\x0bc\td\r\ne\ud800")))
    assert texts(word)[-1] == "a\ufffdb\ufffdc\td\ne\ufffd"


def test_an_answer_of_100_000_characters_is_whole():
    long = (ARABIC * 2000)[:100_000]
    content = edition()
    content["questions"][2]["texts"] = [{"state": "YEM", "row": "", "text": long, "language": "ar",
                                         "attribution": "named"}]  # fmt: skip
    assert [text for text in texts(docx.Document(io.BytesIO(written("ar", content)))) if len(text) > 1000] == [long]


def test_a_chart_is_a_picture_with_words_for_whoever_does_not_see_it():
    charts = [block for block in told().blocks if isinstance(block, Chart)]
    word = read()
    described = [found.get("descr") for found in word.element.body.iter(qn("wp:docPr"))]
    assert described == [chart.words for chart in charts]
    assert "Raise: 40" in described[0]


def test_the_same_document_is_the_same_bytes():
    assert written("ar") == sample("ar")


def test_a_path_is_written_as_well(tmp_path):
    path = tmp_path / "summary.docx"
    write_docx(edition(), str(path), words=words(), number=4, digest=DIGEST)
    assert path.read_bytes() == sample("en")


def test_properties_stand_in_the_order_that_word_asks_for():
    with zipfile.ZipFile(io.BytesIO(sample("ar"))) as file:
        styles = docx.oxml.parser.parse_xml(file.read("word/styles.xml"))
    order = ["rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "kern", "sz", "szCs", "lang"]
    for properties in styles.iter(qn("w:rPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        known = [name for name in names if name in order]
        assert known == sorted(known, key=order.index)
