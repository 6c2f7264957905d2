"""Sections in the reader's words, pairs side by side."""

from copy import deepcopy

import pytest

from reports.rendering.xlsx.sections import pair_sheet, pairs_in, section_sheet, sections_of
from reports.rendering.xlsx.sheets import Quiet, Share
from reports.summary.tally import Row
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import read, rows_of, share, tables_of
from tests.reports.summary.documents import edition_of

SECTIONS = ("respondent", "legislation")
EDITION = rounds.edition(12, SECTIONS)
WORDS = rounds.words("en")
DEFINITION = rounds.definition()


def text_of(value):
    return getattr(value, "text", value)


def section(name, edition=EDITION, words=WORDS):
    return section_sheet(name, sections_of(edition, words)[name], edition, words, "section")


def lines_of(plan, label):
    """The rows of a question by what they count, without the question."""
    found = [[text_of(value) for value in row] for row in plan.rows if text_of(row[0]) == label]
    return {row[1]: row[2:] for row in found}


def block_of(edition, name):
    return next(block for block in edition["questions"] if block["question"] == name)


def test_a_question_says_of_how_many_then_what_was_answered_and_what_was_not():
    lines = lines_of(
        section("respondent"), "Is the country one of origin, of transit or of destination of migrant workers?"
    )
    groups = block_of(EDITION, "country_roles")["groups"]
    choices = [dict(found["choices"]) for found in groups]

    assert list(lines) == [
        "States asked",
        "answered",
        "Country of origin",
        "Country of transit",
        "Country of destination",
        "blank",
        "not available",
        "not applicable",
        "don’t know",
        "confidential",
        "not asked",
        "set aside",
    ]
    assert lines["States asked"] == [None, None, 12, None, *[12] * 5]
    assert lines["Country of origin"] == [
        None,
        choices[0]["origin"],
        12,
        Share(3, 4),
        *(found["origin"] for found in choices[1:]),
    ]


def test_statistics_stand_in_the_column_of_values():
    lines = lines_of(section("respondent"), "To which year do most of the data in this reply refer?")
    numbers = block_of(EDITION, "data_reference_year")["groups"][0]["numbers"]

    assert [str(lines[name][0]) for name in ("Minimum", "Median", "Maximum")] == [
        numbers["minimum"],
        numbers["median"],
        numbers["maximum"],
    ]
    assert lines["Median"][1:3] == [numbers["n"], 12]


def test_questions_of_a_repeat_are_of_so_many_entries():
    lines = lines_of(section("legislation"), "Title in the original language")
    groups = block_of(EDITION, "law_title")["groups"]

    assert lines["entries"][2] == groups[0]["returns"]
    assert lines["entries"][4:] == [found["returns"] for found in groups[1:]]


def test_a_repeat_tells_its_entries_and_how_many_states_have_any():
    lines = lines_of(section("legislation"), "Law or regulation")
    overall = block_of(EDITION, "laws")["groups"][0]

    assert lines["entries"][:3] == [overall["rows"], overall["answered"], 12]


def test_a_choice_that_nobody_made_in_a_region_is_nought_and_one_not_told_is_marked():
    edition = deepcopy(EDITION)
    found = block_of(edition, "country_roles")["groups"][1]
    found["hidden"] = True
    del found["choices"]
    lines = lines_of(section("respondent", edition), WORDS.question("country_roles"))

    assert lines["Country of transit"][4] == "not shown"
    assert "not shown" not in lines["answered"]


def test_a_country_that_nobody_of_a_region_chose_is_nought():
    """Long lists have figures only where somebody chose; the table has no holes all the same."""
    rows = [Row("NAM", "africa", {"partner": "FRA"}), Row("THA", "asia", {"partner": "NAM"})]
    plan = section("policy", edition_of(rows))

    assert lines_of(plan, "partner")["FRA"] == [None, 1, 60, Share(3, 4), 0, 1, 0]


def test_an_answer_of_another_version_is_told_as_such():
    plan = section("policy", edition_of([Row("NAM", "africa", {"policy": "gone"})]))

    assert lines_of(plan, "policy")["gone (does not fit the question)"][1] == 1


def test_what_is_hidden_everywhere_is_marked_in_the_column_of_values():
    edition = deepcopy(EDITION)
    for found in block_of(edition, "country_roles")["groups"]:
        found["hidden"] = True
        del found["choices"]
    lines = lines_of(section("respondent", edition), WORDS.question("country_roles"))

    assert lines["Country of origin"] == ["not shown", None, 12, Share(3, 4), *["not shown"] * 5]


def test_no_section_of_an_older_questionnaire_is_lost():
    found = sections_of(edition_of([Row("NAM", "africa", {"policy": "raise"})]), WORDS)

    assert list(found) == ["policy", "figures", "laws"]


def test_shares_of_a_section_divide_their_own_row():
    book = read(EDITION, WORDS)
    sheet, table = tables_of(book)["section_1"]
    shares = [(row, share(sheet, row[5])) for row in sheet[table.ref][1:] if row[5].value]

    assert len(shares) > 40
    assert all(found == row[3].value / row[4].value for row, found in shares)


# Pairs


def pairs():
    return list(pairs_in(next(s for s in DEFINITION.sections if s.name == "legislation").children))


def test_regular_and_irregular_are_found():
    assert [[group.name for group in pair.groups] for pair in pairs()] == [
        ["rights_regular", "rights_irregular"],
        ["benefits_regular", "benefits_irregular"],
    ]


def test_both_situations_stand_side_by_side():
    plan = pair_sheet(pairs()[0], EDITION, WORDS, "pair")
    lines = lines_of(plan, "Equal remuneration with nationals")
    both = [
        dict(block_of(EDITION, f"rights_{status}_equal_pay")["groups"][0]["choices"])
        for status in ("regular", "irregular")
    ]

    assert lines["Same as nationals"] == [
        both[0]["same"],
        12,
        Share(2, 3),
        both[1]["same"],
        12,
        Share(5, 6),
    ]
    assert len({text_of(row[0]) for row in plan.rows}) == 7


def test_one_situation_that_is_not_told_leaves_the_other():
    edition = deepcopy(EDITION)
    found = block_of(edition, "rights_irregular_equal_pay")["groups"][0]
    found["hidden"] = True
    del found["choices"]
    plan = pair_sheet(pairs()[0], edition, WORDS, "pair")
    row = next(row for row in plan.rows if row[1] == "Same as nationals")

    assert (row[5], row[6]) == (Quiet("not shown"), 12)
    assert isinstance(row[2], int)


def test_a_pair_comes_right_after_its_section():
    names = list(tables_of(read(EDITION, WORDS)))

    assert names[names.index("section_2") :][:5] == [
        "section_2",
        "section_2_pair_1",
        "section_2_pair_2",
        "section_2_entries_1",
        "open_answers",
    ]


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_the_heads_of_a_pair_are_the_two_questions(language):
    words = rounds.words(language)
    plan = pair_sheet(pairs()[0], EDITION, words, "pair")
    labels = [words.label(group.labels) for group in pairs()[0].groups]

    assert [plan.columns[2].head, plan.columns[5].head] == [plan.heading, *plan.notes] == labels
    assert rows_of(read(EDITION, words), "section_2_pair_1")[0][" ".join(labels[0].split())] is not None
