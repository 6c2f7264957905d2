"""The figures that moved, as a workbook: those of the page's filter, for whoever may read the page."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reports.summary.compare import compare
from tests import people
from tests.factories import make_state, make_survey
from tests.reports.rendering.xlsx.reading import rows_of
from tests.reports.test_compile import JANUARY, compile_now, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", country_roles=["origin"])
    return survey


@pytest.fixture
def editions(survey):
    """An edition without Egypt and one with it."""
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10), country_roles=["origin", "transit"])
    return old, compile_now(survey, JANUARY)


@pytest.fixture
def grace(client):
    client.force_login(people.grace())


def get(client, old, new, page="compare_file", **query):
    address = reverse(f"reports:{page}", args=[old.survey.slug])
    return client.get(address, {"from": old.number, "to": new.number, **query})


def book_of(response):
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content))


def test_every_figure_that_moved_is_in_the_file(client, editions, grace):
    old, new = editions
    rows = rows_of(book_of(get(client, old, new)), "moved")
    moved = compare(old.content, new.content)["cells"]
    assert [(row["Address"], row["Earlier edition"], row["Later edition"]) for row in rows] == [
        (cell.address, cell.old, cell.new) for cell in moved
    ]
    assert {row["Moved by the replies of"] for row in rows} == {"State EGY"}


def test_the_file_has_what_the_page_s_filter_leaves_and_says_so(client, editions, grace):
    book = book_of(get(client, *editions, question="country_roles", group="africa"))
    assert [row["Address"] for row in rows_of(book, "moved")] == [
        "country_roles/answered/-/africa",
        "country_roles/choice/origin/africa",
        "country_roles/choice/transit/africa",
    ]
    [row] = [row for row in rows_of(book, "moved") if "transit" in row["Address"]]
    assert (row["Figure"], row["Earlier edition"], row["Later edition"]) == ("Country of transit", 0, 1)
    about = {row["Particular"]: row["Later edition"] for row in rows_of(book, "about")}
    assert about["Question"] == row["Question"]
    assert about["Group"] == row["Group"]


def test_the_file_names_both_editions(client, editions, grace):
    old, new = editions
    about = {row["Particular"]: row for row in rows_of(book_of(get(client, old, new)), "about")}
    digests = about["Digest (SHA-256)"]
    assert (digests["Earlier edition"], digests["Later edition"]) == (old.digest, new.digest)
    assert about["Question"]["Later edition"] == "All questions"


def test_it_is_saved_and_not_shown(client, editions, grace):
    response = get(client, *editions)
    assert response["Content-Disposition"] == 'attachment; filename="ilms2003-1-2.xlsx"'
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_it_is_in_the_reader_s_language(client, editions, grace):
    client.cookies["django_language"] = "ar"
    book = book_of(get(client, *editions))
    assert all(sheet.sheet_view.rightToLeft for sheet in book)
    assert "دولة EGY" in {cell.value for row in book.worksheets[1] for cell in row}


def test_the_page_leads_to_the_file_of_its_filter(client, editions, grace):
    page = get(client, *editions, page="compare", group="africa").content.decode()
    old, new = editions
    query = f"?from={old.number}&amp;to={new.number}&amp;group=africa"
    assert reverse("reports:compare_file", args=[old.survey.slug]) + query in page


def test_what_fits_nothing_leads_back_to_the_page(client, editions, grace):
    response = get(client, *editions, group="none")
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 400


def test_an_edition_that_is_none_leads_to_the_list(client, survey, editions, grace):
    address = reverse("reports:compare_file", args=[survey.slug])
    response = client.get(address, {"from": 1, "to": 99})
    assert (response.status_code, response["Location"]) == (302, reverse("reports:summaries", args=[survey.slug]))


def test_governments_find_nothing(client, editions):
    client.force_login(people.amina(make_state("FRA")))
    assert get(client, *editions).status_code == 404
