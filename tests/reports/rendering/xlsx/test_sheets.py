from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rendering.xlsx.sheets import distinct, number, shortened, tabs


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2. Policies", "2. Policies"),
        ("Respondent and reference period", "Respondent and reference period"),
        ("1. Current conditions of migrant workers", "1. Current conditions of…"),
        ("5. Institutional mechanisms, and structures", "5. Institutional mechanisms…"),
        ("x" * 40, "x" * 30 + "…"),
        ("a/b: [c]?", "a b c"),
        ("'quoted'", "quoted"),
        ("5. 机构机制与结构", "5. 机构机制与结构"),
    ],
)
def test_a_tab_is_cut_between_words(text, short):
    assert shortened(text, 31) == short


def test_tabs_that_are_cut_to_the_same_words_are_told_apart():
    assert tabs(["Policies", "policies", "Policies", "x" * 40, "x" * 50]) == [
        "Policies",
        "policies 2",
        "Policies 3",
        "x" * 30 + "…",
        "x" * 28 + "… 2",
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), max_size=12))
def test_tabs_fit_and_are_unique(texts):
    found = tabs([f"a{text}" for text in texts])

    assert len({tab.casefold() for tab in found}) == len(texts)
    assert all(1 <= len(tab) <= 31 and not set(tab) & set("\\*?:/[]") for tab in found)


def test_heads_that_differ_in_capitals_alone_are_the_same_to_excel():
    assert distinct(["n", "N", "Share", "share", "N"]) == ["n", "N (2)", "Share", "share (2)", "N (3)"]


def test_a_head_stands_in_one_line_and_is_not_too_long():
    assert distinct(["Out\nof  (N)", "y" * 300]) == ["Out of (N)", "y" * 240]


@pytest.mark.parametrize(
    ("value", "is_year", "expected"),
    [
        (3, False, 3),
        ("1200", False, 1200),
        ("2002", True, Decimal(2002)),
        ("0.5", False, Decimal("0.5")),
        ("2003-05-01", False, date(2003, 5, 1)),
        ("123456789012345", False, 123456789012345),
        ("1234567890123456", False, "1234567890123456"),
        ("0.1234567890123456", False, "0.1234567890123456"),
    ],
)
def test_a_figure_is_a_number_as_long_as_excel_holds_it_exactly(value, is_year, expected):
    found = number(value, is_year=is_year)

    assert (found, type(found)) == (expected, type(expected))
