"""The coverage matrix as a page and as a workbook."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from reports.models import Chapter, ChapterSource, Report
from surveys.models import CutOff, Region
from surveys.models.history import acting_as
from tests.consultations.made import make_consultation, make_outcome, make_planned, make_theme
from tests.factories import make_state, make_survey, make_user

pytestmark = pytest.mark.django_db
PAGE, FILE = "/consultations/ilms2003/coverage/", "/consultations/ilms2003/coverage.xlsx"
ON = "2004-02-11"


@pytest.fixture
def survey():
    survey = make_survey()
    with acting_as("tests"):
        for order, code in enumerate(("africa", "americas")):
            Region.objects.create(code=code, names={"en": code.title(), "ar": f"منطقة {code}"}, order=order)
    make_theme(survey, "T1", order=1)
    make_theme(survey, "T2", order=2)
    return survey


@pytest.fixture
def grace(client):
    user = make_user("grace@example.org", groups=["analyst"])
    client.force_login(user)
    return user


def in_africa(survey, code, make=make_consultation, **fields):
    return make(survey, code, **{"regions": ["africa"], "groups": ["workers"], "themes": ["T1"], **fields})


def asked(client, page=PAGE, on=ON):
    response = client.get(page, {"as_of": on})
    assert response.status_code == 200
    return response


def lines(response, title):
    """The cells of one theme's table: by region and group what is said."""
    (table,) = [table for table in response.context["tables"] if table["title"] == title]
    return {(region, cell["group"]): cell for region, cells in table["lines"] for cell in cells}


def counted(cell):
    return {standing.value: number for standing, _words, number in cell["counts"]}


def test_only_readers_of_the_register_see_it(client, survey):
    client.force_login(make_user(groups=["administrator"]))
    assert (client.get(PAGE).status_code, client.get(FILE).status_code) == (404, 404)
    client.force_login(make_user(groups=["office_staff"]))
    assert (client.get(PAGE).status_code, client.get(FILE).status_code) == (200, 200)


def test_empty_cells_are_counted_and_listed(client, grace, survey):
    in_africa(survey, "E1")
    response = asked(client)
    assert (response.context["empty"], response.context["asked"]) == (15, 16)
    assert (response.context["empty_whatever"], response.context["asked_whatever"]) == (7, 8)
    assert [(theme, number) for theme, number, _regions in response.context["gaps"]] == [
        ("Whatever the theme", 7),
        ("Theme T1", 7),
        ("Theme T2", 8),
    ]
    page = response.content.decode()
    assert "<strong>7</strong> of 8 cells: nothing" in page
    assert page.count('class="is-gap"') == 7 + 7 + 8


def test_a_cell_tells_what_was_known_on_the_day(client, grace, survey):
    in_africa(survey, "E1")
    in_africa(survey, "E2", last_day=None, status="continuing")
    in_africa(survey, "P1", make_planned)
    in_africa(survey, "P2", make_planned, month=date(2004, 1, 1), last=date(2004, 1, 31))
    cell = lines(asked(client), "Theme T1")["Africa", "Workers"]
    assert counted(cell) == {"held": 1, "continuing": 1, "planned": 1, "unrecorded": 1}
    early = lines(asked(client, on="2003-07-30"), "Theme T1")["Africa", "Workers"]
    assert (counted(early), early["is_gap"]) == ({}, True)


def test_a_cell_opens_its_consultations(client, grace, survey):
    in_africa(survey, "E1")
    in_africa(survey, "E2", regions=[])
    in_africa(survey, "E3", themes=[])
    response = asked(client)
    for title, group, region, wanted in (
        ("Theme T1", "Workers", "Africa", {"E1"}),
        ("Theme T1", "Workers", "No region stated", {"E2"}),
        ("No theme stated", "Workers", "Africa", {"E3"}),
        ("Whatever the theme", "Workers", "Africa", {"E1", "E3"}),
    ):
        cell = lines(response, title)[region, group]
        register = client.get(cell["address"])
        assert register.status_code == 200
        assert {line.consultation.code for line in register.context["lines"]} == wanted
        assert cell["number"] == len(wanted)


def chapter_using(outcome, survey, order=1):
    with acting_as("tests"):
        report, _made = Report.objects.get_or_create(survey=survey, defaults={"titles": {"en": "Report"}})
        chapter = Chapter.objects.create(report=report, order=order, titles={"en": f"Chapter on {order}"})
        ChapterSource.objects.create(chapter=chapter, outcome=outcome)
    return chapter


def test_a_cell_names_the_chapters_that_use_its_outcomes(client, grace, survey):
    held, planned = in_africa(survey, "E1"), in_africa(survey, "P1", make_planned, groups=["employers"])
    outcome = make_outcome(survey, held, planned)
    chapters = [chapter_using(outcome, survey, order) for order in (2, 5)]
    response = asked(client)
    cells = lines(response, "Theme T1")
    assert cells["Africa", "Workers"]["chapters"] == chapters
    assert cells["Africa", "Employers"]["chapters"] == []
    assert response.context["chapters"] == chapters
    assert "Chapter on 5" in response.content.decode()
    assert lines(asked(client, on="2003-07-30"), "Theme T1")["Africa", "Workers"]["chapters"] == []


def test_frames_are_no_consultations(client, grace, survey):
    in_africa(survey, "F1", kind="session")
    assert asked(client).context["number"] == 0


def test_a_day_that_is_none_is_told_at_its_field(client, grace, survey):
    for page in (PAGE, FILE):
        response = client.get(page, {"as_of": "2999-01-01"})
        assert response.status_code == 400
        assert "This day has not come yet." in response.content.decode()


def test_it_asks_the_database_as_often_with_many_as_with_one(client, grace, survey, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(60) as captured:
            asked(client)
        return len(captured)

    chapter_using(make_outcome(survey, in_africa(survey, "E1"), code="O1"), survey, 1)
    few = queries()
    for number in range(2, 9):
        held = in_africa(survey, f"E{number}")
        chapter_using(make_outcome(survey, held, code=f"O{number}"), survey, number)
    assert queries() == few


def workbook(client):
    return load_workbook(io.BytesIO(b"".join(asked(client, FILE).streaming_content)))


def test_the_workbook_has_the_matrix_and_the_consultations_behind_it(client, grace, survey):
    held = in_africa(survey, "E1", titles={"en": "=Meeting"}, places={"en": "Pretoria"})
    in_africa(survey, "E2", regions=[], themes=[])
    chapter_using(make_outcome(survey, held), survey, 3)
    book = workbook(client)
    assert book.sheetnames == ["Coverage", "Cells", "Consultations", "About"]
    rows = [list(row) for row in book["Coverage"].values]
    at = rows.index(["Theme T1", *[None] * 5])
    assert rows[at + 1] == ["Region", "Governments", "Employers", "Workers", "Others", "No group stated"]
    assert rows[at + 2] == ["Africa", "✕ nothing", "✕ nothing", "✓ 1 held\nChapter 3", "✕ nothing", "–"]
    cells = list(book["Cells"].values)
    # Three regions, five groups, three themes, "not stated" among each.
    assert len(cells) == 1 + 3 * 5 * 3
    assert ("Theme T1", "Africa", "Workers", "held", 1, 0, 0, 0, 0, "E1", "3") in cells
    behind = list(book["Consultations"].values)[1:]
    assert [row[:4] for row in behind] == [
        ("E1", "=Meeting", "July 2003", "Pretoria"),
        ("E2", "Meeting E2", "July 2003", None),
    ]
    facts = dict(row[:2] for row in book["About"].values)
    assert (facts["Cells with nothing"], facts["Consultations that state no region"]) == (15, 1)


def test_the_workbook_goes_from_right_to_left_in_arabic(client, grace, survey):
    in_africa(survey, "E1")
    grace.language = "ar"
    with acting_as("tests"):
        grace.save()
    client.cookies["django_language"] = "ar"
    book = workbook(client)
    assert [sheet.sheet_view.rightToLeft for sheet in book] == [True] * 4
    assert "منطقة africa" in {row[0] for row in book.worksheets[0].values}


def test_days_that_matter_are_linked(client, grace, survey):
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, names={"en": "Draft report"}, day=date(2003, 12, 31))
    make_state()
    assert re.search(r'href="\?as_of=2003-12-31"', asked(client).content.decode())
