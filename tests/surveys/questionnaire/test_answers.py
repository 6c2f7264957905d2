import pytest

from surveys.questionnaire.answers import is_absence, is_answered, parts_of, unfolded
from tests.surveys.questionnaire.forms import real_evaluator


@pytest.mark.parametrize(
    ("value", "answered"),
    [
        (None, False),
        ("", False),
        ([], False),
        (0, True),
        ("0", True),
        (["a"], True),
        ({"missing": "dont_know"}, True),
    ],
)
def test_zero_and_absence_are_answers_and_blank_is_none(value, answered):
    assert is_answered(value) is answered


def test_an_absence_is_a_mapping_that_says_so():
    assert is_absence({"missing": "dont_know"})
    assert not is_absence("missing")


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("title", ("", "title")),
        ("laws[r1]/title", ("r1", "title")),
        ("laws[r1]", ("", "laws[r1]")),
        ("laws[]/title", ("", "laws[]/title")),
        ("laws[r1]/a/b", ("", "laws[r1]/a/b")),
    ],
)
def test_parts_of_a_path(path, parts):
    assert parts_of(path) == parts


def test_unfolding_undoes_what_a_document_folds():
    answers = {
        "country_roles": ["origin"],
        "laws": ["r2", "r1"],
        "laws[r1]/law_title": "One",
        "laws[r2]/law_title": "Two",
        "laws[r2]/law_date": {"missing": "dont_know"},
    }
    document = real_evaluator().document(answers)
    assert document["laws"][0] == {"id": "r2", "law_title": "Two", "law_date": {"missing": "dont_know"}}
    assert unfolded(document) == answers


def test_answers_by_path_come_through_as_they_are():
    answers = {"laws": ["r1"], "laws[r1]/law_title": "One", "country_roles": []}
    assert unfolded(answers) == answers


def test_a_row_without_id_is_refused():
    with pytest.raises(ValueError, match="laws: a row has no id"):
        unfolded({"laws": [{"law_title": "One"}]})
