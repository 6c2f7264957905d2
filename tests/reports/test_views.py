"""Pages of the summary: who may see them, asking for an edition, following it, reading it, its files."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.actions.files import words_of
from reports.models import Compilation, Summary
from reports.tasks import compile_summary
from reports.views.blocks import Text, blocks_of
from surveys.models import CutOff, Job, Trouble
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_return, make_state, make_submission, make_survey
from tests.reports.test_compile import DECEMBER, JANUARY, compile_now, reply
from tests.surveys.views.pages import filled, form_of

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


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2003-07-14", "On this day the survey had not been sent yet."),
        ("2004-05-01", "This day has not come yet"),
        ("9999-12-31", "This day has not come yet"),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_its_field_and_kept(client, survey, grace, settings, day, told):
    settings.PORTAL_TODAY = date(2004, 4, 30)
    _data, response = ask(client, survey, day)
    assert (response.status_code, Compilation.objects.count()) == (422, 0)
    assert 'id="id_as_of_error"' in text_of(response)
    assert (told in text_of(response), f'value="{day}"' in text_of(response)) == (True, True)


@pytest.mark.parametrize("day", ["2003-07-15", "2004-04-30"])
def test_the_day_of_dispatch_and_today_can_be_asked_for(client, survey, grace, settings, day):
    settings.PORTAL_TODAY = date(2004, 4, 30)
    _data, response = ask(client, survey, day)
    assert (response.status_code, Compilation.objects.get().as_of.isoformat()) == (302, day)


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
    Job.objects.filter(pk=request.job_id).update(state="failed", trouble=Trouble.WORKER_DIED, attempts=5)
    page = client.get(request.get_absolute_url())
    assert "The process that did the work ended five times in the middle of it." in text_of(page)
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
    assert "1 of 1 Government indicated an answer, as of 31 December 2003." in shown


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
    shown = text_of(client.get(url, {"from": old.number, "to": new.number}))
    assert "State EGY" in shown
    assert "country_roles%2Fchoice%2Forigin%2Fall" in shown
    assert "Country of origin" in shown


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


def test_a_cut_off_date_fills_the_form_and_is_remembered(client, survey, grace):
    with acting_as("tests"):
        cut_off = CutOff.objects.create(survey=survey, slug="report", names={"en": "Draft report"}, day=DECEMBER)
    url = reverse("reports:summaries", args=[survey.slug])
    assert '<a href="?as_of=2003-12-31">Draft report, 31 December 2003</a>' in text_of(client.get(url))
    page = client.get(url, {"as_of": "2003-12-31"})
    assert form_of(page)["as_of"] == ["2003-12-31"]
    client.post(reverse("reports:compile", args=[survey.slug]), filled(page))
    assert Compilation.objects.get().cut_off == cut_off


@pytest.mark.parametrize("day", ["", "yesterday", "2003-02-30"])
def test_a_link_with_no_day_offers_today(client, survey, grace, settings, day):
    settings.PORTAL_TODAY = JANUARY
    page = client.get(reverse("reports:summaries", args=[survey.slug]), {"as_of": day})
    assert form_of(page)["as_of"] == ["2004-01-31"]


@pytest.mark.parametrize("query", [{}, {"from": 1}, {"from": 1, "to": 9}, {"from": "x", "to": "1"}])
def test_what_cannot_be_compared_leads_back_to_the_list(client, survey, grace, query):
    compile_now(survey)
    response = client.get(reverse("reports:compare", args=[survey.slug]), query)
    assert (response.status_code, response.url) == (302, reverse("reports:summaries", args=[survey.slug]))


def test_a_choice_says_n_of_the_states_asked_in_all_and_by_region(client, survey, grace):
    make_return(survey, make_state("FRA"))
    edition = compile_now(survey)
    words = words_of(edition, "en")
    [block] = [b for b in blocks_of(edition.content, "respondent", words) if b.name == "country_roles"]
    origin = words.choice("country_roles", "origin")
    assert [(bar.n, bar.base) for bar in block.bars if bar.label == origin] == [(1, 2)]
    assert block.groups == [("All States asked", 2), ("africa", 1), ("europe_central_asia", 1)]
    assert [figure.value for figure in dict(block.rows)[origin]] == [1, 1, 0]
    assert [figure.value for figure in dict(block.rows)["answered"]] == [1, 1, 0]


def test_open_answers_are_verbatim_with_their_state(client, survey, grace):
    reply(survey, "YEM", region="arab_states", respondent_ministry="وزارة")
    edition = compile_now(survey)
    [block] = [
        block
        for block in blocks_of(edition.content, "respondent", words_of(edition, "en"))
        if block.name == "respondent_ministry"
    ]
    assert [(text.state, text.text) for text in block.texts] == [
        ("State DZA", "=Ministry <b>A</b>"),
        ("State YEM", "وزارة"),
    ]


def test_states_stand_in_the_order_of_the_reader_s_language(client, survey, grace):
    for iso3, name in (("EGY", "Égypte"), ("ESP", "Espagne"), ("ZMB", "Zambie")):
        make_submission(make_return(survey, make_state(iso3, names={"en": name})))
    shown = text_of(client.get(compile_now(survey).get_absolute_url()))
    found = [shown.index(f">{name}<") for name in ("Égypte", "Espagne", "State DZA", "Zambie")]
    assert found == sorted(found)


def test_names_are_in_the_reader_s_language(client, survey, grace):
    edition = compile_now(survey)
    client.cookies["django_language"] = "ar"
    shown = text_of(client.get(edition.get_absolute_url()))
    assert ("دولة DZA" in shown, "State DZA" in shown) == (True, False)


def test_a_job_that_cannot_be_tried_again_offers_no_button(client, survey, grace):
    ask(client, survey)
    request = Compilation.objects.get()
    Job.objects.filter(pk=request.job_id).update(state="cancelled")
    again = reverse("reports:compilation_again", args=[request.pk])
    assert again not in text_of(client.get(request.get_absolute_url()))
    client.post(again)
    assert Job.objects.get(pk=request.job_id).state == "cancelled"


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr"), ("", "auto")])
def test_a_text_is_written_in_the_direction_of_its_language(language, direction):
    assert Text("State", "text", language).direction == direction


PAGES = ["summary", "summary_section", "summary_json"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_the_same_queries_for_one_reply_and_four(client, survey, grace, name):
    more = ["respondent"] if name == "summary_section" else []
    counts = []
    for edition in (compile_now(survey), with_three_more(survey)):
        url = reverse(f"reports:{name}", args=[survey.slug, edition.number, *more])
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    # A section offers the groups that its edition can be counted by, which is a question to each of their tables.
    assert counts[0] == counts[1] <= (17 if more else 10)


def with_three_more(survey):
    for iso3, region in (("EGY", "africa"), ("FRA", "europe_central_asia"), ("YEM", "arab_states")):
        reply(survey, iso3, region=region)
    return compile_now(survey)


def test_comparing_takes_the_same_queries_whatever_moved(client, survey, grace):
    old, one_more = compile_now(survey).number, []
    for iso3 in ("LBY", "MAR"):
        reply(survey, iso3)
        one_more.append(compile_now(survey).number)
    counts = []
    for later in one_more:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reports:compare", args=[survey.slug]), {"from": old, "to": later})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 17


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
