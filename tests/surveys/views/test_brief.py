"""The State brief: what one has to know before talking with a State."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.models import Ratification
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
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db

URL = "/surveys/ilms2003/FRA/brief/"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 11, 10)


@pytest.fixture
def staff(client):
    user = make_user("farid@example.org", name="Farid", groups=["office_staff"])
    client.force_login(user)
    return user


@pytest.fixture
def survey_return(staff):
    return make_return(make_survey(), make_state("FRA"), staff=staff)


def text(response):
    return " ".join(re.sub("<[^>]*>", " ", response.content.decode()).split())


def test_says_who_to_speak_with_focal_points_first(client, survey_return):
    state = survey_return.member_state
    appoint(make_user("boris@gov.example", name="Boris"), state, "contributor", sections=["respondent"])
    appoint(make_user("amina@gov.example", name="Amina"), state)
    appoint(make_user("old@gov.example", name="Olga"), state, valid_until=date(2003, 10, 1))

    page = text(client.get(URL))

    assert "Contacts focal point Amina amina@gov.example contributor Boris boris@gov.example" in page
    assert "Olga" not in page
    assert "Language of correspondence English · assumed" in page


def test_says_the_last_word_and_where_the_reply_stands(client, survey_return):
    make_submission(survey_return, received_on=date(2003, 10, 1))

    page = text(client.get(URL))

    assert "Submission in force 1 October 2003 · portal Submissions 1" in page
    assert "Last word 1 October 2003 The reply was submitted 1 October 2003 Acknowledgement of a reply" in page


def test_says_which_day_of_a_paper_reply_counts(client, survey_return, staff):
    make_paper(survey_return, staff, received_on=date(2003, 11, 3))

    assert "Received on paper 3 November 2003, the day in Geneva · fax" in text(client.get(URL))


def test_says_what_is_ratified_and_how_that_is_known(client, survey_return):
    with acting_as("tests"):
        Ratification.objects.create(member_state=survey_return.member_state, instrument="C97")
        Ratification.objects.create(member_state=make_state("DEU"), instrument="C143")

    page = text(client.get(URL))

    assert "(No. 97) ratified" in page and "(No. 143) not ratified" in page
    assert "As of February 2004, from general knowledge, without dates." in page


def test_says_what_is_open(client, survey_return):
    points = [point.words for point in client.get(URL).context["open_points"]]

    assert points == [
        "No focal point is known.",
        "The language of correspondence is only assumed.",
        "1 letter is held.",
    ]


def test_many_contacts_are_cut_and_counted(client, survey_return):
    for number in range(9):
        appoint(make_user(f"p{number}@gov.example"), survey_return.member_state)

    answer = client.get(URL)

    assert (len(answer.context["contacts"]), answer.context["more_contacts"]) == (6, 3)
    assert "3 more" in text(answer)


def test_invented_answers_are_marked(client, survey_return):
    sheet = re.compile(r'<article class="sheet brief">.*Demonstration data: answers are invented', re.DOTALL)
    assert not sheet.search(client.get(URL).content.decode())
    with acting_as("tests"):
        survey_return.survey.synthetic = True
        survey_return.survey.save()

    assert sheet.search(client.get(URL).content.decode())


def test_tells_nothing_of_drafts_or_answers(client, survey_return):
    person = make_focal_point(survey_return.member_state)
    make_submission(survey_return, person, {**MINIMUM, "respondent_ministry": "zqanswerqz"})

    assert "zqanswerqz" not in client.get(URL).content.decode()


def test_draft_text_is_nowhere(client, survey_return):
    answer(survey_return, make_focal_point(survey_return.member_state), {"respondent_ministry": "zqdraftqz"})

    assert "zqdraftqz" not in client.get(URL).content.decode()


@pytest.mark.parametrize("groups", [[], ["analyst"], ["administrator"]])
def test_is_for_staff_only(client, survey_return, groups):
    client.force_login(make_user(groups=groups))

    assert client.get(URL).status_code == 404


def test_the_number_of_queries_does_not_grow(client, survey_return):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(URL)
        return len(captured)

    appoint(make_user("a@gov.example"), survey_return.member_state)
    queries()
    few = queries()
    for number in range(3):
        appoint(make_user(f"p{number}@gov.example"), survey_return.member_state)

    assert queries() == few
