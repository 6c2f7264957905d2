"""The cut-off ledger as a page."""

import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.actions.returns import begin_amendment
from surveys.models import CutOff, Return
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_paper, make_return, make_state, make_submission, make_survey
from tests.reports.test_compile import DECEMBER, JANUARY, compile_now, reply

pytestmark = pytest.mark.django_db
MAY = date(2004, 5, 3)


@pytest.fixture
def survey(settings):
    settings.PORTAL_TODAY = MAY
    survey = make_survey()
    with acting_as("tests"):
        for slug, name, day in (("report", "Draft report", DECEMBER), ("paper", "Paper", JANUARY)):
            CutOff.objects.create(survey=survey, slug=slug, names={"en": name, "ar": f"ع {slug}"}, day=day)
    return survey


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def read(client, survey):
    return client.get(reverse("reports:cut_offs", args=[survey.slug])).content.decode()


def rows(page):
    """The cells of each row of the first table, without tags."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in body.split("</tr>")[:-1])
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def amend(submission, day):
    survey_return, amina = Return.objects.get(pk=submission.survey_return_id), submission.recorded_by
    with acting_as(amina):
        begin_amendment(survey_return=survey_return, user=amina, on=day)
    make_submission(survey_return, amina, {"data_reference_year": 2003}, received_on=day)


def test_a_state_says_in_which_cut_offs_it_is(client, survey, grace):
    amend(reply(survey, "DZA"), date(2004, 1, 10))
    reply(survey, "EGY", date(2004, 1, 20))
    reply(survey, "LBY", date(2004, 2, 1))
    make_return(survey, make_state("MAR"))
    assert rows(read(client, survey)) == [
        ["State DZA", "1 October 2003", "No. 1", "No. 2", "in: Draft report"],
        ["State EGY", "20 January 2004", "–", "No. 1", "after: Draft report in: Paper"],
        ["State LBY", "1 February 2004", "–", "–", "after: Paper"],
    ]


def test_what_the_edition_of_the_day_does_not_have_is_marked(client, survey, grace):
    reply(survey, "DZA")
    compile_now(survey)
    reply(survey, "EGY", date(2003, 11, 1))
    page = read(client, survey)
    assert [row[2] for row in rows(page)] == ["No. 1", "No. 1 (not so in its edition)"]
    assert "1 State is different by now" in page


def test_replies_on_paper_that_wait_stand_apart(client, survey, grace):
    make_paper(make_return(survey, make_state("EGY")), received_on=date(2003, 11, 3))
    page = read(client, survey)
    assert "No State has replied yet." in page
    assert rows(page) == [["State EGY", "3 November 2003", "fax", "Draft report"]]


def test_a_day_that_is_to_come_says_so(client, survey, grace, settings):
    settings.PORTAL_TODAY = date(2004, 1, 15)
    reply(survey, "DZA")
    page = read(client, survey)
    assert page.count("so far: the day is still to come") == 1
    assert rows(page) == [["State DZA", "1 October 2003", "No. 1", "No. 1", "in: Draft report"]]


def test_names_are_in_the_reader_s_language(client, survey, grace):
    reply(survey, "DZA")
    client.cookies["django_language"] = "ar"
    [row] = rows(read(client, survey))
    assert (row[0], row[-1].endswith("ع report")) == ("دولة DZA", True)


def test_a_survey_without_cut_offs_lists_its_replies(client, survey, grace):
    reply(survey, "DZA")
    with acting_as("tests"):
        survey.cut_offs.all().delete()
    page = read(client, survey)
    assert "This survey has no cut-off dates." in page
    assert rows(page) == [["State DZA", "1 October 2003", ""]]


def test_the_page_takes_the_same_queries_for_one_state_and_three(client, survey, grace, django_assert_num_queries):
    reply(survey, "DZA")
    read(client, survey)
    with django_assert_num_queries(12):
        read(client, survey)
    for iso3 in ("EGY", "LBY"):
        reply(survey, iso3)
    with django_assert_num_queries(12):
        read(client, survey)
