"""The plan of the demonstration: counts as the paper gives them, the same for the same seed."""

import csv
from datetime import date

import pytest

from ilc_migration.demonstration import plan as plans
from tests.factories import DATA


@pytest.fixture(scope="module")
def members():
    with (DATA / "member_states.csv").open(encoding="utf-8") as file:
        return [row["iso3"] for row in csv.DictReader(file) if row["member_from"] <= "2003-07-31"]


@pytest.fixture(scope="module")
def plan(members):
    return plans.draw(members, 2003)


def test_sends_to_the_176_members_of_july_2003(plan, members):
    assert sorted(plan.sent_on) == sorted(members)
    assert len(members) == 176
    assert {day.strftime("%Y-%m") for day in plan.sent_on.values()} == {"2003-07"}


@pytest.mark.parametrize(
    ("day", "received"), [(plans.DECEMBER, 84), (plans.JANUARY, 90), (plans.APRIL, 93), (date(2003, 12, 30), 83)]
)
def test_receives_as_many_as_the_paper_says(plan, day, received):
    assert sum(reply.received_on <= day for reply in plan.replies) == received


def test_each_state_replies_once(plan):
    assert len({reply.iso3 for reply in plan.replies}) == 93


def test_two_of_the_last_three_wait_to_be_keyed(plan):
    waiting = [reply for reply in plan.replies if reply.on_paper and reply.keyed_on is None]
    assert len(waiting) == 2
    assert all(reply.received_on > plans.JANUARY for reply in waiting)


def test_amendments_cross_the_first_cut_off(plan):
    amended = [reply for reply in plan.replies if reply.amended_on]
    assert len(amended) == plans.AMENDED
    assert all(reply.received_on <= plans.DECEMBER < reply.amended_on for reply in amended)


def test_drafts_and_late_papers_are_of_states_that_have_not_replied(plan):
    replied = {reply.iso3 for reply in plan.replies}
    others = [*plan.half_done, *plan.opened, *(reply.iso3 for reply in plan.late_papers)]
    assert len(others) == len(set(others)) == plans.HALF_DONE + plans.OPENED + 10
    assert not replied & set(others)


def test_same_seed_same_plan_and_another_seed_another(plan, members):
    assert plans.draw(reversed(members), 2003) == plan
    assert plans.draw(members, 2004) != plan
