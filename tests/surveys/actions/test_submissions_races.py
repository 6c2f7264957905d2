"""Many at the button, and somebody who still writes: each race with the statement that would lose it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from surveys.actions.answers import Change, DraftClosed, save_answers
from surveys.actions.submissions import submit
from surveys.models import Letter, Receipt, Return, Submission
from surveys.models.history import acting_as
from surveys.querysets import WriteKeyQuerySet
from surveys.querysets import answers as querysets
from tests.factories import AT, SIGNATORY, answer, make_focal_point, make_return, make_state, make_survey
from tests.surveys.actions.test_answers import in_threads

DAY = date(2003, 10, 1)
PATH, BEFORE = "respondent_ministry", "Ministry of Labour"
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def survey_return(transactional_db):
    survey_return = make_return(make_survey(), make_state())
    answer(survey_return, make_focal_point(survey_return.member_state))
    return survey_return


@pytest.fixture
def amina(survey_return):
    return survey_return.member_state.appointments.get().user


def sign(survey_return, user, key):
    """Press the button with what the database says now."""
    fresh = Return.objects.get(pk=survey_return.pk)
    with acting_as(user):
        return submit(
            survey_return=fresh, user=user, key=key, signatory=SIGNATORY, received_on=DAY, at=AT, language="en"
        )


def edit(survey_return, user, key="edit"):
    """Change the answer as somebody who has the page open: whether it was saved."""
    fresh = Return.objects.get(pk=survey_return.pk)
    change = [Change(PATH, "edited", seen=1)]
    try:
        with acting_as(user):
            save_answers(survey_return=fresh, user=user, key=key, changes=change, on=DAY, at=AT)
    except DraftClosed:
        return False
    return True


def counted():
    """How many submissions, receipts and acknowledgements there are."""
    acknowledged = Letter.objects.filter(kind="acknowledgement")
    return Submission.objects.count(), Receipt.objects.count(), acknowledged.count()


# The button


def test_twenty_presses_of_the_button_give_one_submission(survey_return, amina):
    receipts = in_threads(20, lambda _index: sign(survey_return, amina, "same").receipt.document)
    assert receipts == [Receipt.objects.get().document] * 20
    assert counted() == (1, 1, 1)


def test_without_the_key_nineteen_presses_are_refused(survey_return, amina, monkeypatch):
    """The negative control: it is the key that gives all of them the receipt; the closed draft refuses the rest."""
    monkeypatch.setattr(WriteKeyQuerySet, "claim", lambda *_arguments, **_names: True)

    def press(_index):
        try:
            return sign(survey_return, amina, "same").number
        except DraftClosed:
            return None

    assert sorted(in_threads(20, press), key=bool) == [None] * 19 + [1]


def test_people_of_one_government_who_sign_at_once_make_one_submission(survey_return):
    users = [make_focal_point(survey_return.member_state) for _ in range(8)]

    def press(index):
        try:
            return sign(survey_return, users[index], "own").number
        except DraftClosed:
            return None

    assert sorted(in_threads(8, press), key=bool) == [None] * 7 + [1]
    assert counted() == (1, 1, 1)


# An edit at the moment of submitting


def test_an_edit_at_the_moment_of_submitting_is_either_in_it_or_refused(survey_return, amina):
    returns = [survey_return]
    for index in range(5):
        returns.append(make_return(survey_return.survey, make_state(f"Y{index:02}", iso2=f"y{index}")))
        answer(returns[-1], amina)

    def act(index):
        which = returns[index // 2]
        if index % 2:
            return edit(which, amina, f"edit {which.pk}")
        return sign(which, amina, f"sign {which.pk}").answers[PATH] == "edited"

    results = in_threads(12, act)
    assert results[0::2] == results[1::2]


def submitted_during_an_edit(survey_return, user):
    """Submit while an edit is stored and not yet committed: what was sent, and what the draft says then."""
    edited, done = Event(), Event()

    def edits():
        with transaction.atomic():
            assert edit(survey_return, user)
            edited.set()
            # Until the submission waits for this transaction, or has not waited at all.
            while not done.wait(0.02) and not is_anybody_waiting():
                pass
        connection.close()

    def submits():
        edited.wait(30)
        try:
            return sign(survey_return, user, "sign").answers[PATH]
        finally:
            done.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        editing, submitting = pool.submit(edits), pool.submit(submits)
        editing.result(60)
        sent = submitting.result(60)
    return sent, survey_return.answers.get(path=PATH).value


def is_anybody_waiting():
    """Whether another connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_a_submission_waits_for_an_edit_that_is_being_stored(survey_return, amina):
    assert submitted_during_an_edit(survey_return, amina) == ("edited", "edited")


def test_without_the_lock_an_acknowledged_edit_is_missing_from_what_was_sent(survey_return, amina, monkeypatch):
    """The negative control: nothing else keeps the two apart."""
    naive = querysets.SAVE_ANSWER.replace("FOR SHARE", "")
    assert naive != querysets.SAVE_ANSWER
    monkeypatch.setattr(querysets, "SAVE_ANSWER", naive)
    assert submitted_during_an_edit(survey_return, amina) == (BEFORE, "edited")


def test_an_edit_after_submitting_is_refused(survey_return, amina):
    sign(survey_return, amina, "sign")
    assert not edit(survey_return, amina)
    assert survey_return.answers.get(path=PATH).value == BEFORE


def test_without_the_condition_on_the_draft_a_late_edit_is_stored(survey_return, amina, monkeypatch):
    """The negative control of the one before."""
    naive = querysets.SAVE_ANSWER.replace("AND draft_open ", "")
    assert naive != querysets.SAVE_ANSWER
    monkeypatch.setattr(querysets, "SAVE_ANSWER", naive)
    sign(survey_return, amina, "sign")
    assert edit(survey_return, amina)
    assert survey_return.answers.get(path=PATH).value == "edited"
