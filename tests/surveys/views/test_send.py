import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.models import Letter, Return, ReturnEvent, Survey
from surveys.models.history import acting_as
from tests.factories import appoint, make_return, make_state, make_survey, make_user

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


def named(response):
    """The States of the dry run in its order."""
    return [str(invitation.member_state) for invitation in response.context["planned"]]


def test_shows_who_of_the_members_of_a_day_has_not_been_sent_it(client, survey, staff):
    make_return(survey, make_state("AAA"))
    make_state("BBB")
    make_state("CCC", member_from=date(2003, 8, 19))

    july, august = client.get(URL, {"day": "2003-07-15"}), client.get(URL, {"day": "2003-08-19"})

    assert named(july) == ["State BBB"]
    assert "1 member State of 15 July 2003 has not been sent the survey" in text(july)
    assert named(august) == ["State BBB", "State CCC"]
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


class TestDryRun:
    def rows(self, client):
        page = client.get(URL, {"day": "2003-07-15"})
        table = re.search(r"<tbody>.*</tbody>", page.content.decode(), re.DOTALL)[0]
        return [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in table.split("</tr>")[:-1]]

    def test_says_of_every_state_language_addressees_and_what_becomes_of_it(self, client, survey, staff):
        sure = make_state("AAA", language_confirmed=True, correspondence_language="fr")
        appoint(make_user("a@gov.example"), sure)
        appoint(make_user("b@gov.example"), make_state("BBB"))
        make_state("CCC", language_confirmed=True)
        make_state("DDD")

        assert self.rows(client) == [
            "State AAA Français a@gov.example sent at once",
            "State BBB English assumed b@gov.example held The language of correspondence is only assumed.",
            "State CCC English held No addressee is known.",
            "State DDD English assumed held The language of correspondence is only assumed. No addressee is known.",
        ]
        assert "3 of them would be held until somebody lets them go." in text(client.get(URL, {"day": "2003-07-15"}))

    def test_what_is_sent_is_what_was_shown(self, client, survey, staff):
        appoint(make_user("a@gov.example"), make_state("AAA", language_confirmed=True, correspondence_language="fr"))
        make_state("BBB", correspondence_language="ar")
        planned = client.get(URL, {"day": "2003-07-15"}).context["planned"]

        client.post(URL, {"day": "2003-07-15"})

        expected = [(p.member_state.iso3, p.language, p.addressees, "held" if p.holds else "due") for p in planned]
        written = Letter.objects.order_by("survey_return__member_state__iso3")
        fields = ("survey_return__member_state__iso3", "language", "addressees", "state")
        assert list(written.values_list(*fields)) == expected
        assert [row[3] for row in expected] == ["due", "held"]

    def test_a_closed_survey_holds_all(self, client, survey, staff):
        appoint(make_user("a@gov.example"), make_state("AAA", language_confirmed=True))
        with acting_as("tests"):
            survey.closed = True
            survey.save()

        assert self.rows(client) == ["State AAA English a@gov.example held The survey is closed."]

    def test_who_is_no_longer_a_focal_point_gets_nothing(self, client, survey, staff):
        state = make_state("AAA", language_confirmed=True)
        appoint(make_user("old@gov.example"), state, valid_until=date(2003, 7, 14))
        appoint(make_user("gone@gov.example", is_active=False), state)
        appoint(make_user("helper@gov.example"), state, "contributor")

        assert self.rows(client) == ["State AAA English held No addressee is known."]

    def test_the_number_of_queries_does_not_grow_with_the_states(self, client, survey, staff):
        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get(URL, {"day": "2003-07-15"})
            return len(captured)

        appoint(make_user("a@gov.example"), make_state("AAA"))
        queries()
        one = queries()
        for iso3 in ("BBB", "CCC"):
            appoint(make_user(f"{iso3.lower()}@gov.example"), make_state(iso3))

        assert queries() == one
