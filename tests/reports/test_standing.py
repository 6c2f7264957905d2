"""Where a round stands on a day: each block against rows that belong in it and rows that just do not."""

from datetime import date, timedelta

import pytest

from consultations.models import Contribution
from reports.models import ChapterSource
from reports.standing import MilestoneState, milestone_states, standing_of
from surveys.models import CutOff
from surveys.models.history import acting_as
from tests.consultations.entries import make_consultation, make_organization, make_outcome, make_planned
from tests.factories import make_paper, make_return, make_state, make_survey, take_back
from tests.reports.milestones import make_milestone, make_report_chapter
from tests.reports.test_compile import reply

DAY = date(2004, 2, 11)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
DECEMBER, APRIL = date(2003, 12, 31), date(2004, 4, 30)


@pytest.fixture
def survey(db):
    return make_survey()


def make_contribution(survey, code, **fields):
    values = {"kind": "study", "titles": {"en": "A study"}, "recorded_on": date(2003, 12, 1), "due_on": BEFORE}
    with acting_as("tests"):
        contributor = make_organization(f"unit-{code}".lower())
        return Contribution.objects.create(survey=survey, code=code, contributor=contributor, **{**values, **fields})


def test_a_milestone_is_done_late_next_or_to_come():
    found = milestone_states(
        [(BEFORE, True), (BEFORE, False), (DAY, False), (DAY, False), (AFTER, False), (AFTER, True)], DAY
    )

    assert found == ["done", "late", "next", "next", "to_come", "done"]


def test_nothing_is_next_when_all_is_done_or_late():
    assert milestone_states([(BEFORE, False), (AFTER, True)], DAY) == ["late", "done"]
    assert milestone_states([], DAY) == []


def test_what_was_done_later_was_not_done_on_the_day(survey):
    make_milestone(survey, "A", BEFORE, done_on=AFTER)
    make_milestone(survey, "B", date(2004, 4, 30), done_on=DAY)

    found = standing_of(survey, DAY).milestones

    assert [(one.code, state) for one, state in found] == [("A", MilestoneState.LATE), ("B", MilestoneState.DONE)]


def test_replies_are_parted_by_each_cut_off_that_has_come(survey):
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft"}, day=DECEMBER)
        CutOff.objects.create(survey=survey, slug="final", names={"en": "Final"}, day=APRIL)
    reply(survey, "DZA", DECEMBER)
    reply(survey, "EGY", DECEMBER + timedelta(days=1))
    take_back(reply(survey, "LBY", date(2003, 10, 1)))
    make_paper(make_return(survey, make_state("MAR")), received_on=DAY)
    make_return(survey, make_state("TUN"))

    replies = standing_of(survey, DAY).replies

    total = replies.total
    assert (total.sent, total.received, total.compiled, total.outstanding) == (5, 3, 2, 2)
    assert [(one.cut_off.slug, one.returned, one.after) for one in replies.cut_offs] == [
        ("draft", 1, 2),
        ("final", None, None),
    ]


def test_on_the_day_of_a_cut_off_all_replies_are_in_it(survey):
    with acting_as("tests"):
        CutOff.objects.create(survey=survey, slug="draft", names={"en": "Draft"}, day=DECEMBER)
    reply(survey, "DZA", DECEMBER)

    line = standing_of(survey, DECEMBER).replies.cut_offs[0]

    assert (line.returned, line.after) == (1, 0)


def test_late_chapters_are_those_not_final_on_the_day(survey):
    make_report_chapter(survey, 1, due_on=BEFORE)
    make_report_chapter(survey, 2, due_on=DAY)
    make_report_chapter(survey, 3, due_on=BEFORE, status="final", final_on=DAY)
    make_report_chapter(survey, 4, due_on=BEFORE - timedelta(days=1), status="final", final_on=AFTER)
    make_report_chapter(survey, 5)

    assert [chapter.order for chapter in standing_of(survey, DAY).chapters] == [4, 1]


def test_late_contributions_are_those_neither_received_nor_declined(survey):
    make_contribution(survey, "LATE")
    make_contribution(survey, "DUE", due_on=DAY)
    make_contribution(survey, "CAME", is_received=True, received_on=DAY)
    make_contribution(survey, "CAME-LATER", is_received=True, received_on=AFTER)
    make_contribution(survey, "DECLINED", declined_on=DAY)
    make_contribution(survey, "UNKNOWN-YET", recorded_on=AFTER)

    assert [one.code for one in standing_of(survey, DAY).contributions] == ["CAME-LATER", "LATE"]


def test_meetings_without_a_record_are_those_planned_and_over(survey):
    over = {"first_day": date(2004, 1, 1), "last_day": date(2004, 1, 31), "announced_on": date(2003, 12, 1)}
    make_planned(survey, "OVER", **over)
    make_planned(survey, "FRAME", kind="session", **over)
    make_planned(survey, "TO-COME")
    make_consultation(survey, "HELD", **{**over, "status": "held", "recorded_on": DAY})

    assert [one.code for one in standing_of(survey, DAY).meetings] == ["OVER"]


def test_outcomes_that_no_chapter_rests_on(survey):
    held = make_consultation(survey, "E1")
    make_outcome(survey, held, make_consultation(survey, "E2"), code="UNUSED")
    used = make_outcome(survey, held, code="USED")
    make_outcome(survey, make_consultation(survey, "E3", recorded_on=AFTER), code="LATER")
    with acting_as("tests"):
        ChapterSource.objects.create(chapter=make_report_chapter(survey), outcome=used)

    assert [one.code for one in standing_of(survey, DAY).outcomes] == ["UNUSED"]
