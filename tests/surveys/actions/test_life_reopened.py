"""A return that the Office reopens until a day, and that closes again as it was."""

from datetime import timedelta

import pytest

from surveys.actions.answers import DraftClosed
from surveys.actions.events import NotNow
from surveys.actions.life import close_if_over
from surveys.actions.upkeep import close_reopened
from surveys.models import Letter
from surveys.models.history import acting_as
from tests import people
from tests.factories import answer, make_return, make_state, make_submission, make_survey
from tests.letter_texts import load_letters
from tests.surveys.actions.test_life import UNTIL, finish, letter, nothing_was_written, now, open_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(db):
    return make_survey()


@pytest.fixture
def survey_return(survey):
    return make_return(survey, make_state(language_confirmed=True))


@pytest.fixture
def farid(db):
    return people.farid()


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


def test_reopening_opens_the_draft_and_leaves_the_submission_in_force(survey_return, amina, farid):
    first = make_submission(survey_return, amina)
    finish(survey_return, farid)
    open_again(survey_return, farid)
    assert (now(survey_return).status, now(survey_return).draft_open) == ("reopened", True)
    assert now(survey_return).submissions.in_effect().newest() == first
    event = survey_return.events.get(kind="reopened")
    assert event.details == {"until": "2003-12-01", "reason": "Table 3 is empty"}


def test_the_letter_says_why_until_when_and_what_is_in_force(survey_return, amina, farid):
    load_letters()
    make_submission(survey_return, amina)
    open_again(survey_return, farid)
    lines = letter("reopened").body.splitlines()
    assert "- Reason: Table 3 is empty" in lines
    assert "- Last day open: 1 December 2003" in lines
    assert "- Submission in force: No.\N{NO-BREAK SPACE}1" in lines


def test_what_is_submitted_in_a_reopened_return_is_an_amendment(survey_return, amina, farid):
    make_submission(survey_return, amina)
    open_again(survey_return, farid)
    second = make_submission(now(survey_return), amina, {"data_reference_year": 2003})
    assert (second.kind, now(survey_return).status, now(survey_return).draft_open) == ("amendment", "amended", False)


def test_without_a_submission_nothing_is_reopened(survey_return, farid):
    with pytest.raises(NotNow):
        open_again(survey_return, farid)
    assert nothing_was_written(survey_return)


def close(survey_return, on):
    with acting_as("tests"):
        return close_if_over(survey_return=survey_return, on=on)


def test_on_its_last_day_a_reopened_return_is_open(survey_return, amina, farid):
    make_submission(survey_return, amina)
    open_again(survey_return, farid)
    assert not close(survey_return, UNTIL)
    assert now(survey_return).status == "reopened"


def test_the_day_after_it_closes_as_it_was_and_keeps_the_answers(survey_return, amina, farid):
    make_submission(survey_return, amina)
    finish(survey_return, farid)
    open_again(survey_return, farid)
    answer(now(survey_return), amina, {"data_reference_year": 2003})
    assert close(survey_return, UNTIL + timedelta(1))
    assert not close(survey_return, UNTIL + timedelta(1))
    closed = now(survey_return)
    assert (closed.status, closed.draft_open) == ("complete", False)
    assert closed.answers.values_by_path()["data_reference_year"] == 2003
    event = closed.events.get(kind="closed_again")
    assert (event.effective_on, event.actor) == (UNTIL + timedelta(1), farid)
    with pytest.raises(DraftClosed):
        answer(closed, amina, {"data_reference_year": 2004})


def test_reopening_once_more_sets_another_day(survey_return, amina, farid):
    make_submission(survey_return, amina)
    open_again(survey_return, farid)
    open_again(survey_return, farid, UNTIL + timedelta(9))
    assert not close(survey_return, UNTIL + timedelta(9))
    assert close(survey_return, UNTIL + timedelta(10))
    assert now(survey_return).status == "submitted"
    assert Letter.objects.filter(kind="reopened").count() == 2


def test_the_daily_work_closes_those_whose_day_is_past_and_no_others(survey, farid):
    returns = [make_return(survey, make_state(code, iso2=code[:2].lower())) for code in ("AAA", "BBB", "CCC")]
    for survey_return, until in zip(returns, (UNTIL, UNTIL + timedelta(1), UNTIL), strict=True):
        make_submission(survey_return)
        open_again(survey_return, farid, until)
    make_submission(now(returns[2]), None, {"data_reference_year": 2003})
    close_reopened(UNTIL + timedelta(1))
    assert [now(survey_return).status for survey_return in returns] == ["submitted", "reopened", "amended"]
