"""The tables of a question: every figure of the content, n of N, and no share of a small base."""

import pytest

from reports.rendering.narrative.questions import companions, question
from reports.rendering.narrative.tables import by_group, counted, side_by_side, statistics_by_group
from tests.reports.rendering.sample import BASES, DEFINITION, block, chosen, edition, group, words

WORDS = words()
QUESTIONS = {told["question"]: told for told in edition()["questions"]}


def test_choices_and_absences_overall_as_n_of_N_and_by_region_under_their_bases():
    table = by_group(QUESTIONS["policy"], BASES, WORDS)

    assert table.head == ("", "n of N", "Share", "Africa", "Europe")
    assert table.rows == (
        ("States asked", "104", "", "53", "51"),
        ("Raise", "40 of 104", "38.5%", "21", "19"),
        ("Keep", "33 of 104", "31.7%", "17", "16"),
        ("Lower", "11 of 104", "10.6%", "5", "6"),
        ("answered", "84 of 104", "80.8%", "43", "41"),
        ("blank", "2 of 104", "1.9%", "1", "1"),
        ("don’t know", "1 of 104", "1.0%", "1", "0"),
        ("set aside", "1 of 104", "1.0%", "0", "1"),
    )
    assert table.figures == frozenset({1, 2, 3, 4})


def test_an_answer_that_does_not_fit_has_a_row_as_it_was_written():
    rows = by_group(QUESTIONS["stock_total"], BASES, WORDS).rows
    assert ("many", "1 of 104", "1.0%", "0", "not shown") in rows


@pytest.mark.parametrize(("base", "share"), [(9, ""), (10, "10.0%")])
def test_no_share_is_given_of_a_base_below_the_minimum(base, share):
    assert counted([1, 0], base) == (f"1 of {base}", share, "0")


def test_statistics_are_exact_and_each_has_its_n_of_N_and_nothing_is_added_up():
    table = statistics_by_group(QUESTIONS["stock_total"], BASES, WORDS)

    assert table.head == ("States", "n of N", "Minimum", "Median", "Maximum")
    assert table.rows == (
        ("All States asked", "30 of 104", "0.5", "1,234.5", "98,765,432,109,876,543,210.25"),
        ("Africa", "30 of 53", "0.5", "1,234.5", "98,765,432,109,876,543,210.25"),
        ("Europe", "not shown", "not shown", "not shown", "not shown"),
    )


def test_years_have_no_separators_and_days_are_written_out_without_a_median():
    assert statistics_by_group(QUESTIONS["stock_year"], BASES, WORDS).rows[0][2:] == ("1999", "2001.5", "2003")
    days = statistics_by_group(QUESTIONS["since"], BASES, WORDS)
    assert (days.head[2:], days.rows[0][2:]) == (("Minimum", "Maximum"), ("1 February 1890", "9 May 2003"))


def test_a_figure_tells_where_its_unit_and_its_year_are_told():
    notes = [found.text for found in question(QUESTIONS["stock_total"], BASES, WORDS) if getattr(found, "kind", "")]
    assert notes[-2:] == [
        "The unit is what each Government stated; see the question “Unit of the stock”.",
        "The years that the figures refer to differ; see the question “Year of the stock”.",
    ]
    assert companions(DEFINITION, "stock_total") == {"unit": "stock_unit", "year": "stock_year"}
    assert companions(DEFINITION, "stock_year") == companions(DEFINITION, "since") == {}


def test_regular_and_irregular_status_stand_side_by_side():
    pair = [QUESTIONS["rights_regular_pay"], QUESTIONS["rights_irregular_pay"]]
    table = side_by_side(pair, [BASES, BASES], WORDS)

    assert table.head == ("", "Equal pay (regular status)", "Share", "Equal pay (irregular status)", "Share")
    assert table.rows == (
        ("Same as nationals", "35 of 104", "33.7%", "12 of 104", "11.5%"),
        ("No entitlement", "6 of 104", "5.8%", "22 of 104", "21.2%"),
    )


def test_of_a_hidden_twin_nothing_is_told_beside_the_other():
    twin = block("rights_irregular_pay", "select_one", "figures", [group("all", 2, hidden=True)])
    table = side_by_side([QUESTIONS["rights_regular_pay"], twin], [BASES, BASES], WORDS)
    assert [row[3:] for row in table.rows] == [("not shown", "")] * 2


def test_a_choice_that_only_one_region_has_is_a_zero_elsewhere():
    groups = [
        group("all", 2, choices=chosen(("raise", 1)), unmapped=[["gone", 1]]),
        group("africa", 1, choices=chosen(("raise", 1))),
        group("europe", 1, choices=chosen(("raise", 0)), unmapped=[["gone", 1]]),
    ]
    rows = by_group(block("policy", "select_one", "policies", groups), BASES, WORDS).rows
    assert rows[1:3] == (("Raise", "1 of 104", "1.0%", "1", "0"), ("gone", "1 of 104", "1.0%", "0", "1"))


def test_entries_are_counted_as_they_are_and_not_as_a_part_of_N():
    rows = by_group(QUESTIONS["laws"], BASES, WORDS).rows
    assert rows[-1] == ("entries", "3", "", "1", "2")
    assert by_group(QUESTIONS["law_title"], {"all": 3, "africa": 1, "europe": 2}, WORDS).rows[0] == (
        ("Entries", "3", "", "1", "2")
    )
