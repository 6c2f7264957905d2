"""Lists of States, and what was done to answers."""

from datetime import datetime

import pytest

from reports.rendering.xlsx.lists import replies_sheet
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import read, rows_of, share, tables_of

EDITION = rounds.edition(4, ("respondent",))


@pytest.fixture(scope="module")
def book():
    return read(EDITION, rounds.words("en"))


def test_rates_begin_with_all_and_go_on_by_each_division(book):
    rows = rows_of(book, "rates")

    assert [(row["By"], row["Group"]) for row in rows][:2] == [("All States asked", None), ("Region", "Africa")]
    assert [(row["By"], row["Group"]) for row in rows][6:] == [
        ("Subregion", "Western Europe"),
        ("Language of correspondence", "French"),
        ("Language of correspondence", "Simplified Chinese"),
        ("Migration for Employment Convention (Revised), 1949 (No. 97)", "ratified"),
        ("Migration for Employment Convention (Revised), 1949 (No. 97)", "not ratified"),
        ("Channel", "portal"),
        ("Channel", "post"),
        ("Cut-off date", "Draft report"),
        ("Cut-off date", "Governing Body paper"),
    ]


def test_response_rates_divide_replies_by_the_states_asked(book):
    sheet, _table = tables_of(book)["rates"]
    region = next(row for row in sheet.iter_rows(min_row=5) if row[1].value == "Africa")

    assert [cell.value for cell in region][2:4] == [12, 11]
    assert share(sheet, region[4]) == 11 / 12


def test_by_channel_and_cut_off_there_is_no_share(book):
    rows = {row["Group"]: row for row in rows_of(book, "rates")}

    assert [rows[name]["Response rate"] for name in ("post", "Draft report")] == [None, None]
    assert (rows["Draft report"]["Replies received"], rows["Draft report"]["Compiled"]) == (7, 6)


def test_an_edition_of_the_first_format_has_rates_by_region():
    old = {key: value for key, value in EDITION.items() if key not in ("rates", "cut_offs", "treatments")}
    rows = rows_of(read(old, rounds.words("en")), "rates")

    assert [row["By"] for row in rows] == ["All States asked", *["Region"] * 5]


def test_the_cut_off_ledger_tells_which_submission_counted_when(book):
    rows = rows_of(book, "cut_off_ledger")
    draft = "Draft report (31 December 2003)"

    assert [(row["State"], row[draft], row["In this summary"]) for row in rows] == [
        ("Afghanistan", 1, 2),
        ("Albania", 1, 1),
        ("Algeria", "after this cut-off", 2),
        ("Angola", 1, 1),
    ]


def test_each_reply_is_named_for_good(book):
    first = rows_of(book, "replies")[0]

    assert first == {
        "State": "Afghanistan",
        "Region": "Asia and the Pacific",
        "Received on": datetime(2003, 11, 30),
        "Channel": "portal",
        "Language": "French",
        "Submission No.": 2,
        "Entry in the ledger": 1,
        "Digest (SHA-256)": f"{1:064x}",
    }


def test_states_stand_in_the_order_of_the_readers_language():
    states = [
        {**state, "iso3": iso3} for state, iso3 in zip(EDITION["states"], ["DEU", "EGY", "FRA", "AUT"], strict=True)
    ]
    plan = replies_sheet({**EDITION, "states": states}, rounds.words("de"), "x")

    assert [row[0] for row in plan.rows] == ["Ägypten", "Deutschland", "Frankreich", "Österreich"]


def test_what_is_only_registered_is_apart(book):
    assert [(row["State"], row["Language"]) for row in rows_of(book, "registered")] == [("Yemen", "Arabic")]


def test_treatments_say_what_was_done_and_why_and_not_by_whom(book):
    rows = rows_of(book, "treatments")

    assert [list(row.values()) for row in rows] == [
        [
            1,
            "France",
            "All foreign workers with permission to work: total",
            None,
            "unit corrected",
            "1000",
            "thousands",
            None,
            "=Given in thousands",
        ],
        [
            3,
            "State not named",
            "Title in the original language",
            "r1",
            "set aside",
            None,
            None,
            None,
            "=Given in thousands",
        ],
        [
            4,
            "Germany",
            "Which objectives does the labour migration policy pursue?",
            None,
            "“other” recoded",
            None,
            None,
            "Other",
            "=Given in thousands",
        ],
    ]


def test_an_empty_list_says_so(book):
    empty = {**EDITION, "treatments": [], "registered": [], "states": []}
    found = read(empty, rounds.words("en"))

    for name in ("treatments", "registered", "replies", "cut_off_ledger"):
        assert list(rows_of(found, name)[0].values())[0] == "There is nothing to list."
