import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.actions.keying import begin_keying
from surveys.models.history import acting_as
from tests.factories import (
    MINIMUM,
    answer,
    appoint,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_user,
)

pytestmark = pytest.mark.django_db

CANARY = "draft text that the Office never sees"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 11, 10)


@pytest.fixture
def staff(client):
    user = make_user("staff@example.org", name="S. Staff", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey_return(staff):
    return make_return(state=make_state("FRA"), staff=staff)


def get(client, iso3="FRA"):
    return client.get(reverse("surveys:return_office", args=["ilms2003", iso3]))


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_tells_what_happened_when_and_by_whom(client, survey_return, staff):
    make_paper(survey_return, staff, received_on=date(2003, 11, 3))

    page = text(get(client))

    assert "15 July 2003 The survey was sent S. Staff" in page
    assert "3 November 2003 A paper reply was registered Channel: fax S. Staff on behalf of State FRA" in page


def test_shows_how_far_the_draft_is_and_never_what_it_says(client, survey_return):
    person = make_focal_point(survey_return.member_state)
    answer(survey_return, person, {"respondent_ministry": CANARY, "focal_point_name": CANARY})
    at = survey_return.answers.latest("saved_at").saved_at

    response = get(client)

    section = response.context["progress"][0]
    assert section.title == "Respondent and reference period"
    assert (section.answered, section.last_saved_at) == (2, at)
    assert section.asked > 2
    assert f"answered 2 of {section.asked}, last worked on at" in text(response)
    assert response.context["progress"][1].answered == 0
    assert response.context["progress"][1].last_saved_at is None
    assert CANARY not in response.content.decode()


def test_a_cleared_answer_is_none_but_was_worked_on(client, survey_return):
    person = make_focal_point(survey_return.member_state)
    answer(survey_return, person, {"respondent_ministry": CANARY})
    answer(survey_return, person, {"respondent_ministry": None})

    section = get(client).context["progress"][0]

    assert (section.answered, section.last_saved_at) == (0, survey_return.answers.get().saved_at)


def test_a_return_that_is_submitted_has_no_draft(client, survey_return):
    make_submission(survey_return, values=MINIMUM | {"respondent_ministry": CANARY})

    response = get(client)

    assert response.context["progress"] == []
    assert CANARY not in response.content.decode()
    link = reverse("surveys:submission", args=["ilms2003", "FRA", 1])
    assert f'<a href="{link}">1</a>' in response.content.decode()
    assert "1 original 1 October 2003 not yet portal A. Minister 1" in text(response)


def test_shows_the_registered_paper_and_how_to_key_it_in(client, survey_return, staff):
    paper = make_paper(survey_return, staff, received_on=date(2003, 11, 3), channel="fax", language="fr")

    response = get(client)

    assert "Received on 3 November 2003 (the day in Geneva)" in text(response)
    assert "Channel fax Language of the reply Français" in text(response)
    assert "Registered by S. Staff" in text(response)
    assert "Key in the paper reply" in text(response)
    register = reverse("surveys:paper_register", args=["ilms2003", "FRA"])
    assert f'href="{register}"' not in response.content.decode()
    with acting_as("tests"):
        begin_keying(paper=paper, by=staff, on=date(2003, 11, 4))
    assert "Go on keying in" in text(get(client))


def test_offers_to_register_while_nothing_is_there(client, survey_return):
    page = get(client).content.decode()

    assert reverse("surveys:paper_register", args=["ilms2003", "FRA"]) in page
    assert reverse("surveys:paper_key", args=["ilms2003", "FRA"]) not in page


def test_shows_the_letters(client, survey_return):
    page = text(get(client))

    assert "invitation Labour Migration Survey · held" in page
    assert "No addressee is known." in page


def test_an_address_of_a_letter_is_shown(client, staff):
    state = make_state("FRA")
    appoint(make_user("person@gov.example"), state)
    make_return(state=state, staff=staff)

    assert "person@gov.example" in text(get(client))


@pytest.mark.parametrize("groups", [[], ["analyst"], ["administrator"]])
def test_is_for_staff_only(client, survey_return, groups):
    client.force_login(make_user(groups=groups))

    foreign, missing = get(client), get(client, "ZZZ")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_a_government_does_not_see_the_office_s_page(client, survey_return):
    client.force_login(make_focal_point(survey_return.member_state))

    assert get(client).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_events(client, survey_return):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert get(client).status_code == 200
        return len(captured)

    person = make_focal_point(survey_return.member_state)
    answer(survey_return, person, {"respondent_ministry": "A"})
    queries()
    few = queries()
    answer(survey_return, person, {"focal_point_name": "B", "respondent_unit": "C"})

    assert queries() == few
