"""A cell holds a value of its column's kind, nothing, or why there is none; nothing is taken for what it is not."""

from datetime import date
from decimal import Decimal

import pytest

from reports.matrix.columns import Column, Kind
from reports.matrix.values import Mark, flag, text_of_mark, told_apart, value_of


def column(kind, **fields):
    return Column("q", kind, "q", **fields)


CODES = ("origin", "007")


@pytest.mark.parametrize(
    ("kind", "given", "cell"),
    [
        (Kind.NUMBER, 0, 0),
        (Kind.NUMBER, "1.50", Decimal("1.50")),
        (Kind.NUMBER, True, Mark.DOES_NOT_FIT),
        (Kind.NUMBER, "two", Mark.DOES_NOT_FIT),
        (Kind.NUMBER, "1e9", Mark.DOES_NOT_FIT),
        (Kind.CODE, "007", "007"),
        (Kind.CODE, "7", Mark.DOES_NOT_FIT),
        (Kind.CODE, ["007"], Mark.DOES_NOT_FIT),
        (Kind.CODES, ["007", "origin"], ("007", "origin")),
        (Kind.CODES, ["moon"], Mark.DOES_NOT_FIT),
        (Kind.CODES, "origin", Mark.DOES_NOT_FIT),
        (Kind.DAY, "2003-08-01", date(2003, 8, 1)),
        (Kind.DAY, "2003-02-30", Mark.DOES_NOT_FIT),
        (Kind.TEXT, "=1+1", "=1+1"),
        (Kind.TEXT, 5, Mark.DOES_NOT_FIT),
        (Kind.TEXT, {"missing": "dont_know"}, Mark.DONT_KNOW),
        (Kind.NUMBER, {"missing": "confidential"}, Mark.CONFIDENTIAL),
        (Kind.NUMBER, {"missing": "not_asked"}, Mark.DOES_NOT_FIT),
        (Kind.NUMBER, {"missing": "dont_know", "why": "x"}, Mark.DOES_NOT_FIT),
        (Kind.NUMBER, {"missing": 1}, Mark.DOES_NOT_FIT),
    ],
)
def test_what_was_given(kind, given, cell):
    assert value_of(column(kind, codes=CODES), given, True) == cell


def test_blank_is_not_not_asked():
    assert value_of(column(Kind.TEXT), None, True) is None
    assert value_of(column(Kind.TEXT), None, False) is Mark.NOT_ASKED


@pytest.mark.parametrize(("given", "cell"), [(5, "5"), (["a", "b"], "a b"), ({"x": 1}, Mark.DOES_NOT_FIT)])
def test_a_question_that_changed_its_kind_holds_what_it_took_as_text(given, cell):
    assert value_of(column(Kind.TEXT, is_mixed=True), given, True) == cell


@pytest.mark.parametrize(
    ("chosen", "cell"), [(("origin",), 1), ((), 0), (None, None), (Mark.NOT_ASKED, Mark.NOT_ASKED)]
)
def test_an_option_is_chosen_or_not_or_says_why_neither(chosen, cell):
    assert flag(chosen, "origin") == cell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[not_asked]", "'[not_asked]"),
        ("'[not_asked]", "''[not_asked]"),
        ("[asked]", "[asked]"),
        ("[not_asked] ", "[not_asked] "),
        ("-97", "-97"),
    ],
)
def test_a_text_that_reads_like_a_mark_is_told_apart(text, told):
    assert told_apart(text) == told


def test_no_mark_reads_like_a_number_or_a_code():
    assert {text_of_mark(mark)[0] for mark in Mark} == {"["}
