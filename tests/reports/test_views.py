"""Pages of the summary: who may see them, asking for an edition, following it, reading it, its files."""

import hashlib
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from reports.models import Compilation, Summary
from reports.tasks import compile_summary
from surveys.models import Job
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_state, make_survey
from tests.reports.test_compile import JANUARY, compile_now, reply
from tests.surveys.views.pages import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    survey = make_survey()
    reply(survey, "DZA", respondent_ministry="=Ministry <b>A</b>", country_roles=["origin"])
    return survey


@pytest.fixture
def grace(client):
    grace = people.grace()
    client.force_login(grace)
    return grace


def ask(client, survey, day="2003-12-31", **changes):
    page = client.get(reverse("reports:summaries", args=[survey.slug]))
    data = {**filled(page), "as_of": day, **changes}
    return data, client.post(reverse("reports:compile", args=[survey.slug]), data)


def text_of(response):
    return response.content.decode()


def test_asking_leads_to_the_progress_page_and_that_to_the_edition(client, survey, grace):
    _data, response = ask(client, survey)
    request = Compilation.objects.get()
    assert response.url == request.get_absolute_url()
    page = client.get(response.url)
    assert (page["Refresh"], "<progress" in text_of(page)) == ("1", True)
    Job.objects.filter(pk=request.job_id).update(state="queued")
    compile_summary(request.job_id)
    assert client.get(response.url).url == Summary.objects.get().get_absolute_url()
    assert request.requested_by == grace


def test_a_double_click_asks_once(client, survey, grace):
    data, first = ask(client, survey)
    second = client.post(reverse("reports:compile", args=[survey.slug]), data)
    assert (first.url, Compilation.objects.count()) == (second.url, 1)


def test_the_same_key_for_another_day_is_refused(client, survey, grace):
    data, _first = ask(client, survey)
    response = client.post(reverse("reports:compile", args=[survey.slug]), {**data, "as_of": "2004-01-31"})
    assert (response.status_code, Compilation.objects.count()) == (409, 1)


@pytest.mark.parametrize("day", ["", "31/12/2003", "2003-02-30"])
def test_a_day_that_is_none_is_refused_at_its_field(client, survey, grace, day):
    _data, response = ask(client, survey, day)
    assert (response.status_code, Compilation.objects.count()) == (422, 0)
    assert 'id="id_as_of_error"' in text_of(response)


def test_a_failed_job_says_why_and_can_be_tried_again(client, survey, grace):
    ask(client, survey)
    request = Compilation.objects.get()
    Job.objects.filter(pk=request.job_id).update(state="failed", error="ValueError: broken", attempts=5)
    page = client.get(request.get_absolute_url())
    assert "ValueError: broken" in text_of(page)
    assert "Refresh" not in page
    client.post(reverse("reports:compilation_again", args=[request.pk]))
    assert Job.objects.get(pk=request.job_id).state == "due"


def test_an_edition_says_what_it_is_and_who_is_in_it(client, survey, grace):
    edition = compile_now(survey)
    shown = text_of(client.get(edition.get_absolute_url()))
    assert edition.digest[:8] in shown
    assert "State DZA" in shown
    assert "1 of 1 States asked had replied by 31 December 2003" in shown


def test_a_section_shows_figures_and_texts_safely(client, survey, grace):
    edition = compile_now(survey)
    url = reverse("reports:summary_section", args=[survey.slug, edition.number, "respondent"])
    shown = text_of(client.get(url))
    assert "=Ministry &lt;b&gt;A&lt;/b&gt;" in shown
    assert "<b>A</b>" not in shown
    assert "1 of 1 answered, as of 31 December 2003" in shown


def test_the_workbook_holds_the_text_as_text(client, survey, grace):
    edition = compile_now(survey)
    response = client.get(reverse("reports:summary_xlsx", args=[survey.slug, edition.number]))
    assert response["Content-Disposition"] == f'attachment; filename="ilms2003-2003-12-31-{edition.number}.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    [cell] = [cell for row in book["Open answers"] for cell in row if cell.value == "=Ministry <b>A</b>"]
    assert cell.data_type == "s"


def test_the_content_is_what_the_digest_is_made_of(client, survey, grace):
    edition = compile_now(survey)
    response = client.get(reverse("reports:summary_json", args=[survey.slug, edition.number]))
    assert response.json() == edition.content
    assert hashlib.sha256(response.content).hexdigest() == edition.digest


def test_two_editions_are_compared(client, survey, grace):
    old = compile_now(survey)
    reply(survey, "EGY", date(2004, 1, 10))
    new = compile_now(survey, JANUARY)
    url = reverse("reports:compare", args=[survey.slug])
    shown = text_of(client.get(url, {"old": old.number, "new": new.number}))
    assert "State EGY" in shown
    assert "country_roles/choice/origin/all" in shown


def test_invented_data_is_marked_on_every_page(client, survey, grace):
    with acting_as("tests"):
        survey.synthetic = True
        survey.save()
    edition = compile_now(survey)
    names = ("summary", "summary_section")
    for name in names:
        more = ["respondent"] if name == "summary_section" else []
        page = client.get(reverse(f"reports:{name}", args=[survey.slug, edition.number, *more]))
        assert "Demonstration data: answers are invented" in text_of(page)


@pytest.mark.parametrize("name", ["amina", "boris", "chen", "dora"])
def test_governments_and_partners_see_no_editions(client, survey, name):
    edition = compile_now(survey)
    client.force_login(getattr(people, name)(make_state("FRA")))
    for url in (edition.get_absolute_url(), reverse("reports:summaries", args=[survey.slug])):
        assert client.get(url).status_code == 404


def test_the_list_takes_the_same_queries_for_one_edition_and_three(client, survey, grace, django_assert_num_queries):
    url = reverse("reports:summaries", args=[survey.slug])
    compile_now(survey)
    client.get(url)
    with django_assert_num_queries(7):
        client.get(url)
    for day in (JANUARY, date(2004, 4, 30)):
        compile_now(survey, day)
    with django_assert_num_queries(7):
        client.get(url)
