import re
from datetime import date

import pytest
from django.urls import reverse

from surveys.models import Letter, Return, ReturnEvent, Survey
from surveys.models.history import acting_as
from tests.factories import make_return, make_state, make_survey, make_user

pytestmark = pytest.mark.django_db

URL = "/surveys/ilms2003/send/"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 9, 1)


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def staff(client):
    user = make_user(groups=["office_staff"])
    client.force_login(user)
    return user


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_shows_who_of_the_members_of_a_day_has_not_been_sent_it(client, survey, staff):
    make_return(survey, make_state("AAA"))
    make_state("BBB")
    make_state("CCC", member_from=date(2003, 8, 19))

    july, august = client.get(URL, {"day": "2003-07-15"}), client.get(URL, {"day": "2003-08-19"})

    assert july.context["names"] == ["State BBB"]
    assert "1 member State of 15 July 2003 has not been sent the survey" in text(july)
    assert august.context["names"] == ["State BBB", "State CCC"]
    assert "2 member States of 19 August 2003 have not been sent the survey" in text(august)
    assert Return.objects.count() == 1


def test_looks_at_today_first(client, survey, staff):
    make_state("AAA")

    assert "1 member State of 1 September 2003" in text(client.get(URL))


def test_sends_it_once(client, survey, staff):
    make_state("AAA")
    make_state("BBB")

    first = client.post(URL, {"day": "2003-07-15"}, follow=True)
    second = client.post(URL, {"day": "2003-07-15"}, follow=True)

    assert first.redirect_chain == [(reverse("surveys:status", args=["ilms2003"]), 302)]
    assert "The survey was sent to 2 States." in text(first)
    assert "The survey was sent to 0 States." in text(second)
    events = ReturnEvent.objects.values_list("survey_return__member_state__iso3", "kind", "effective_on", "actor")
    assert sorted(events) == [
        ("AAA", "sent", date(2003, 7, 15), staff.pk),
        ("BBB", "sent", date(2003, 7, 15), staff.pk),
    ]
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("day", ["2003-09-02", "", "soon"])
def test_refuses_a_day_that_has_not_come_or_is_none(client, survey, staff, day):
    make_state("AAA")

    response = client.post(URL, {"day": day})

    assert response.status_code == 400
    assert list(response.context["form"].errors) == ["day"]
    assert not Return.objects.exists()


def test_a_bad_day_in_the_address_is_told_at_its_field(client, survey, staff):
    response = client.get(URL, {"day": "soon"})

    assert response.status_code == 400
    assert response.context["form"].errors == {"day": ["Enter a day in the form 2003-12-31."]}


def test_says_when_everybody_has_it(client, survey, staff):
    make_return(survey, make_state("AAA"))

    page = text(client.get(URL))
    assert "Every member State of this day has been sent the survey." in page


def test_sends_nothing_without_a_published_questionnaire(client, survey, staff):
    make_state("AAA")
    with acting_as("tests"):
        bare = Survey.objects.create(
            slug="bare", titles={"en": "Bare"}, languages=["en"], reply_by=date(2003, 10, 31), sender="X"
        )

    response = client.post(f"/surveys/{bare.slug}/send/", {"day": "2003-07-15"})

    assert response.status_code == 400
    assert "none of its questionnaires is published" in text(response)
    assert not Return.objects.exists()


@pytest.mark.parametrize("groups", [[], ["analyst"], ["administrator"]])
@pytest.mark.parametrize("method", ["get", "post"])
def test_is_for_staff_only(client, survey, groups, method):
    make_state("AAA")
    client.force_login(make_user(groups=groups))

    assert getattr(client, method)(URL, {"day": "2003-07-15"}).status_code == 404
    assert not Return.objects.exists()
