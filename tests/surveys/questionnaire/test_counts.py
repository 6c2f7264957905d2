from surveys.questionnaire.counts import Counts, count, question_of_field
from tests.surveys.questionnaire.forms import form, group, q


def test_matrix_table_and_repeat_are_one_question_each():
    definition = form(
        q("text", "alone"),
        group("matrix", q("select_one yes_no", "a"), q("select_one yes_no", "b"), appearance="table-list"),
        group("block", group("table", q("integer", "men"), q("integer", "women")), q("date", "day")),
        group("rows", q("text", "title"), q("file", "scan"), kind="repeat"),
    )
    assert question_of_field(definition) == {
        "alone": "alone",
        "a": "matrix",
        "b": "matrix",
        "men": "table",
        "women": "table",
        "day": "day",
        "title": "rows",
        "scan": "rows",
    }


def test_a_text_for_other_belongs_to_its_question():
    definition = form(q("select_one yes_no", "way"), q("text", "way_other"), q("text", "each_other"))
    assert question_of_field(definition) == {"way": "way", "way_other": "way", "each_other": "each_other"}


def test_counts_leave_out_notes_and_calculations():
    definition = form(
        q("note", "hello"), q("integer", "n", relevant="true()"), {**q("calculate", "c"), "calculation": "1 + 1"}
    )
    assert count(definition) == Counts(1, 1, {"integer": 1}, groups=1, repeats=0, expressions=2)
