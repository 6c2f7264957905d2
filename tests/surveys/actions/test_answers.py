"""Saving answers: compare and set, one effect for one key, nobody overwritten in silence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from secrets import token_hex

import pytest
from django.db import connection

from surveys.actions.answers import Change, DraftClosed, save_answers
from surveys.actions.write_keys import KeyReused
from surveys.models import Answer, Return, WriteKey
from surveys.models.history import acting_as
from surveys.querysets import answers as querysets
from tests.factories import AT, answer, make_focal_point, make_return, make_state, make_submission, make_survey

DAY = date(2003, 10, 1)
PATH = "respondent_unit"


@pytest.fixture
def survey_return(db):
    return make_return(make_survey(), make_state())


@pytest.fixture
def amina(survey_return):
    return make_focal_point(survey_return.member_state)


def save(survey_return, user, *changes, key=None):
    with acting_as(user):
        return save_answers(
            survey_return=survey_return, user=user, key=key or token_hex(16), changes=changes, on=DAY, at=AT
        )


def text(survey_return, path=PATH):
    return survey_return.answers.get(path=path).value


def test_first_save_makes_revision_one_and_starts_the_return(survey_return, amina):
    saved = save(survey_return, amina, Change(PATH, "Unit A", seen=0))
    assert (saved.revisions, saved.conflicts, saved.at) == ({PATH: 1}, [], AT)
    assert text(survey_return) == "Unit A"
    survey_return.refresh_from_db()
    assert survey_return.status == "in_progress"


def test_each_save_of_an_answer_grows_its_revision(survey_return, amina):
    save(survey_return, amina, Change(PATH, "one", seen=0))
    assert save(survey_return, amina, Change(PATH, "two", seen=1)).revisions == {PATH: 2}
    assert save(survey_return, amina, Change(PATH, None, seen=2)).revisions == {PATH: 3}
    assert text(survey_return) is None


def test_history_keeps_every_text_and_who_wrote_it(survey_return, amina):
    save(survey_return, amina, Change(PATH, "one", seen=0))
    save(survey_return, amina, Change(PATH, "two", seen=1))
    events = Answer.objects.get(path=PATH).changes.order_by("pgh_id")
    assert [(event.value, event.revision, event.pgh_context["actor"]) for event in events] == [
        ("one", 1, amina.pk),
        ("two", 2, amina.pk),
    ]


def test_same_answer_changed_meanwhile_is_a_conflict_and_stays(survey_return, amina):
    save(survey_return, amina, Change(PATH, "hers", seen=0))
    saved = save(survey_return, amina, Change(PATH, "mine", seen=0))
    assert (saved.revisions, saved.conflicts) == ({}, [PATH])
    assert text(survey_return) == "hers"


def test_another_answer_of_the_same_save_is_stored_beside_a_conflict(survey_return, amina):
    save(survey_return, amina, Change(PATH, "hers", seen=0))
    saved = save(survey_return, amina, Change(PATH, "mine", seen=0), Change("focal_point_name", "A", seen=0))
    assert (saved.revisions, saved.conflicts) == ({"focal_point_name": 1}, [PATH])


def test_a_revision_that_never_was_makes_no_answer(survey_return, amina):
    assert save(survey_return, amina, Change(PATH, "x", seen=7)).conflicts == [PATH]
    assert not survey_return.answers.exists()


def test_same_key_again_gives_the_same_result_and_writes_nothing(survey_return, amina):
    first = save(survey_return, amina, Change(PATH, "one", seen=0), key="k1")
    save(survey_return, amina, Change(PATH, "two", seen=1), key="k2")
    assert save(survey_return, amina, Change(PATH, "one", seen=0), key="k1") == first
    assert text(survey_return) == "two"


def test_same_key_with_other_content_is_refused(survey_return, amina):
    save(survey_return, amina, Change(PATH, "one", seen=0), key="k1")
    with pytest.raises(KeyReused):
        save(survey_return, amina, Change(PATH, "other", seen=0), key="k1")
    assert text(survey_return) == "one"


def test_two_people_may_have_the_same_key(survey_return, amina):
    boris = make_focal_point(survey_return.member_state)
    save(survey_return, amina, Change(PATH, "one", seen=0), key="k1")
    assert save(survey_return, boris, Change(PATH, "two", seen=1), key="k1").revisions == {PATH: 2}


def test_nothing_is_written_into_a_submitted_return(survey_return, amina):
    make_submission(survey_return, amina)
    revision = survey_return.answers.get(path="respondent_ministry").revision
    with pytest.raises(DraftClosed):
        save(survey_return, amina, Change("respondent_ministry", "late", seen=revision), key="late")
    assert text(survey_return, "respondent_ministry") == "Ministry of Labour"
    assert not WriteKey.objects.filter(key="late").exists()


def test_one_changed_answer_takes_six_statements_at_most(survey_return, amina, django_assert_max_num_queries):
    save(survey_return, amina, Change(PATH, "one", seen=0))
    survey_return.refresh_from_db()
    with django_assert_max_num_queries(6):
        save(survey_return, amina, Change(PATH, "two", seen=1))


# Races: real threads with connections of their own.


def in_threads(number, act):
    """Do `act(i)` in so many threads at once; their results in order."""

    def one(index):
        try:
            return act(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def increment(return_pk, user):
    """Read the counter, add one, save; again until the save is taken, as a person would who sees both texts."""
    while True:
        seen = Answer.objects.get(survey_return=return_pk, path=PATH)
        wanted = Change(PATH, str(int(seen.value) + 1), seen=seen.revision)
        if not save(Return.objects.get(pk=return_pk), user, wanted).conflicts:
            return


def race(survey_return, user, editors=6, rounds=10):
    """Several editors count up one answer together; what it says in the end."""
    answer(survey_return, user, {PATH: "0"})
    in_threads(editors, lambda _index: [increment(survey_return.pk, user) for _ in range(rounds)])
    return int(text(survey_return))


@pytest.mark.django_db(transaction=True)
def test_no_update_is_lost_between_editors():
    survey_return = make_return(make_survey(), make_state())
    assert race(survey_return, make_focal_point(survey_return.member_state)) == 60


@pytest.mark.django_db(transaction=True)
def test_without_the_revision_updates_are_lost(monkeypatch):
    """The negative control: the race above does see loss."""
    naive = querysets.SAVE_ANSWER.replace("WHERE answer.revision = %(seen)s", "")
    assert naive != querysets.SAVE_ANSWER
    monkeypatch.setattr(querysets, "SAVE_ANSWER", naive)
    survey_return = make_return(make_survey(), make_state())
    assert race(survey_return, make_focal_point(survey_return.member_state)) < 60


@pytest.mark.django_db(transaction=True)
def test_two_first_saves_of_one_return_both_succeed():
    survey_return = make_return(make_survey(), make_state())
    user = make_focal_point(survey_return.member_state)

    def act(index):
        stale = Return.objects.get(pk=survey_return.pk)
        return save(stale, user, Change(f"unknown_{index}", "x", seen=0)).revisions

    assert in_threads(8, act) == [{f"unknown_{index}": 1} for index in range(8)]
    assert survey_return.events.filter(kind="started").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_key_in_many_threads_writes_once():
    survey_return = make_return(make_survey(), make_state())
    user = make_focal_point(survey_return.member_state)
    answer(survey_return, user, {"focal_point_name": "A"})

    def act(_index):
        fresh = Return.objects.get(pk=survey_return.pk)
        return save(fresh, user, Change(PATH, "once", seen=0), key="same").revisions

    assert in_threads(12, act) == [{PATH: 1}] * 12
    assert Answer.objects.get(path=PATH).changes.count() == 1
