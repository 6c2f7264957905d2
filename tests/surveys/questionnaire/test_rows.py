"""The list of a repeat's rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questionnaire.rows import OPERATIONS

ROWS = st.lists(st.sampled_from("abcdef"), unique=True)


@pytest.mark.parametrize(
    ("operation", "row", "after"),
    [
        ("add", "x", ["a", "b", "c", "x"]),
        ("add", "b", ["a", "b", "c"]),
        ("restore", "x", ["a", "b", "c", "x"]),
        ("remove", "b", ["a", "c"]),
        ("remove", "x", ["a", "b", "c"]),
        ("up", "b", ["b", "a", "c"]),
        ("up", "a", ["a", "b", "c"]),
        ("down", "b", ["a", "c", "b"]),
        ("down", "c", ["a", "b", "c"]),
        ("up", "x", ["a", "b", "c"]),
    ],
)
def test_each_operation(operation, row, after):
    assert OPERATIONS[operation](["a", "b", "c"], row) == after


@given(ROWS, st.sampled_from(sorted(OPERATIONS)), st.sampled_from("abcdef"))
def test_no_operation_touches_other_rows(rows, operation, row):
    after = OPERATIONS[operation](rows, row)
    assert [other for other in after if other != row] == [other for other in rows if other != row]
    assert after.count(row) == (0 if operation == "remove" else 1 if operation in ("add", "restore") else row in rows)


@given(ROWS, st.sampled_from("abcdef"))
def test_down_undoes_up(rows, row):
    up = OPERATIONS["up"](rows, row)
    if up != rows:
        assert OPERATIONS["down"](up, row) == rows
