from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.actions.answers import Change, save_answers
from surveys.actions.paper import Arrival, register_paper
from surveys.lines import lines_on
from surveys.models import GroupMembership, GroupOfStates, ReturnEvent, Subregion
from surveys.models.history import acting_as
from surveys.standing import states_on
from tests.factories import (
    answer,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db

DAY = date(2003, 12, 31)


@pytest.fixture
def survey():
    return make_survey()


def ask(survey, iso3, **fields):
    return make_return(survey, make_state(iso3, **fields))


def lines(survey, day=DAY, language="en"):
    return {line.iso3: line for line in lines_on(survey, day, states_on(survey, day), language)}


def happen(survey_return, kind, day, **details):
    with acting_as("tests"):
        ReturnEvent.objects.create(
            survey_return=survey_return, kind=kind, effective_on=day, actor=make_user(), details=details
        )


def test_a_reply_through_the_portal_counts_by_the_day_in_geneva(survey):
    make_submission(ask(survey, "AAA"), received_on=date(2003, 10, 1))

    line = lines(survey)["AAA"]
    assert (line.received_on, line.counts, line.counts_word) == (date(2003, 10, 1), "", "Geneva")
    assert (line.status_word, line.channel_word, line.language_name) == ("submitted", "portal", "English")
    assert not line.is_outstanding


def test_a_reply_on_paper_says_which_of_its_days_counts(survey):
    survey_return = ask(survey, "AAA")
    arrival = Arrival(
        counts="mission",
        channel="note_verbale",
        language="fr",
        at_mission_on=date(2003, 10, 28),
        in_geneva_on=date(2003, 11, 3),
    )
    with acting_as("tests"):
        register_paper(survey_return=survey_return, arrival=arrival, by=make_user(), key="k", at=datetime.now(tz=UTC))

    line = lines(survey)["AAA"]
    assert (line.received_on, line.counts, line.counts_word) == (date(2003, 10, 28), "mission", "mission")
    assert (line.channel_word, line.language_name) == ("note verbale", "Français")


def test_while_there_is_no_reply_the_language_is_that_of_correspondence(survey):
    ask(survey, "AAA", correspondence_language="fr")

    line = lines(survey)["AAA"]
    assert (line.language, line.language_name, line.received_on) == ("fr", "Français", None)


def test_names_are_in_the_reader_s_language_and_found_in_all(survey):
    ask(survey, "AAA", names={"en": "Albania", "ar": "ألبانيا"}, subregion="Southern Europe")
    with acting_as("tests"):
        Subregion.objects.create(
            region=survey.returns.get().member_state.region, name_en="Southern Europe", names={"ar": "جنوب أوروبا"}
        )

    line = lines(survey, language="ar")["AAA"]
    assert (line.name, line.subregion_name) == ("ألبانيا", "جنوب أوروبا")
    assert {*line.names} == {"Albania", "ألبانيا"}


def test_groups_are_those_of_the_day(survey):
    state = make_state("AAA")
    with acting_as("tests"):
        group = GroupOfStates.objects.create(code="eu", names={"en": "EU"})
        GroupMembership.objects.create(group=group, member_state=state, valid_from=date(2004, 5, 1))

    assert lines(survey, date(2004, 4, 30))["AAA"].groups == frozenset()
    assert lines(survey, date(2004, 5, 1))["AAA"].groups == frozenset({"eu"})


def test_says_who_is_responsible(survey):
    survey_return, nobody_s = ask(survey, "AAA"), ask(survey, "BBB")
    farid = make_user("farid@example.org", name="Farid")
    with acting_as("tests"):
        survey_return.staff = farid
        survey_return.save()

    found = lines(survey)
    assert (found["AAA"].staff, found["AAA"].staff_name) == (farid.pk, "Farid")
    assert (found["BBB"].staff, found["BBB"].staff_name) == (None, "")
    assert nobody_s.staff is None


@pytest.mark.parametrize(
    ("day", "overdue"), [(date(2003, 10, 31), False), (date(2003, 11, 1), True), (date(2003, 11, 2), True)]
)
def test_a_reply_is_overdue_after_the_day_asked_for(survey, day, overdue):
    ask(survey, "AAA")

    line = lines(survey, day)["AAA"]
    assert (line.due_on, line.is_extended, line.is_overdue) == (date(2003, 10, 31), False, overdue)


def test_an_extension_counts_from_its_day_and_the_last_word_holds(survey):
    survey_return = ask(survey, "AAA")
    happen(survey_return, "extended", date(2003, 11, 5), until="2003-11-30")
    happen(survey_return, "extended", date(2003, 11, 20), until="2003-12-15")

    found = {day: lines(survey, date(2003, 11, day))["AAA"] for day in (4, 5, 20)}
    assert [line.due_on for line in found.values()] == [date(2003, 10, 31), date(2003, 11, 30), date(2003, 12, 15)]
    assert [line.is_overdue for line in found.values()] == [True, False, False]
    assert lines(survey, date(2003, 12, 16))["AAA"].is_overdue


def test_a_reply_that_came_is_not_overdue(survey):
    make_paper(ask(survey, "AAA"), received_on=date(2003, 11, 3))

    assert not lines(survey)["AAA"].is_overdue


def test_a_state_that_was_not_asked_owes_nothing(survey):
    make_state("AAA")

    line = lines(survey)["AAA"]
    assert (line.has_return, line.due_on, line.is_overdue, line.last_activity_on) == (False, None, False, None)


def save_at(survey_return, user, value, at):
    """Save an answer as if at that instant; the database's own clock says when, so it is set back."""
    answer(survey_return, user, {"respondent_ministry": value})
    with acting_as("tests"):
        survey_return.answers.update(saved_at=at)


def test_the_last_activity_is_the_last_event_or_the_last_save_of_the_draft(survey):
    survey_return = ask(survey, "AAA")
    amina = make_focal_point(survey_return.member_state)
    save_at(survey_return, amina, "One", datetime(2003, 11, 10, 23, 30, tzinfo=UTC))

    assert lines(survey, date(2003, 11, 10))["AAA"].last_activity_on == date(2003, 10, 1)
    # Half past eleven in the evening in London is the next day in Geneva.
    assert lines(survey, date(2003, 11, 11))["AAA"].last_activity_on == date(2003, 11, 11)


def test_a_later_save_does_not_hide_the_one_of_the_day_looked_at(survey):
    survey_return = ask(survey, "AAA")
    amina = make_focal_point(survey_return.member_state)
    save_at(survey_return, amina, "One", datetime(2003, 11, 10, 9, tzinfo=UTC))
    save_at(survey_return, amina, "Two", datetime(2003, 12, 10, 9, tzinfo=UTC))

    assert lines(survey, date(2003, 11, 20))["AAA"].last_activity_on == date(2003, 11, 10)
    assert lines(survey, DAY)["AAA"].last_activity_on == date(2003, 12, 10)


def test_nothing_of_a_draft_is_in_a_line(survey):
    survey_return = ask(survey, "AAA")
    amina = make_focal_point(survey_return.member_state)
    change = Change(path="respondent_ministry", value="zqdraftqz", seen=0, remark={"comment": "zqremarkqz"})
    with acting_as("tests"):
        save_answers(
            survey_return=survey_return,
            user=amina,
            key="k",
            changes=[change],
            on=date(2003, 10, 1),
            at=datetime(2003, 10, 1, tzinfo=UTC),
        )

    said = repr(lines(survey, date(2030, 1, 1)))
    assert "in progress" in said
    assert "zq" not in said


def test_the_number_of_queries_does_not_grow_with_the_states(survey):
    def queries(*iso3s):
        for iso3 in iso3s:
            make_submission(ask(survey, iso3), received_on=date(2003, 10, 1))
        rows = states_on(survey, DAY)
        with CaptureQueriesContext(connection) as captured:
            lines_on(survey, DAY, rows, "en")
        return len(captured)

    assert queries("AAA") == queries("BBB", "CCC") == 7
