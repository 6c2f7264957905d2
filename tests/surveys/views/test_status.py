import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import CutOff, Survey
from surveys.models.history import acting_as
from tests.factories import (
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2004, 1, 31)


@pytest.fixture
def survey():
    survey = make_survey()
    with acting_as("tests"):
        for slug, day in [("report", date(2003, 12, 31)), ("paper", date(2004, 1, 31))]:
            CutOff.objects.create(survey=survey, slug=slug, names={"en": slug.title()}, day=day)
    return survey


@pytest.fixture
def staff(client):
    user = make_user(groups=["office_staff"])
    client.force_login(user)
    return user


def ask(survey, iso3, name=None, **fields):
    names = {"en": name or f"State {iso3}", "ar": f"دولة {iso3}"}
    return make_return(survey, make_state(iso3, names=names, **fields))


def get(client, **query):
    return client.get(reverse("surveys:status", args=["ilms2003"]), query)


def names(response):
    return [line.name for line in response.context["lines"]]


def text(response):
    """What the page says, without tags, on one line."""
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_says_how_many_have_replied_as_of_today(client, survey, staff):
    make_submission(ask(survey, "AAA"), received_on=date(2004, 1, 31))
    make_paper(ask(survey, "BBB"), received_on=date(2003, 11, 3))
    ask(survey, "CCC")

    page = text(get(client))

    assert "As of 31 January 2004" in page
    assert "Replies received 2 of 3 · 66.7%" in page
    assert "Being entered from paper 1" in page
    assert "Received late 2" in page


def test_looks_at_any_day(client, survey, staff):
    make_submission(ask(survey, "AAA"), received_on=date(2004, 1, 1))

    assert "Replies received 0 of 1" in text(get(client, as_of="2003-12-31"))
    assert "Replies received 1 of 1" in text(get(client, as_of="2004-01-01"))
    assert "Replies received 0 Compiled 0" in text(get(client, as_of="2003-07-14"))


def test_shows_each_region_and_the_total(client, survey, staff):
    make_submission(ask(survey, "AAA", region="africa"), received_on=date(2003, 10, 1))
    ask(survey, "BBB", region="americas")

    page = text(get(client))

    assert "africa 1 1 1 1 0 0 0" in page
    assert "americas 1 1 0 0 0 1 0" in page
    assert "Total 2 2 1 1 0 1 0" in page


def test_lists_every_member_with_the_status_of_that_day(client, survey, staff):
    make_submission(ask(survey, "AAA", "Albania"), received_on=date(2003, 10, 1))
    make_state("BBB", names={"en": "Benin"}, region="africa")

    page = text(get(client, as_of="2003-10-01"))
    before = text(get(client, as_of="2003-09-30"))

    reply = "submitted 1 October 2003 Geneva portal English 1 October 2003"
    assert f"Albania europe_central_asia {reply}" in page
    assert "Albania europe_central_asia sent English 15 July 2003 Benin africa not sent English" in before


def test_orders_names_as_the_reader_reads_them(client, survey, staff):
    for iso3, name in [("AAA", "Zambia"), ("BBB", "Égypte"), ("CCC", "Espagne"), ("DDD", "albania")]:
        make_state(iso3, names={"en": name})

    assert names(get(client)) == ["albania", "Égypte", "Espagne", "Zambia"]


def test_names_are_in_the_reader_s_language(client, survey, staff):
    ask(survey, "AAA")
    client.cookies["django_language"] = "ar"

    assert names(get(client)) == ["دولة AAA"]


def test_filters_by_region_and_status(client, survey, staff):
    make_submission(ask(survey, "AAA", region="africa"), received_on=date(2003, 10, 1))
    ask(survey, "BBB", region="africa")
    ask(survey, "CCC", region="americas")

    assert names(get(client, region="africa")) == ["State AAA", "State BBB"]
    assert names(get(client, status="sent")) == ["State BBB", "State CCC"]
    assert names(get(client, region="africa", status="sent")) == ["State BBB"]
    assert "1 of 3 States" in text(get(client, region="americas"))
    assert "Replies received 1 of 3" in text(get(client, region="americas"))


def test_invented_replies_are_marked_so(client, survey, staff):
    mark = "Demonstration data: answers are invented"
    assert mark not in text(get(client))

    with acting_as("tests"):
        Survey.objects.update(synthetic=True)

    assert mark in text(get(client))
    assert mark in text(client.get(reverse("surveys:send", args=["ilms2003"])))


def test_says_when_no_state_fits(client, survey, staff):
    ask(survey, "AAA")

    assert "No State fits." in text(get(client, status="complete"))


@pytest.mark.parametrize("day", ["2003-02-30", "yesterday", "31.12.2003", "\0"])
def test_a_bad_day_is_told_at_its_field(client, survey, staff, day):
    response = get(client, as_of=day)

    assert response.status_code == 400
    assert response.context["form"].errors == {"as_of": ["Enter a day in the form 2003-12-31."]}
    assert 'href="#id_as_of"' in response.content.decode()
    assert "lines" not in response.context


def test_an_unknown_region_is_told_at_its_field(client, survey, staff):
    response = get(client, region="atlantis")

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["region"]


def test_links_to_the_cut_offs(client, survey, staff):
    page = get(client).content.decode()

    assert re.findall(r'<a href="(\?as_of=[^"]*)">([^<]*)</a>', page) == [
        ("?as_of=2003-12-31", "Report"),
        ("?as_of=2004-01-31", "Paper"),
    ]
    assert "Report 31 December 2003 Paper 31 January 2004" in text(get(client))


def test_staff_open_the_return_and_may_send(client, survey, staff):
    ask(survey, "AAA")
    make_state("BBB")

    page = get(client).content.decode()

    assert reverse("surveys:return_office", args=["ilms2003", "AAA"]) in page
    assert reverse("surveys:return_office", args=["ilms2003", "BBB"]) not in page
    assert reverse("surveys:send", args=["ilms2003"]) in page


def test_analysts_see_the_figures_and_no_way_to_write(client, survey):
    ask(survey, "AAA")
    client.force_login(make_user(groups=["analyst"]))

    page = get(client).content.decode()

    assert "State AAA" in page
    assert reverse("surveys:return_office", args=["ilms2003", "AAA"]) not in page
    assert reverse("surveys:send", args=["ilms2003"]) not in page


@pytest.mark.parametrize("groups", [[], ["administrator"]])
def test_nobody_else_learns_that_the_survey_exists(client, survey, groups):
    user = make_user(groups=groups)
    client.force_login(user)

    assert get(client).status_code == 404
    missing = client.get(reverse("surveys:status", args=["nothing"]))
    assert (missing.status_code, missing.content) == (404, get(client).content)


def test_a_focal_point_does_not_see_who_else_replied(client, survey):
    survey_return = ask(survey, "AAA")
    client.force_login(make_focal_point(survey_return.member_state))

    assert get(client).status_code == 404


def test_needs_signing_in(client, survey):
    assert get(client).status_code == 302


def test_refuses_to_be_posted_to(client, survey, staff):
    assert client.post(reverse("surveys:status", args=["ilms2003"])).status_code == 405


def test_the_number_of_queries_does_not_grow_with_the_states(client, survey, staff):
    def queries(*iso3s):
        for iso3 in iso3s:
            make_submission(ask(survey, iso3), received_on=date(2003, 10, 1))
        with CaptureQueriesContext(connection) as captured:
            assert get(client).status_code == 200
        return len(captured)

    assert queries("AAA") == queries("BBB", "CCC")
