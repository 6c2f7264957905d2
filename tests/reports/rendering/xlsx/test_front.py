"""The way to every sheet and question, and which edition it is."""

from datetime import date, datetime

import pytest

from reports.rendering.words import Words
from reports.rendering.xlsx.front import about_sheet
from reports.rendering.xlsx.sheets import Fact
from reports.summary.tables import content_digest
from tests.reports.rendering import rounds
from tests.reports.rendering.xlsx.reading import read, rows_of, tables_of

EDITION = rounds.edition(3, ("respondent", "legislation"), regions=1)
QUESTIONS = [block["question"] for block in EDITION["questions"]]


@pytest.fixture(scope="module")
def book():
    return read(EDITION, rounds.words("en"))


def followed(book, cell):
    """Where a link leads: the tab and the cells of the row."""
    tab, _mark, place = cell.hyperlink.location.rpartition("!")
    sheet = book[tab.strip("'").replace("''", "'")]
    return sheet.title, sheet[sheet[place].row]


def facts_of(edition, words=None):
    plan = about_sheet(edition, words or rounds.words("en"), "About", number=3, digest="d", replies="Who")
    return {name.text: value.number if isinstance(value, Fact) else value for name, value in plan.rows}


def test_there_is_a_link_to_every_other_sheet(book):
    sheet, table = tables_of(book)["contents"]
    links = [row[0] for row in sheet[table.ref][1:] if row[0].value]

    assert [followed(book, cell)[0] for cell in links] == book.sheetnames[1:]


def test_a_section_has_its_whole_name_in_the_contents(book):
    found = [row["Sheet"] for row in rows_of(book, "contents") if row["Sheet"]]

    assert "3. Legislation" in found
    assert "To which extent do migrant workers in a regular situation enjoy the following rights?" in found


@pytest.mark.parametrize("synthetic", [True, False])
def test_each_question_leads_to_its_section_and_to_its_figures(synthetic):
    book = read(EDITION, rounds.words("en", synthetic=synthetic))
    sheet, table = tables_of(book)["contents"]
    rows = [row for row in sheet[table.ref][1:] if row[1].value]
    figures = [followed(book, row[2]) for row in rows]

    assert [cells[-1].value.split("/")[0] for _tab, cells in figures] == QUESTIONS
    assert [cells[-1].value.split("/")[1] for _tab, cells in figures] == ["answered"] * len(QUESTIONS)
    assert all(followed(book, row[1])[1][0].value == row[1].value for row in rows)
    assert all(followed(book, row[1])[1][1].value in ("States asked", "entries") for row in rows)


def test_about_says_which_edition_it_is(book):
    facts = {row["Particular"]: row["Value"] for row in rows_of(book, "about")}

    assert facts["As of"] == datetime(2004, 4, 30)
    assert facts["Digest (SHA-256)"] == content_digest(EDITION)
    assert {name: facts[name] for name in ("Edition", "Ledger position", "Position of the treatments")} == {
        "Edition": 3,
        "Ledger position": 93,
        "Position of the treatments": 4,
    }


def test_about_says_what_went_in_and_how_it_is_named():
    facts = facts_of(EDITION)

    assert facts["As of"] == date(2004, 4, 30)
    assert {name: facts[name] for name in ("States asked", "Submissions counted", "Treatments applied")} == {
        "States asked": 12,
        "Submissions counted": 3,
        "Treatments applied": 3,
    }
    assert facts["Versions of the questionnaire"] == "2003-09-15\n2003-07-01"
    assert facts["How a submission is named"].endswith(": Who")


def test_without_versions_it_is_that_of_the_words():
    words = Words(**{**rounds.words("en").__dict__, "versions": ()})

    assert facts_of(EDITION, words)["Versions of the questionnaire"] == "2003-07-01"


def test_paper_that_is_being_entered_is_received_and_not_compiled():
    total = {**EDITION["total"], "received": 9, "compiled": 7}

    assert facts_of({**EDITION, "total": total})["Received on paper, being entered"] == 2


def test_answers_under_names_of_no_question_are_counted():
    facts = facts_of({**EDITION, "unmapped_questions": {"gone": 2, "laws/older": 1}})

    assert facts["Answers to gone, which no questionnaire in use has"] == 2
    assert facts["Answers to laws/older, which no questionnaire in use has"] == 1
