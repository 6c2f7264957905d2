from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.actions.returns import begin_amendment, note_opened
from surveys.figures import Figures
from surveys.models.history import acting_as
from surveys.standing import report_on, states_on
from tests import factories
from tests.factories import (
    key_twice,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    take_back,
)

pytestmark = pytest.mark.django_db

CUT_OFF = date(2003, 12, 31)


@pytest.fixture
def survey():
    return make_survey()


def ask(survey, iso3, **fields):
    return make_return(survey, make_state(iso3, **fields))


def report(survey, day):
    return report_on(survey, states_on(survey, day))


def row(survey, iso3, day):
    return next(row for row in states_on(survey, day) if row.member_state.iso3 == iso3)


def test_counts_as_of_each_day(survey):
    submitted, on_paper = ask(survey, "AAA", region="africa"), ask(survey, "BBB", region="africa")
    ask(survey, "CCC", region="americas")
    make_state("DDD", region="americas", member_from=date(2003, 8, 19))
    make_submission(submitted, received_on=date(2003, 10, 1))
    make_paper(on_paper, received_on=date(2003, 11, 3))

    assert report(survey, date(2003, 7, 14)).total == Figures(members=3)
    assert report(survey, date(2003, 7, 15)).total == Figures(members=3, sent=3, outstanding=3)
    assert report(survey, date(2003, 10, 31)).total == Figures(4, sent=3, received=1, compiled=1, outstanding=2)
    after = report(survey, CUT_OFF)
    assert after.total == Figures(members=4, sent=3, received=2, compiled=1, outstanding=1, late=1)
    assert after.total.being_entered == 1
    assert after.regions == {
        "africa": Figures(members=2, sent=2, received=2, compiled=1, outstanding=0, late=1),
        "americas": Figures(members=2, sent=1, outstanding=1),
    }


def test_regions_add_up_to_the_total(survey):
    for iso3, region in [("AAA", "africa"), ("BBB", "americas"), ("CCC", "arab_states")]:
        make_submission(ask(survey, iso3, region=region), received_on=date(2003, 11, 5))

    figures = report(survey, CUT_OFF)

    assert sum(figures.regions.values(), start=Figures()) == figures.total
    assert figures.total.late == 3


def test_what_comes_at_half_past_eleven_in_geneva_counts_that_day(survey):
    at = datetime(2003, 12, 31, 22, 30, tzinfo=UTC)
    make_submission(ask(survey, "AAA"), received_on=timezone.localdate(at), at=at)
    just_after = datetime(2003, 12, 31, 23, 10, tzinfo=UTC)
    make_submission(ask(survey, "BBB"), received_on=timezone.localdate(just_after), at=just_after)

    assert report(survey, CUT_OFF).total.received == 1
    assert report(survey, CUT_OFF + timedelta(days=1)).total.received == 2


def test_membership_holds_on_its_first_and_last_day(survey):
    make_state("AAA", member_from=date(2003, 8, 19), member_until=date(2003, 12, 31))

    days = [date(2003, 8, 18), date(2003, 8, 19), CUT_OFF, date(2004, 1, 1)]
    assert [report(survey, day).total.members for day in days] == [0, 1, 1, 0]


def test_a_state_that_left_is_still_one_that_was_asked(survey):
    make_submission(ask(survey, "AAA", member_until=date(2003, 10, 31)), received_on=date(2003, 10, 1))

    assert report(survey, CUT_OFF).total == Figures(members=0, sent=1, received=1, compiled=1)


def test_an_amendment_after_the_date_does_not_make_the_reply_late(survey):
    survey_return = ask(survey, "AAA")
    first = make_submission(survey_return, received_on=date(2003, 10, 31))
    amend(survey_return, first.recorded_by, date(2003, 12, 1))

    assert report(survey, CUT_OFF).total == Figures(members=1, sent=1, received=1, compiled=1)
    assert row(survey, "AAA", CUT_OFF).received_on == date(2003, 12, 1)
    assert row(survey, "AAA", date(2003, 11, 30)).received_on == date(2003, 10, 31)


def test_a_paper_reply_keyed_in_later_counts_once_from_its_day(survey):
    survey_return = ask(survey, "AAA")
    staff = factories.make_user(groups=["office_staff"])
    paper = make_paper(survey_return, staff, received_on=date(2003, 10, 30), channel="post")
    key_in(paper, staff, date(2004, 1, 20))

    expected = Figures(members=1, sent=1, received=1, compiled=1)
    assert report(survey, date(2003, 10, 30)).total == expected
    assert report(survey, date(2004, 1, 31)).total == expected
    assert row(survey, "AAA", CUT_OFF).channel == "post"


def test_a_reply_that_was_taken_back_is_none_as_known_now(survey):
    first = make_submission(ask(survey, "AAA"), received_on=date(2003, 10, 1))
    take_back(first, on=date(2003, 10, 5))

    outstanding = Figures(members=1, sent=1, outstanding=1)
    for day in (date(2003, 10, 1), date(2003, 10, 4), date(2003, 10, 5), CUT_OFF):
        assert report(survey, day).total == outstanding
        assert (row(survey, "AAA", day).status, row(survey, "AAA", day).received_on) == ("in_progress", None)


def test_at_the_ledger_position_before_it_was_taken_back_the_reply_is_there(survey):
    first = make_submission(ask(survey, "AAA"), received_on=date(2003, 10, 1))
    withdrawal = take_back(first, on=date(2003, 10, 5))

    before = report_on(survey, states_on(survey, CUT_OFF, upto=first.ledger_no)).total
    after = report_on(survey, states_on(survey, CUT_OFF, upto=withdrawal.ledger_no)).total
    assert before == Figures(members=1, sent=1, received=1, compiled=1)
    assert after == Figures(members=1, sent=1, outstanding=1)


def test_an_amendment_that_was_taken_back_leaves_the_first_reply_in_force(survey):
    survey_return = ask(survey, "AAA")
    first = make_submission(survey_return, received_on=date(2003, 10, 1))
    take_back(amend(survey_return, first.recorded_by, date(2003, 11, 10)), on=date(2003, 11, 12))

    assert report(survey, CUT_OFF).total == Figures(members=1, sent=1, received=1, compiled=1)
    assert [row(survey, "AAA", day).status for day in (date(2003, 11, 9), CUT_OFF)] == ["submitted", "in_progress"]
    assert row(survey, "AAA", CUT_OFF).received_on == date(2003, 10, 1)


def test_after_taking_it_back_the_first_day_is_that_of_the_new_reply(survey):
    survey_return = ask(survey, "AAA")
    first = make_submission(survey_return, received_on=date(2003, 10, 1))
    take_back(first, on=date(2003, 10, 5))
    make_submission(survey_return, first.recorded_by, received_on=date(2003, 11, 10))

    assert report(survey, date(2003, 11, 9)).total == Figures(members=1, sent=1, outstanding=1)
    assert report(survey, CUT_OFF).total == Figures(members=1, sent=1, received=1, compiled=1, late=1)
    assert row(survey, "AAA", CUT_OFF).status == "submitted"


def test_the_day_of_a_paper_reply_comes_before_the_day_on_which_the_return_was_opened(survey):
    survey_return = ask(survey, "AAA")
    with acting_as("tests"):
        user = factories.make_focal_point(survey_return.member_state)
        note_opened(survey_return=survey_return, user=user, on=date(2003, 11, 5))
    make_paper(survey_return, received_on=date(2003, 11, 3))

    survey_return.refresh_from_db()
    assert row(survey, "AAA", CUT_OFF).status == survey_return.status == "received"


def test_another_survey_counts_apart(survey):
    other = make_survey("other")
    state = make_state("AAA")
    make_submission(make_return(other, state), received_on=date(2003, 10, 1))

    assert report(survey, CUT_OFF).total == Figures(members=1)
    assert report(other, CUT_OFF).total == Figures(members=1, sent=1, received=1, compiled=1)


def test_a_row_says_how_the_reply_came(survey):
    make_paper(ask(survey, "AAA"), received_on=date(2003, 11, 3), channel="fax", language="fr")

    line = row(survey, "AAA", CUT_OFF)
    assert (line.status, line.received_on, line.channel, line.language) == (
        "received",
        date(2003, 11, 3),
        "fax",
        "fr",
    )
    before = row(survey, "AAA", date(2003, 11, 2))
    assert (before.status, before.received_on, before.channel) == ("sent", None, "")


def test_the_number_of_queries_does_not_grow_with_the_states(survey):
    from_one = queries(survey, "AAA")
    from_three = queries(survey, "BBB", "CCC")

    assert from_one == from_three == 8


def queries(survey, *iso3s):
    """How many queries the figures take once these States have replied, by portal and on paper."""
    for iso3 in iso3s:
        make_submission(ask(survey, iso3), received_on=date(2003, 10, 1))
    with CaptureQueriesContext(connection) as captured:
        report(survey, CUT_OFF)
    return len(captured)


def amend(survey_return, user, day):
    with acting_as("tests"):
        begin_amendment(survey_return=survey_return, user=user, on=day)
    survey_return.refresh_from_db()
    return make_submission(survey_return, user, {"respondent_ministry": "Another"}, received_on=day)


def key_in(paper, staff, day):
    survey_return = key_twice(paper, staff, on=day)
    return make_submission(survey_return, staff, received_on=day)
