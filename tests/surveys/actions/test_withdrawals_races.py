"""The government takes a reply back at the moment at which the Office opens it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from surveys.actions import openings
from surveys.actions.openings import open_for_office
from surveys.actions.withdrawals import OpenedMeanwhile
from surveys.models import ReturnEvent
from tests import people
from tests.factories import make_return, make_state, make_submission, make_survey, take_back
from tests.surveys.actions.test_answers import in_threads
from tests.surveys.actions.test_submissions_races import is_anybody_waiting

DAY, LATER = date(2003, 10, 1), date(2003, 10, 5)


@pytest.fixture
def survey_return(transactional_db):
    return make_return(make_survey(), make_state())


@pytest.fixture
def first(survey_return):
    return make_submission(survey_return, people.amina(survey_return.member_state), received_on=DAY)


@pytest.fixture
def farid(transactional_db):
    return people.farid()


def take_back_or_learn(submission, user):
    try:
        take_back(submission, user)
    except OpenedMeanwhile:
        return False
    return True


def test_of_an_opening_and_a_recall_at_once_one_wins_and_the_other_learns_of_it(survey_return, first, farid):
    amina = first.recorded_by
    pairs = [first]
    for index in range(4):
        other = make_return(survey_return.survey, make_state(f"Y{index:02}", iso2=f"y{index}"), staff=farid)
        pairs.append(make_submission(other, amina))

    def act(index):
        if index % 2:
            return take_back_or_learn(pairs[index // 2], amina)
        return open_for_office(submission=pairs[index // 2], by=farid, on=LATER)

    results = in_threads(10, act)
    assert [opened != taken for opened, taken in zip(results[0::2], results[1::2], strict=True)] == [True] * 5


def test_twenty_openings_at_once_leave_one_record(survey_return, first, farid):
    opened = in_threads(20, lambda _index: open_for_office(submission=first, by=farid, on=LATER))
    assert opened == [True] * 20
    assert ReturnEvent.objects.filter(kind="office_opened").count() == 1


def recalled_during_an_opening(submission, farid):
    """Take back while an opening is recorded and not yet committed: whether both believe that they did it."""
    opened, done = Event(), Event()

    def opens():
        with transaction.atomic():
            result = open_for_office(submission=submission, by=farid, on=LATER)
            opened.set()
            # Until the recall waits for this transaction, or has not waited at all.
            while not done.wait(0.02) and not is_anybody_waiting():
                pass
        connection.close()
        return result

    def recalls():
        opened.wait(30)
        try:
            return take_back_or_learn(submission, submission.recorded_by)
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        opening, recalling = pool.submit(opens), pool.submit(recalls)
        return opening.result(60), recalling.result(60)


def test_a_recall_waits_for_an_opening_that_is_being_recorded(first, farid):
    assert recalled_during_an_opening(first, farid) == (True, False)


def test_without_the_held_row_the_office_reads_what_was_taken_back(first, farid, monkeypatch):
    """The negative control: nothing else keeps the two apart."""
    monkeypatch.setattr(openings, "hold_return", lambda survey_return: survey_return)
    assert recalled_during_an_opening(first, farid) == (True, True)
