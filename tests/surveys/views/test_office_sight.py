"""What the Office can see now: the government's page says what the Office's own page says, and nothing else."""

import re
from datetime import date

import pytest

from surveys.actions.openings import open_for_office
from tests import people
from tests.factories import (
    MINIMUM,
    answer,
    key_twice,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    take_back,
)
from tests.surveys.views.pages import address, text_of

pytestmark = pytest.mark.django_db

DRAFT = "zqdraftqz"
SIGHT = re.compile(r'<div id="office-sight">.*</div>\s*</main>', re.DOTALL)


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 10, 20)


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


@pytest.fixture
def farid(survey_return):
    return people.farid()


def sight(client, user, name, survey_return):
    client.force_login(user)
    found = SIGHT.search(text_of(client.get(address(name, survey_return))))
    return " ".join(found.group().split())


def both(client, survey_return, amina, farid):
    """The same part of both pages, which has to be equal; given once."""
    own = sight(client, farid, "return_office", survey_return)
    shown = sight(client, amina, "office_sight", survey_return)
    assert shown == own
    return " ".join(re.sub(r"<[^>]*>", " ", shown).split())


def test_both_pages_say_the_same_while_a_draft_is_in_progress(client, survey_return, amina, farid):
    answer(survey_return, amina, {"respondent_ministry": DRAFT, "focal_point_name": DRAFT})
    said = both(client, survey_return, amina, farid)
    assert "in progress, last worked on at" in said
    assert "answered 2 of" in said
    assert DRAFT not in said


def test_both_say_whether_and_when_the_office_opened_a_submission(client, survey_return, amina, farid):
    entry = make_submission(survey_return, amina)
    before = both(client, survey_return, amina, farid)
    assert "1 original 1 October 2003 not yet portal A. Minister 1" in before
    open_for_office(submission=entry, by=farid, on=date(2003, 10, 20))
    after = both(client, survey_return, amina, farid)
    assert "not yet" not in after
    assert "20 October 2003 The Office opened the submission Submission No.: 1 Farid" in after


def test_both_say_what_was_taken_back(client, survey_return, amina, farid):
    take_back(make_submission(survey_return, amina))
    said = both(client, survey_return, amina, farid)
    assert "1 original taken back by No. 2 1 October 2003 never portal 1" in said
    assert "2 withdrawal takes back No. 1 5 October 2003 – portal 2" in said


def test_both_show_letters_and_a_paper_reply_that_is_keyed_in(client, survey_return, amina, farid):
    paper = make_paper(survey_return, farid, received_on=date(2003, 10, 10))
    make_submission(key_twice(paper, farid), farid)
    assert "keyed in by the Office" in both(client, survey_return, amina, farid)


def test_the_draft_of_an_amendment_is_told_by_numbers_alone(client, survey_return, amina, farid):
    make_submission(survey_return, amina)
    client.force_login(amina)
    client.post(address("return_amend", survey_return))
    survey_return.refresh_from_db()
    answer(survey_return, amina, {"respondent_ministry": DRAFT})
    said = both(client, survey_return, amina, farid)
    assert DRAFT not in said
    assert MINIMUM["respondent_ministry"] not in said
    assert "An amendment was begun" in said
