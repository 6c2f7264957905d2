"""A code becomes the control of its figure wherever it stands and however Word has cut it up."""

import io

import docx
import pytest

from reports.rendering.chapters.codes import bind, find_codes
from reports.rendering.chapters.controls import controls
from reports.rendering.chapters.package import read_word
from reports.rendering.chapters.paragraphs import extracted
from tests.reports.rendering.chapters.word_files import DIGEST, bindings, with_body, word

KNOWN = bindings(F1="23 of 176", F2="7 of 60", F12="41 of 176")


def bound(content):
    """The file with its figures, written and read again."""
    file = read_word(content)
    assert bind(file, KNOWN.get) == []
    return read_word(file.to_bytes())


def texts(file):
    return [found["text"] for found in extracted(file)]


@pytest.mark.parametrize(
    "runs",
    [
        ["In all, [[F12]] replied."],
        ["In all, [", "[F12]] replied."],
        ["In all, [[", "F", "1", "2", "]", "] replied."],
        ["In all, [[F12", "]] ", "replied."],
        ["In all, ", "[[F12]]", " replied."],
    ],
)
def test_a_code_is_found_however_it_is_cut_up(runs):
    file = bound(word(runs))
    assert texts(file) == ["In all, 41 of 176 replied."]
    [control] = controls(file)
    assert (control.tag, control.text) == (f"figure:F12:2:{DIGEST[:12]}:en", "41 of 176")
    assert (control.place.part, control.place.number) == ("body", 1)
    assert control.place.words == "In all, 41 of 176 replied."


def test_several_codes_in_one_run_and_in_one_paragraph():
    file = bound(word("[[F1]] and [[F2]], later [[F1]].", "No figure here.", "[[F12]]"))
    assert texts(file) == ["23 of 176 and 7 of 60, later 23 of 176.", "No figure here.", "41 of 176"]
    assert [control.code for control in controls(file)] == ["F1", "F2", "F1", "F12"]
    assert [control.place.number for control in controls(file)] == [1, 1, 1, 3]


def test_each_control_has_an_id_of_its_own_and_is_locked():
    file = bound(word("[[F1]] [[F2]] [[F1]]"))
    marks = [control.element.find("./{*}sdtPr/{*}id").values()[0] for control in controls(file)]
    assert len(set(marks)) == 3
    assert all(control.element.find("./{*}sdtPr/{*}lock") is not None for control in controls(file))


def test_codes_in_tables_headers_footers_and_footnotes():
    content = word("Text.", table=("[[F1]]", "b"), header="See [[F2]]", footer="[[F12]]", footnote="Note [[F1]].")
    file = bound(content)
    assert {(control.place.part, control.text) for control in controls(file)} == {
        ("body", "23 of 176"),
        ("header", "7 of 60"),
        ("footer", "41 of 176"),
        ("footnote", "23 of 176"),
    }


def test_a_code_in_arabic_text_with_marks_and_digits_of_its_own():
    file = bound(word("ردت \u200f[[F12]]\u200f حكومة", "وأشارت [[F١٢]] إلى ذلك", "\u200f[\u200f[F2]]"))
    assert [control.text for control in controls(file)] == ["41 of 176", "41 of 176", "7 of 60"]
    assert texts(file)[1] == "وأشارت 41 of 176 إلى ذلك"


def test_the_text_around_keeps_its_dress_and_so_does_the_figure():
    made = docx.Document()
    paragraph = made.add_paragraph("a ")
    paragraph.add_run("b [[F").bold = True
    paragraph.add_run("12]] c").italic = True
    written = io.BytesIO()
    made.save(written)
    file = bound(written.getvalue())
    again = docx.Document(io.BytesIO(file.to_bytes()))
    dress = [(run.text, run.bold, run.italic) for run in again.paragraphs[0].runs]
    assert dress == [("a ", None, None), ("b ", True, None), (" c", None, True)]
    [control] = controls(file)
    assert control.element.find(".//{*}sdtContent/{*}r/{*}rPr/{*}b") is not None


def test_what_was_deleted_while_changes_are_recorded_is_no_text():
    xml = (
        "<w:p><w:r><w:t>Kept [[F1]]. </w:t></w:r>"
        '<w:del w:id="1" w:author="A"><w:r><w:delText>[[F99]]</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>New [[F2]].</w:t></w:r></w:ins></w:p>'
    )
    file = bound(with_body(xml))
    assert texts(file) == ["Kept 23 of 176. New 7 of 60."]


def test_unknown_codes_are_told_with_their_places_and_nothing_is_changed():
    file = read_word(word("First.", "Here [[F1]] stands beside [[F99]] in the text.", table=("[[X3]]",)))
    before = file.to_bytes()
    unknown = bind(file, KNOWN.get)
    assert [(one.code, one.place.part, one.place.number) for one in unknown] == [
        ("F99", "body", 2),
        ("X3", "body", 3),
    ]
    assert "[[F99]] in the text" in unknown[0].place.words
    assert file.to_bytes() == before


def test_brackets_around_words_are_text():
    assert find_codes(read_word(word("[[see below]] and [F12] and [[F]]"))) == []


def test_a_code_typed_into_a_control_puts_another_figure_there():
    file = bound(word("Now [[F1]]."))
    [control] = controls(file)
    next(control.element.iter("{*}t")).text = "[[F2]]"
    again = bound(file.to_bytes())
    assert [(control.code, control.text) for control in controls(again)] == [("F2", "7 of 60")]


def test_the_same_file_is_the_same_bytes():
    content = word("[[F1]]", header="[[F2]]")
    assert bound(content).to_bytes() == bound(content).to_bytes()


@pytest.mark.parametrize("digits", ["9" * 40, "9" * 5000])
def test_a_code_of_many_digits_names_nothing_and_breaks_nothing(digits):
    file = read_word(word(f"Here [[F{digits}]]."))
    assert len(bind(file, KNOWN.get)) == (1 if len(digits) == 40 else 0)
