"""Shapes: alike whatever was answered, different as soon as anything else is."""

from dataclasses import dataclass, replace

import pytest

from surveys.views.controls import Box
from surveys.views.shapes import LENGTH, boxes_within, changed, shapes_of

QUESTION = Box("question", "unit", "Which unit?", control="radios", choices=[("a", "A", False), ("b", "B", False)])


@dataclass
class Row:
    """As a row of a repeat."""

    id: str
    boxes: list


def shape(box):
    return shapes_of({"x": box})


@pytest.mark.parametrize(
    "answered",
    [
        {"value": "a", "seen": 3},
        {"choices": [("a", "A", True), ("b", "B", False)]},
        {"absences": [("dont_know", "not known", True)], "has_absence": True},
        {"remark": {"comment": "why"}},
        {"error": "This does not fit."},
        {"in_conflict": True, "theirs": "x", "mine": "y"},
    ],
)
def test_an_answer_does_not_change_the_shape(answered):
    assert shape(replace(QUESTION, **answered)) == shape(QUESTION)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "absent"},
        {"label": "Which unit of 12?"},
        {"hint": "In full."},
        {"required": True},
        {"choices": [("a", "A", False)]},
        {"number": "1.2"},
        {"rows": [("women", [QUESTION])]},
    ],
)
def test_anything_else_does(other):
    assert shape(replace(QUESTION, **other)) != shape(QUESTION)


def test_what_stands_in_rows_counts_too():
    rows = [Row("r1", [QUESTION])]
    asked = [Row("r1", [replace(QUESTION, required=True)])]
    repeat = Box("repeat", "laws")
    assert shape(replace(repeat, rows=rows)) != shape(replace(repeat, rows=asked))


def test_names_what_has_changed():
    before = {"one": "1", "two": "2", "three": "3"}
    assert changed({**before, "two": "other"}, shapes_of(before)) == ["two"]
    assert changed(before, shapes_of(before)) == []


@pytest.mark.parametrize("shown", ["", "x", "x" * LENGTH * 4])
def test_all_has_changed_where_something_else_is_shown(shown):
    assert changed({"one": "1", "two": "2", "three": "3"}, shown) == ["one", "two", "three"]


def test_finds_every_question_wherever_it_stands():
    cells = [replace(QUESTION, path=path) for path in ("men", "women")]
    table = Box("table", "stock", rows=[("all", [cells[0], None, cells[1]])])
    repeat = Box("repeat", "laws", rows=[Row("r1", [replace(QUESTION, path="laws[r1]/title")])])
    absent = Box("absent", "other", control="none")
    found = [box.path for box in boxes_within([QUESTION, table, repeat, absent])]
    assert found == ["unit", "men", "women", "laws[r1]/title"]
