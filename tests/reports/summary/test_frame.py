import pytest

from reports.summary.frame import Frame
from tests.reports.summary.documents import FIELDS, FRAME


def test_a_frame_comes_back_from_json_as_it_was():
    assert Frame.of(FRAME.to_json()) == FRAME


def test_a_repeat_stands_before_its_questions():
    assert [(question.name, question.type, question.repeat) for question in FRAME.questions[-3:]] == [
        ("laws", "repeat", ""),
        ("law_title", "text", "laws"),
        ("law_year", "integer", "laws"),
    ]


def test_an_older_version_adds_its_questions_and_codes_at_the_end():
    newest = [{"name": "a", "type": "select_one", "codes": ["new", "same"]}, {"name": "b", "type": "decimal"}]
    older = [
        {"name": "gone", "type": "text"},
        {"name": "b", "type": "integer"},
        {"name": "a", "type": "select_one", "codes": ["old", "same"]},
    ]

    found = Frame.of([*newest, *older]).questions

    assert [(question.name, question.type, question.codes) for question in found] == [
        ("a", "select_one", ("new", "same", "old")),
        ("b", "decimal", ()),
        ("gone", "text", ()),
    ]


def test_two_versions_of_a_repeat_are_one():
    assert Frame.of([*FIELDS, *FIELDS]) == FRAME
    grown = Frame.of([*FIELDS, {"name": "law_note", "type": "text", "repeat": "laws"}])

    assert [question.name for question in grown.questions].count("laws") == 1


def test_what_a_frame_does_not_know_is_refused():
    with pytest.raises(TypeError):
        Frame.of([{"name": "a", "type": "text", "colour": "red"}])
