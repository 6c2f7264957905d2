"""Taking a submission back before the Office has opened it, and what is left of it."""

from datetime import date

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from surveys import ledger
from surveys.actions.events import NotNow
from surveys.actions.openings import open_for_office
from surveys.actions.returns import begin_amendment
from surveys.actions.submissions import ReasonMissing, submit
from surveys.actions.verification import verify_ledger
from surveys.actions.withdrawals import OpenedMeanwhile, recall, withdraw
from surveys.actions.write_keys import KeyReused
from surveys.models import Receipt, Return, Submission, Survey
from surveys.models.history import acting_as
from tests import people
from tests.factories import (
    AT,
    MINIMUM,
    SIGNATORY,
    answer,
    key_twice,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    take_back,
)

pytestmark = pytest.mark.django_db

DAY, LATER = date(2003, 10, 1), date(2003, 10, 5)


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state())


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


@pytest.fixture
def farid(db):
    return people.farid()


@pytest.fixture
def first(survey_return, amina):
    return make_submission(survey_return, amina, received_on=DAY)


def amend(survey_return, user, values):
    with acting_as("tests"):
        begin_amendment(survey_return=survey_return, user=user, on=LATER)
    survey_return.refresh_from_db()
    return make_submission(survey_return, user, values, received_on=LATER)


def fresh(survey_return):
    return Return.objects.get(pk=survey_return.pk)


def ledger_is_true():
    return verify_ledger(Survey.objects.get()).faults == []


def draft(survey_return):
    return survey_return.answers.values_by_path()


# What taking back does


def test_the_withdrawal_names_what_it_voids_and_holds_no_answers(first, amina):
    entry = take_back(first, on=LATER, reason="A figure was wrong.")
    assert (entry.number, entry.kind, entry.replaces, entry.ledger_no) == (2, "withdrawal", first, 2)
    assert (entry.received_on, entry.recorded_by, entry.reason) == (LATER, amina, "A figure was wrong.")
    assert (entry.answers, entry.remarks, entry.signatory_name) == ({}, {}, "")


def test_the_withdrawal_has_a_place_in_the_chain_and_a_true_receipt(first):
    entry = Submission.objects.get(pk=take_back(first).pk)
    assert entry.digest == ledger.digest(entry.ledger_record())
    assert entry.chain == ledger.chain(first.chain, 2, entry.digest)
    document = Receipt.objects.get(submission=entry).document
    public_key = ledger.public_key_of(ledger.load_key(settings.RECEIPT_KEY))
    assert ledger.receipt_problems(document, {ledger.key_id(public_key): public_key}) == []
    assert ledger_is_true()
    assert (document["kind"], document["submission"], document["withdraws"]) == ("submission", 2, 1)


def test_the_draft_is_open_again_with_all_its_answers(survey_return, first):
    take_back(first)
    now = fresh(survey_return)
    assert (now.status, now.draft_open) == ("in_progress", True)
    assert draft(now) == MINIMUM


def test_what_was_submitted_stays_in_the_ledger_as_it_was(survey_return, first):
    take_back(first)
    assert list(survey_return.submissions.values_list("number", "kind")) == [(1, "original"), (2, "withdrawal")]
    assert Submission.objects.get(pk=first.pk).answers == first.answers
    assert survey_return.submissions.in_effect().newest() is None


def test_the_event_counts_from_the_day_of_what_it_voids(survey_return, first, amina):
    take_back(first, on=LATER)
    event = survey_return.events.get(kind="recalled")
    assert (event.effective_on, event.actor, event.details) == (DAY, amina, {"submission": 1, "withdrawal": 2})


def test_the_next_submission_is_an_original_again_without_a_reason(survey_return, first, amina):
    take_back(first)
    again = make_submission(fresh(survey_return), amina, {"respondent_unit": "Unit"}, received_on=LATER)
    assert (again.number, again.kind, again.reason) == (3, "original", "")
    assert fresh(survey_return).status == "submitted"
    kinds = survey_return.letters.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["invitation", "acknowledgement", "acknowledgement"]


def test_an_amendment_taken_back_leaves_the_first_in_force(survey_return, first, amina):
    second = amend(survey_return, amina, {"data_reference_year": 2003})
    take_back(second)
    now = fresh(survey_return)
    assert (now.status, now.draft_open) == ("in_progress", True)
    assert now.submissions.in_effect().newest() == first
    assert draft(now) == {**MINIMUM, "data_reference_year": 2003}
    fourth = make_submission(now, amina, {"data_reference_year": 2004}, received_on=LATER)
    assert (fourth.number, fourth.kind, fresh(survey_return).status) == (4, "amendment", "amended")


def test_after_the_amendment_the_original_can_be_taken_back_too(survey_return, first, amina):
    take_back(amend(survey_return, amina, {"data_reference_year": 2003}))
    take_back(first)
    assert fresh(survey_return).submissions.in_effect().newest() is None


def test_taking_back_while_an_amendment_is_prepared_keeps_the_amendment(survey_return, first, amina):
    with acting_as("tests"):
        begin_amendment(survey_return=survey_return, user=amina, on=LATER)
    survey_return.refresh_from_db()
    answer(survey_return, amina, {"data_reference_year": 2003})
    take_back(first)
    assert draft(survey_return) == {**MINIMUM, "data_reference_year": 2003}


def test_an_amendment_needs_a_reason(survey_return, first, amina):
    with acting_as("tests"):
        begin_amendment(survey_return=survey_return, user=amina, on=LATER)
        with pytest.raises(ReasonMissing):
            submit(
                survey_return=survey_return,
                user=amina,
                key="k",
                signatory=SIGNATORY,
                received_on=LATER,
                at=AT,
                reason=" \n",
            )
    assert Submission.objects.count() == 1


# When it cannot be taken back


def test_what_the_office_has_opened_cannot_be_taken_back(survey_return, first, farid):
    assert open_for_office(submission=first, by=farid, on=LATER)
    with pytest.raises(OpenedMeanwhile):
        take_back(first)
    assert Submission.objects.count() == 1
    assert fresh(survey_return).status == "submitted"


def test_an_amendment_that_is_unopened_can_be_taken_back_though_the_first_was_opened(
    survey_return, first, amina, farid
):
    open_for_office(submission=first, by=farid, on=LATER)
    take_back(amend(survey_return, amina, {"data_reference_year": 2003}))
    with pytest.raises(OpenedMeanwhile):
        take_back(first)


def test_what_the_office_keyed_in_itself_cannot_be_taken_back(survey_return, farid):
    keyed = make_submission(key_twice(make_paper(survey_return, farid), farid), farid)
    with pytest.raises(OpenedMeanwhile):
        take_back(keyed, people.amina(survey_return.member_state))


def test_only_the_submission_in_force_can_be_taken_back(survey_return, first, amina):
    amend(survey_return, amina, {"data_reference_year": 2003})
    with pytest.raises(NotNow):
        take_back(first)
    assert Submission.objects.filter(kind="withdrawal").count() == 0


def test_a_second_time_there_is_nothing_to_take_back(first):
    take_back(first)
    with pytest.raises(NotNow):
        take_back(first)


def test_the_database_refuses_a_second_withdrawal_of_the_same(survey_return, first, amina):
    take_back(first)
    with acting_as("tests"), pytest.raises(IntegrityError), transaction.atomic():
        withdraw(locked=survey_return, voided=first, user=amina, reason="", on=LATER, at=AT)


def test_the_same_key_gives_the_same_withdrawal(survey_return, first, amina):
    def press(number):
        with acting_as("tests"):
            return recall(survey_return=survey_return, number=number, user=amina, key="k", on=LATER, at=AT)

    assert press(1) == press(1)
    with pytest.raises(KeyReused):
        press(2)
    assert Submission.objects.filter(kind="withdrawal").count() == 1


# The Office opens it


def test_only_the_first_opening_leaves_a_record(survey_return, first, farid):
    grace = people.grace()
    assert open_for_office(submission=first, by=farid, on=DAY)
    assert open_for_office(submission=first, by=grace, on=LATER)
    event = survey_return.events.get(kind="office_opened")
    assert (event.actor, event.effective_on, event.details) == (farid, DAY, {"submission": 1})
    assert fresh(survey_return).status == "submitted"


def test_each_submission_is_opened_for_itself(survey_return, first, amina, farid):
    open_for_office(submission=first, by=farid, on=DAY)
    open_for_office(submission=amend(survey_return, amina, {"data_reference_year": 2003}), by=farid, on=LATER)
    opened = survey_return.events.filter(kind="office_opened").order_by("pk").values_list("details", flat=True)
    assert list(opened) == [{"submission": 1}, {"submission": 2}]


def test_what_was_taken_back_is_not_opened(survey_return, first, farid):
    take_back(first)
    assert not open_for_office(submission=first, by=farid, on=LATER)
    assert not survey_return.events.filter(kind="office_opened").exists()


def test_the_office_no_longer_finds_what_was_taken_back_and_the_focal_point_does(first, amina, farid):
    withdrawal = take_back(first)
    for user, seen in ((farid, [withdrawal]), (people.grace(), [withdrawal]), (amina, [first, withdrawal])):
        assert list(Submission.objects.visible_to(user, on=LATER)) == seen
