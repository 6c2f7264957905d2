"""Rows of a repeat in a draft: added, removed, restored, moved; two people at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from surveys.actions import rows as rows_action
from surveys.actions.answers import DraftClosed
from surveys.actions.rows import TooManyRows, change_rows
from surveys.actions.write_keys import KeyReused
from surveys.models.history import acting_as
from tests import people
from tests.factories import AT, answer, make_return, make_state, make_submission, make_survey

REPEAT = "laws"


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state("FRA"))


@pytest.fixture
def amina(survey_return):
    return people.amina(survey_return.member_state)


def change(survey_return, user, operation, row="", key="k"):
    with acting_as(user):
        return change_rows(
            survey_return=survey_return,
            user=user,
            key=key,
            repeat=REPEAT,
            operation=operation,
            row=row,
            on=AT.date(),
            at=AT,
        )


def stored(survey_return):
    found = survey_return.answers.filter(path=REPEAT).first()
    return found and (found.value, found.revision)


def test_a_row_gets_an_id_of_its_own(survey_return, amina):
    first, second = (change(survey_return, amina, "add", key=key) for key in "ab")
    assert first != second
    assert stored(survey_return) == ([first, second], 2)


def test_the_same_key_adds_one_row(survey_return, amina):
    assert change(survey_return, amina, "add") == change(survey_return, amina, "add")
    assert stored(survey_return)[1] == 1


def test_a_key_stands_for_one_change(survey_return, amina):
    change(survey_return, amina, "add")
    with pytest.raises(KeyReused):
        change(survey_return, amina, "remove", "x")


def test_what_changes_nothing_writes_nothing(survey_return, amina):
    row = change(survey_return, amina, "add", key="a")
    change(survey_return, amina, "up", row, key="b")
    assert stored(survey_return) == ([row], 1)


def test_a_removed_row_keeps_its_answers_and_comes_back(survey_return, amina):
    row = change(survey_return, amina, "add", key="a")
    answer(survey_return, amina, {f"{REPEAT}[{row}]/law_title": "Act 1"})
    change(survey_return, amina, "remove", row, key="b")
    assert stored(survey_return)[0] == []
    change(survey_return, amina, "restore", row, key="c")
    assert stored(survey_return)[0] == [row]
    assert survey_return.answers.get(path=f"{REPEAT}[{row}]/law_title").value == "Act 1"


def test_the_first_row_begins_the_return(survey_return, amina):
    change(survey_return, amina, "add")
    survey_return.refresh_from_db()
    assert survey_return.status == "in_progress"


def test_a_closed_draft_takes_no_row(survey_return, amina):
    make_submission(survey_return)
    with pytest.raises(DraftClosed):
        change(survey_return, amina, "add")
    assert stored(survey_return) is None


def test_there_is_an_end(survey_return, amina, monkeypatch):
    monkeypatch.setattr(rows_action, "MOST_ROWS", 1)
    row = change(survey_return, amina, "add", key="a")
    with pytest.raises(TooManyRows):
        change(survey_return, amina, "add", key="b")
    assert stored(survey_return) == ([row], 1)


@pytest.mark.django_db(transaction=True)
def test_rows_added_at_once_are_all_there():
    survey_return = make_return(make_survey(), make_state("FRA"))
    amina = people.amina(survey_return.member_state)
    barrier, found = Barrier(6), []

    def add(number):
        try:
            barrier.wait()
            found.append(change(survey_return, amina, "add", key=f"key {number}"))
        finally:
            connection.close()

    threads = [Thread(target=add, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored(survey_return)[0]) == sorted(found)
    assert len(set(found)) == 6
