"""The table of transitions: what it says of a return's history, and that everything in it can be reached."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from surveys.models import Happening, Status
from surveys.models.life import TRANSITIONS, allowed, projected, reply_by_on, status_after, status_on

DAY = date(2003, 10, 1)
SENT, SUBMITTED, REOPENED, CLOSED = "sent", "submitted", "reopened", "closed_again"


def on_following_days(*happenings):
    return [(happening, DAY + timedelta(index)) for index, happening in enumerate(happenings)]


def test_every_happening_has_its_transition():
    assert TRANSITIONS.keys() == set(Happening)


def test_every_status_but_queried_is_reached():
    assert {transition.target for transition in TRANSITIONS.values()} == {None, *Status} - {
        Status.NOT_SENT,
        Status.QUERIED,
    }


def test_closing_again_leads_back_to_where_the_return_stood():
    for before, status in (((SENT, SUBMITTED), "submitted"), ((SENT, SUBMITTED, "completed"), "complete")):
        assert projected([*before, REOPENED]) == "reopened"
        assert projected([*before, REOPENED, CLOSED]) == status
        assert projected([*before, REOPENED, REOPENED, CLOSED]) == status


def test_what_the_table_does_not_allow_at_its_place_is_passed_over():
    assert projected([SENT, "registered", "opened", "started"]) == "received"
    assert projected([SUBMITTED]) == "not_sent"


def test_the_status_of_a_day_knows_nothing_of_later_days():
    events = on_following_days(SENT, "opened", "started", SUBMITTED, "completed", REOPENED, CLOSED)
    statuses = [status_on(events, DAY + timedelta(index)) for index in range(-1, 7)]
    assert statuses == [
        "not_sent",
        "sent",
        "opened",
        "in_progress",
        "submitted",
        "complete",
        "reopened",
        "complete",
    ]


def test_a_reply_registered_again_from_an_earlier_day_stands_after_the_first_one_is_voided():
    voided = [(SENT, DAY), ("registered", DAY + timedelta(5)), ("voided", DAY + timedelta(5))]
    again = ("registered", DAY + timedelta(3))
    for events in ([*voided, again], [*voided, again, ("keying_begun", DAY + timedelta(6))]):
        assert [status_on(events, DAY + timedelta(days)) for days in (2, 3, 5, 9)] == ["sent"] + ["received"] * 3


def test_of_a_voided_registration_nothing_is_left():
    events = [(SENT, DAY), ("started", DAY + timedelta(4)), ("registered", DAY + timedelta(2))]
    voided = [*events, ("voided", DAY + timedelta(2))]
    assert [status_on(events, DAY + timedelta(days)) for days in (1, 3, 5)] == ["sent", "received", "received"]
    assert [status_on(voided, DAY + timedelta(days)) for days in (1, 3, 5)] == ["sent", "sent", "in_progress"]


def test_taking_back_counts_from_the_day_of_what_is_taken_back():
    events = [(SENT, DAY), (SUBMITTED, DAY + timedelta(5)), ("recalled", DAY + timedelta(5))]
    assert [status_on(events, DAY + timedelta(days)) for days in (4, 5, 9)] == ["sent", "in_progress", "in_progress"]


@given(st.lists(st.sampled_from(list(Happening)), max_size=30))
def test_recording_in_order_gives_the_same_status_as_projecting(wanted):
    """What `record` does step by step, and what is computed from the events, never part."""
    status, done = "not_sent", []
    for happening in wanted:
        if allowed(happening, status):
            done.append(happening)
            goes_back = TRANSITIONS[happening].goes_back
            status = projected(done) if goes_back else status_after(status, happening)
            assert projected(done) == status


def test_the_date_in_force_is_that_of_the_last_extension_granted_by_then():
    reply_by = date(2003, 10, 31)
    granted = [(date(2003, 10, 20), "2003-11-30"), (date(2003, 11, 25), "2003-12-15")]
    days = [date(2003, 10, 19), date(2003, 10, 20), date(2003, 11, 24), date(2003, 11, 25)]
    assert [reply_by_on(granted, reply_by, day) for day in days] == [
        reply_by,
        date(2003, 11, 30),
        date(2003, 11, 30),
        date(2003, 12, 15),
    ]
