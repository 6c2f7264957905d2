"""A reply registered in error: two people void it, the ledger says so, and what was known before stays known."""

from datetime import date
from secrets import token_hex

import pytest
from django.db import InternalError, connection, transaction

from surveys.actions.answers import ChangedHands
from surveys.actions.keying import begin_keying
from surveys.actions.paper import NotWaiting, SamePerson, ask_to_void, keep_paper, void_paper
from surveys.actions.verification import verify_ledger
from surveys.models import PaperReturn, PaperVoid, Receipt, Return
from surveys.models.history import acting_as
from surveys.standing import report_on, states_on
from tests.factories import (
    AT,
    answer,
    key_first,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)
from tests.surveys.actions.test_answers import in_threads

pytestmark = pytest.mark.django_db
DAY = date(2003, 12, 31)


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def greta():
    return make_user("greta@example.org", groups=["office_staff"])


@pytest.fixture
def paper(farid):
    return make_paper(make_return(make_survey(), make_state()), farid)


def ask(paper, by, reason="It came from another State."):
    with acting_as(by):
        ask_to_void(paper=paper, reason=reason, by=by)


def confirm(paper, by, key=None):
    with acting_as(by):
        return void_paper(paper=paper, by=by, key=key or token_hex(16), at=AT)


def received(survey, upto=None):
    total = report_on(survey, states_on(survey, DAY, upto=upto)).total
    return total.received, total.being_entered, total.outstanding


def test_two_people_void_a_registration(paper, farid, greta):
    ask(paper, farid)
    entry = confirm(paper, greta)
    assert (entry.paper, entry.reason, entry.asked_by, entry.confirmed_by, entry.ledger_no) == (
        paper,
        "It came from another State.",
        farid,
        greta,
        2,
    )
    assert PaperReturn.objects.get().state == "void"
    assert Receipt.objects.get(void=entry).document["kind"] == "void"
    assert verify_ledger(paper.survey).faults == []
    assert verify_ledger(paper.survey).entries == 2


def test_it_never_counted_for_whoever_knows_so(paper, farid, greta):
    assert received(paper.survey) == (1, 1, 0)
    ask(paper, farid)
    confirm(paper, greta)
    assert received(paper.survey) == (0, 0, 1)
    assert received(paper.survey, upto=2) == (0, 0, 1)
    assert received(paper.survey, upto=1) == (1, 1, 0)


def test_asking_alone_changes_no_figure(paper, farid):
    ask(paper, farid)
    assert received(paper.survey) == (1, 1, 0)
    with acting_as(farid):
        keep_paper(paper=paper)
    paper.refresh_from_db()
    assert (paper.void_reason, paper.void_asked_by) == ("", None)


def test_one_person_does_not_do_both(paper, farid):
    ask(paper, farid)
    with pytest.raises(SamePerson):
        confirm(paper, farid)
    assert not PaperVoid.objects.exists()


def test_nobody_confirms_what_nobody_asked_for(paper, greta):
    with pytest.raises(NotWaiting):
        confirm(paper, greta)


def test_the_same_key_voids_once(paper, farid, greta):
    ask(paper, farid)
    assert confirm(paper, greta, "same") == confirm(paper, greta, "same")
    with pytest.raises(NotWaiting):
        confirm(paper, greta)


def test_what_was_keyed_in_goes_and_the_return_stands_where_it_stood(paper, farid, greta):
    key_first(paper, farid)
    ask(paper, farid)
    confirm(paper, greta)
    survey_return = Return.objects.get()
    assert (survey_return.status, survey_return.keyed_from, survey_return.draft_open) == ("sent", None, True)
    assert not survey_return.answers.given().exists()
    assert survey_return.answers.count() == 6


def test_a_draft_that_the_government_began_before_stays(farid, greta):
    survey_return = make_return(make_survey(), make_state())
    answer(survey_return, make_focal_point(survey_return.member_state), {"respondent_ministry": "ours"})
    survey_return.refresh_from_db()
    paper = make_paper(survey_return, farid)
    ask(paper, farid)
    confirm(paper, greta)
    assert survey_return.answers.get().value == "ours"
    survey_return.refresh_from_db()
    assert survey_return.status == "in_progress"


def test_the_right_reply_can_then_be_registered_and_keyed_in(paper, farid, greta):
    key_first(paper, farid)
    ask(paper, farid)
    confirm(paper, greta)
    another = make_paper(Return.objects.get(), farid, received_on=date(2003, 11, 5))
    with acting_as(greta):
        begin_keying(paper=another, by=greta, on=DAY)
    assert received(paper.survey) == (1, 1, 0)
    assert Return.objects.get().status == "received"


def test_who_keyed_in_writes_nothing_into_the_draft_that_is_the_government_s_again(paper, farid, greta):
    with acting_as(farid):
        begin_keying(paper=paper, by=farid, on=DAY)
    before = Return.objects.get()
    ask(paper, farid)
    confirm(paper, greta)
    with pytest.raises(ChangedHands):
        answer(before, farid, {"respondent_ministry": "theirs"})
    with pytest.raises(ChangedHands):
        make_submission(before, farid, {})
    assert not before.answers.exists()


def test_the_right_day_may_be_an_earlier_one(paper, farid, greta):
    ask(paper, farid)
    confirm(paper, greta)
    make_paper(Return.objects.get(), farid, received_on=date(2003, 10, 30))
    assert [row.status for row in states_on(paper.survey, DAY)] == [Return.objects.get().status] == ["received"]


def test_a_second_registration_voided_leaves_nothing(paper, farid, greta):
    ask(paper, farid)
    confirm(paper, greta)
    second = make_paper(Return.objects.get(), farid, received_on=date(2003, 10, 30))
    ask(second, farid)
    confirm(second, greta)
    assert [row.status for row in states_on(paper.survey, DAY)] == [Return.objects.get().status] == ["sent"]


def test_a_reply_on_the_portal_stays_when_the_paper_is_voided(paper, farid, greta):
    make_submission(Return.objects.get(), received_on=date(2003, 11, 20))
    ask(paper, farid)
    confirm(paper, greta)
    assert Return.objects.get().status == "submitted"
    assert received(paper.survey) == (1, 0, 0)


@pytest.mark.parametrize("statement", ["UPDATE surveys_papervoid SET reason = 'x'", "DELETE FROM surveys_papervoid"])
def test_the_database_keeps_what_was_voided(paper, farid, greta, statement):
    ask(paper, farid)
    confirm(paper, greta)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_confirm_at_once_one_does():
    staff = [make_user(groups=["office_staff"]) for _ in range(11)]
    paper = make_paper(make_return(make_survey(), make_state()), staff[10])
    ask(paper, staff[10])

    def press(index):
        try:
            return confirm(PaperReturn.objects.get(), staff[index]).pk
        except NotWaiting:
            return None

    done = [pk for pk in in_threads(10, press) if pk]
    assert done == [PaperVoid.objects.get().pk]
    assert verify_ledger(paper.survey).faults == []
