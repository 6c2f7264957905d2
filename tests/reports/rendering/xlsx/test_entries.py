"""Entries of repeats and open answers, as they were written."""

from datetime import date
from decimal import Decimal

import pytest

from reports.rendering.xlsx.entries import answer_of, entries_sheet, open_answers_sheet
from reports.rendering.xlsx.sheets import Spoken
from reports.summary.tally import Row
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import read, rows_of
from tests.reports.summary.documents import edition_of

WORDS = rounds.words("en")
LONG = "é" * 100_000
ENTRIES = [
    {"state": "", "row": "", "values": {"law_title": "Nobody's"}},
    {"state": "THA", "row": "r1", "values": {"law_title": "Act", "law_subjects": ["admission", "gone"]}},
    {"state": "FRA", "row": "r2", "values": {"law_title": {"missing": "dont_know"}, "law_date": "2002-04-30"}},
]


def edition_with(entries):
    edition = rounds.edition(4, ("legislation",))
    questions = [
        {**block, "entries": entries} if block["question"] == "laws" else block for block in edition["questions"]
    ]
    return {**edition, "questions": questions}


def answers_of(rows):
    """The rows of the sheet of open answers for these submissions, by State, of one question."""
    sheet = open_answers_sheet(edition_of(rows), WORDS, "Open answers")
    return [row[2:] for row in sheet.rows if row[1].text == "remark"]


def test_a_repeat_is_a_table_of_its_entries_in_the_order_of_states():
    [repeat] = [b for b in edition_with(ENTRIES)["questions"] if b["question"] == "laws"]
    plan = entries_sheet(repeat, edition_with(ENTRIES), WORDS, "entries")

    assert [column.head for column in plan.columns][:5] == [
        "State",
        "Entry",
        "Title in the original language",
        "Number of the law or regulation",
        "Date of adoption",
    ]
    assert [row[:6] for row in plan.rows] == [
        ["France", "r2", "don’t know", None, date(2002, 4, 30), None],
        ["Thailand", "r1", "Act", None, None, f"{WORDS.choice('law_subjects', 'admission')}\ngone"],
        ["State not named", None, "Nobody's", None, None, None],
    ]


def test_entries_are_in_the_file_after_their_section():
    rows = rows_of(read(edition_with(ENTRIES), WORDS), "section_1_entries_1")

    assert [row["State"] for row in rows] == ["France", "Thailand", "State not named"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", 3, 3),
        ("decimal", "0.5", Decimal("0.5")),
        ("integer", "many", "many"),
        ("integer", True, True),
        ("date", "2003-05-01", date(2003, 5, 1)),
        ("date", "soon", "soon"),
        ("text", 5, "5"),
        ("text", None, None),
        ("select_one", None, None),
        ("select_multiple", ["a", "b"], "a\nb"),
        ("text", {"missing": "confidential"}, "confidential"),
        ("text", {"x": 1}, "{'x': 1}"),
    ],
)
def test_an_answer_in_an_entry_is_what_it_is(kind, value, expected):
    assert answer_of({"question": "q", "type": kind}, value, WORDS) == expected


# Open answers


def test_an_open_answer_comes_with_state_language_and_permitted_use():
    rows = [
        Row("THA", "asia", {"remark": "ไทย"}, {"remark": "th"}, {"remark": "named"}),
        Row("FRA", "europe", {"remark": "=1+1"}, {"remark": "fr"}, {"remark": "named"}),
    ]

    assert answers_of(rows) == [
        ["France", None, "French", "may be quoted, State named", 1, 1, Spoken("=1+1", "fr")],
        ["Thailand", None, "Thai", "may be quoted, State named", 1, 1, Spoken("ไทย", "th")],
    ]


def test_a_hundred_thousand_characters_are_there_whole():
    found = answers_of([Row("THA", "asia", {"remark": LONG})])

    assert [(row[4], row[5]) for row in found] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert "".join(row[-1].text for row in found) == LONG


def test_in_the_file_too_as_texts_and_nothing_else():
    rows = [
        Row("THA", "asia", {"remark": LONG}, {"remark": "th"}, {"remark": "named"}),
        Row("FRA", "europe", {"remark": '=HYPERLINK("http://x")\x00'}, {}, {}),
        Row("NAM", "africa", {"remark": " @x\n+y_x0041_ "}, {}, {}),
    ]
    found = {}
    for row in rows_of(read(edition_of(rows), WORDS), "open_answers"):
        found[row["State"]] = found.get(row["State"], "") + row["Text"]

    assert found["Thailand"] == LONG
    assert found["France"] == '=HYPERLINK("http://x")\N{REPLACEMENT CHARACTER}'
    assert found["Namibia"] == " @x\n+y_x005F_x0041_ "


def test_a_text_of_a_repeat_names_its_entry():
    rows = [Row("THA", "asia", {"laws": [{"id": "r7", "law_title": "Act"}]})]
    sheet = open_answers_sheet(edition_of(rows), WORDS, "Open answers")

    assert [(row[2], row[3], row[-1].text) for row in sheet.rows] == [("Thailand", "r7", "Act")]


def test_a_text_of_no_named_state_stands_last():
    edition = edition_of([])
    texts = [
        {"state": state, "row": "", "text": state or "x", "language": "", "attribution": "unnamed"}
        for state in ("", "THA")
    ]
    questions = [{**b, "texts": texts} if b["question"] == "remark" else b for b in edition["questions"]]
    sheet = open_answers_sheet({**edition, "questions": questions}, WORDS, "x")

    assert [(row[2], row[5]) for row in sheet.rows] == [
        ("Thailand", "may be quoted, State not named"),
        ("State not named", "may be quoted, State not named"),
    ]
