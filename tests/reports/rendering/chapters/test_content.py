"""What a chapter's file says, as blocks: nothing is passed over in silence."""

import base64
import io

import docx

from reports.rendering.blocks import Heading, Picture, Prose, Table
from reports.rendering.chapters.codes import bind
from reports.rendering.chapters.content import Reader
from reports.rendering.chapters.package import read_word
from tests.reports.rendering.chapters.word_files import bindings, with_body, word

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def blocks(content):
    return Reader(read_word(content)).blocks()


def test_headings_paragraphs_and_tables():
    found = blocks(word("One.", table=("Head", "Cell"), heading="Title"))
    assert found[0] == Heading(1, "Title")
    assert isinstance(found[1], Prose) and found[1].text == "One."
    assert [block.head for block in found if isinstance(block, Table)] == [("Head", "Cell")]


def test_a_figure_is_a_piece_that_knows_its_edition():
    file = read_word(word("Of all [[F1]] said so."))
    assert bind(file, bindings(F1="23 of 176").get) == []
    [prose] = Reader(file).blocks()
    assert [(span.text, span.edition) for span in prose.spans] == [("Of all ", 0), ("23 of 176", 2), (" said so.", 0)]


def test_bold_and_footnotes_are_kept():
    xml = (
        '<w:p><w:r><w:t xml:space="preserve">a </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>b</w:t></w:r>'
        '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>c</w:t></w:r><w:r><w:footnoteReference w:id="9"/></w:r></w:p>'
    )
    [prose] = blocks(with_body(xml))
    assert [(span.text, span.bold) for span in prose.spans] == [("a ", False), ("b", True), ("c", False), ("", False)]
    assert [one.text for one in prose.spans[-1].note] == ["…"]


def test_pictures_are_carried_over_and_other_drawings_counted():
    made = docx.Document()
    made.add_paragraph("Before.")
    made.add_picture(io.BytesIO(PNG))
    written = io.BytesIO()
    made.save(written)
    found = blocks(written.getvalue())
    assert [(block.format, block.data) for block in found if isinstance(block, Picture)] == [("png", PNG)]
    reader = Reader(read_word(with_body("<w:p><w:r><w:t>x</w:t><w:drawing/></w:r></w:p>")))
    assert len(reader.blocks()) == 1
    assert reader.left_out == 1


def test_what_was_deleted_while_changes_are_recorded_is_left_out():
    xml = '<w:p><w:r><w:t>Kept.</w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:t>Gone.</w:t></w:r></w:del></w:p>'
    assert [block.text for block in blocks(with_body(xml))] == ["Kept."]
