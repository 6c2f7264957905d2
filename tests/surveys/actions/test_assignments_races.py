"""Colleagues who take the same returns at once, with the lock taken away as the negative control."""

from datetime import UTC, datetime
from threading import Barrier

import pytest

from surveys.actions import assignments
from surveys.models.history import acting_as
from surveys.querysets import ReturnQuerySet
from tests.factories import make_return, make_state, make_survey, make_user
from tests.surveys.actions.test_answers import in_threads

AT = datetime(2003, 10, 1, tzinfo=UTC)
CODES = ("AAA", "BBB", "CCC")
COLLEAGUES = 6


@pytest.fixture
def survey(transactional_db):
    survey = make_survey()
    for iso3 in CODES:
        make_return(survey, make_state(iso3))
    return survey


@pytest.fixture
def colleagues(survey):
    return [make_user(groups=["office_staff"]) for _ in range(COLLEAGUES)]


def take_all(survey, colleagues):
    """Everybody takes all three returns, which nobody had when their page was made; who was told to have got them."""

    def take(index):
        user = colleagues[index]
        with acting_as(user):
            return assignments.assign_staff(
                survey=survey, to=user, seen=dict.fromkeys(CODES), by=user, key=f"k{index}", at=AT
            )

    done = in_threads(COLLEAGUES, take)
    return [(colleagues[index].pk, answer) for index, answer in enumerate(done) if answer.changed]


def test_one_gets_them_and_the_others_are_told_who(survey, colleagues):
    [(winner, answer)] = take_all(survey, colleagues)

    assert answer.changed == CODES
    assert set(survey.returns.values_list("staff", flat=True)) == {winner}


def test_without_the_lock_several_are_told_that_they_have_them(survey, colleagues, monkeypatch):
    """The negative control: everybody reads before anybody writes, and only the last one has them."""
    everybody_has_read = Barrier(COLLEAGUES)
    of_states = ReturnQuerySet.of_states

    def unlocked(self, survey, codes):
        found = list(of_states(self, survey, codes))
        everybody_has_read.wait(timeout=20)
        return Unlocked(found)

    monkeypatch.setattr(ReturnQuerySet, "of_states", unlocked)

    assert len(take_all(survey, colleagues)) == COLLEAGUES


class Unlocked(list):
    """Rows that were read and not held."""

    def select_for_update(self, **_options):
        return self
