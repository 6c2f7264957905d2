"""Two people press at once: one step is taken, the other learns that somebody was faster."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from reports.actions import editions
from reports.actions.editions import NotNow, approve, propose, publish, send_back
from tests.factories import make_user
from tests.reports.editions import keyed, make_edition

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all of these at the same moment, each on a connection of its own: what each gave or raised."""
    barrier = Barrier(len(acts))

    def act_with_the_others(act):
        barrier.wait(20)
        try:
            return act()
        except NotNow as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act_with_the_others, acts))


def proposed():
    edition = make_edition()
    propose(summary=edition, **keyed(make_user(groups=["analyst"])))
    return edition


def colleagues(number):
    return [make_user(groups=["office_staff"]) for _ in range(number)]


def approvals(edition):
    acts = [lambda by=by: approve(summary=edition, **keyed(by)) for by in colleagues(4)]
    found = at_once(*acts)
    return sum(outcome is None for outcome in found), edition.steps.filter(kind="approved").count()


def test_four_who_approve_at_once_are_one_approval():
    assert approvals(proposed()) == (1, 1)


def test_without_the_lock_there_would_be_more(monkeypatch):
    """The negative control: all four read where the edition stands before any of them writes."""
    together, read = Barrier(4), editions.follows

    def after_all_have_read(step, stage):
        if step == "approved":
            together.wait(20)
        return read(step, stage)

    edition = proposed()
    monkeypatch.setattr(editions, "_hold", lambda survey_id: None)
    monkeypatch.setattr(editions, "follows", after_all_have_read)
    assert approvals(edition) == (4, 4)


def test_publishing_and_sending_back_at_once_is_one_of_the_two():
    edition = proposed()
    one, other = colleagues(2)
    approve(summary=edition, **keyed(one))
    found = at_once(
        lambda: publish(summary=edition, **keyed(one)),
        lambda: send_back(summary=edition, note="Wait.", **keyed(other)),
    )
    assert sorted(isinstance(outcome, NotNow) for outcome in found) == [False, True]
    assert edition.steps.count() == 3
