"""A paper reply keyed in by two people: whose turn it is, and that one cannot be both."""

from datetime import date
from secrets import token_hex

import pytest
from django.db import IntegrityError, transaction

from surveys.actions.answers import Change, DraftClosed
from surveys.actions.comparing import NotCompared
from surveys.actions.keying import (
    HasDraft,
    OutOfTurn,
    begin_keying,
    begin_second_keying,
    finish_keying,
    finish_second_keying,
    key_again,
    save_again,
)
from surveys.actions.paper import SamePerson
from surveys.actions.submissions import submit
from surveys.models import KeyedAnswer, PaperReturn, Return, Submission
from surveys.models.history import acting_as
from tests.factories import (
    AT,
    MINIMUM,
    SIGNATORY,
    answer,
    check_all_texts,
    key_first,
    key_second,
    key_twice,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_survey,
    make_user,
)
from tests.surveys.actions.test_answers import in_threads

pytestmark = pytest.mark.django_db
DAY = date(2003, 12, 1)


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def greta():
    return make_user("greta@example.org", groups=["office_staff"])


@pytest.fixture
def paper(farid):
    return make_paper(make_return(make_survey(), make_state()), farid)


def do(action, paper, by, **options):
    """Do a step as this person on the day."""
    with acting_as(by):
        return action(paper=paper, by=by, on=DAY, **options)


def save(paper, by, values, *, seen=0, key=None):
    changes = [Change(path=path, value=value, seen=seen) for path, value in values.items()]
    with acting_as(by):
        return save_again(paper=paper, by=by, key=key or token_hex(16), changes=changes, at=AT)


def step_of(paper):
    paper.refresh_from_db()
    return paper.state, paper.keyed_by, paper.second_keyed_by


def test_keying_goes_from_one_person_to_the_other(paper, farid, greta):
    do(begin_keying, paper, farid)
    assert step_of(paper) == ("registered", farid, None)
    do(finish_keying, paper, farid)
    assert step_of(paper) == ("keyed", farid, None)
    do(begin_second_keying, paper, greta)
    assert step_of(paper) == ("keyed", farid, greta)
    do(finish_second_keying, paper, greta)
    assert step_of(paper) == ("compared", farid, greta)
    happened = list(paper.survey_return.events.values_list("kind", "actor")[2:])
    assert happened == [
        ("keying_begun", farid.pk),
        ("keyed", farid.pk),
        ("second_begun", greta.pk),
        ("compared", greta.pk),
    ]


def test_beginning_twice_is_once(paper, farid, greta):
    do(begin_keying, paper, farid)
    do(begin_keying, paper, farid)
    do(finish_keying, paper, farid)
    do(begin_second_keying, paper, greta)
    do(begin_second_keying, paper, greta)
    assert paper.survey_return.events.filter(kind__in=["keying_begun", "second_begun"]).count() == 2


def test_the_first_person_is_not_the_second(paper, farid):
    key_first(paper, farid)
    with pytest.raises(SamePerson):
        do(begin_second_keying, paper, farid)
    assert step_of(paper) == ("keyed", farid, None)


def test_who_has_ever_had_the_first_keying_open_is_not_the_second(paper, farid, greta):
    do(begin_keying, paper, greta)
    key_first(paper, farid)
    assert step_of(paper) == ("keyed", farid, None)
    with pytest.raises(SamePerson):
        do(begin_second_keying, paper, greta)


def test_the_second_person_does_not_become_the_first(paper, farid, greta):
    key_first(paper, farid)
    key_second(paper, greta)
    do(key_again, paper, farid)
    with pytest.raises(SamePerson):
        do(begin_keying, paper, greta)
    assert step_of(paper) == ("registered", farid, greta)


def test_who_has_keyed_anything_in_again_does_not_become_the_first(paper, farid, greta):
    hanna = make_user("hanna@example.org", groups=["office_staff"])
    key_first(paper, farid)
    do(begin_second_keying, paper, greta)
    save(paper, greta, {"data_reference_year": 2002})
    do(begin_second_keying, paper, hanna)
    do(key_again, paper, greta)
    with pytest.raises(SamePerson):
        do(begin_keying, paper, greta)
    assert step_of(paper) == ("registered", farid, hanna)


def test_the_database_refuses_one_person_for_both(paper, farid):
    key_first(paper, farid)
    with acting_as(farid), pytest.raises(IntegrityError, match="paperreturn_keyed_by_two"), transaction.atomic():
        PaperReturn.objects.update(second_keyed_by=farid)


@pytest.mark.parametrize("state", ["keyed", "submitted", "compared"])
def test_the_database_refuses_a_reply_keyed_by_nobody(paper, farid, state):
    with acting_as(farid), pytest.raises(IntegrityError, match="keyed_by_fits_state"), transaction.atomic():
        PaperReturn.objects.update(state=state)


@pytest.mark.parametrize("action", [begin_second_keying, finish_second_keying, key_again])
def test_nothing_comes_before_its_turn(paper, farid, greta, action):
    do(begin_keying, paper, farid)
    with pytest.raises(OutOfTurn):
        do(action, paper, greta)
    assert step_of(paper) == ("registered", farid, None)


def test_only_who_does_a_keying_finishes_it(paper, farid, greta):
    do(begin_keying, paper, farid)
    with pytest.raises(OutOfTurn):
        do(finish_keying, paper, greta)
    do(finish_keying, paper, farid)
    do(begin_second_keying, paper, greta)
    with pytest.raises(OutOfTurn):
        do(finish_second_keying, paper, farid)
    assert step_of(paper) == ("keyed", farid, greta)


def test_a_draft_of_the_government_is_never_keyed_over(paper, farid):
    answer(paper.survey_return, make_focal_point(paper.member_state), {"respondent_ministry": "ours"})
    with pytest.raises(HasDraft):
        do(begin_keying, paper, farid)
    assert step_of(paper) == ("registered", None, None)


def test_a_draft_that_was_emptied_again_is_none(paper, farid):
    focal_point = make_focal_point(paper.member_state)
    answer(paper.survey_return, focal_point, {"respondent_ministry": "ours"})
    answer(paper.survey_return, focal_point, {"respondent_ministry": None})
    do(begin_keying, paper, farid)
    assert Return.objects.get().keyed_from == paper


# What the second person keys in


@pytest.fixture
def second(paper, farid, greta):
    """The reply while greta keys it in again."""
    key_first(paper, farid)
    do(begin_second_keying, paper, greta)
    return paper


def test_the_second_keying_stands_apart_from_the_draft(second, greta):
    save(second, greta, {"data_reference_year": 1999})
    keyed = KeyedAnswer.objects.get()
    assert (keyed.place, keyed.value, keyed.keyed_by, keyed.revision) == ("data_reference_year", 1999, greta, 1)
    assert second.survey_return.answers.get(path="data_reference_year").value == 2002


def test_the_same_key_saves_once(second, greta):
    first, again = (save(second, greta, {"data_reference_year": 1999}, key="same") for _ in range(2))
    assert first == again
    assert KeyedAnswer.objects.get().revision == 1


def test_an_older_page_changes_nothing(second, greta):
    save(second, greta, {"data_reference_year": 1999})
    saved = save(second, greta, {"data_reference_year": 2000})
    assert (saved.revisions, saved.conflicts) == ({}, ["data_reference_year"])
    assert save(second, greta, {"data_reference_year": 2000}, seen=1).revisions == {"data_reference_year": 2}


def test_nobody_else_writes_into_the_second_keying(second, farid, greta):
    with pytest.raises(DraftClosed):
        save(second, farid, {"data_reference_year": 1999})
    do(finish_second_keying, second, greta)
    with pytest.raises(DraftClosed):
        save(second, greta, {"data_reference_year": 1999})
    assert not KeyedAnswer.objects.exists()


def test_what_the_second_wrote_stays_when_the_first_keying_goes_on(paper, farid, greta):
    key_first(paper, farid)
    key_second(paper, greta)
    do(key_again, paper, farid)
    key_first(paper, farid)
    assert step_of(paper) == ("keyed", farid, greta)
    assert KeyedAnswer.objects.get(place="data_reference_year").value == 2002


# Submitting


def sign(paper, by):
    with acting_as(by):
        return submit(
            survey_return=Return.objects.get(pk=paper.survey_return_id),
            user=by,
            key=token_hex(16),
            signatory=SIGNATORY,
            received_on=DAY,
            at=AT,
        )


@pytest.mark.parametrize("steps", [[key_first], [key_first, key_second]])
def test_nothing_is_submitted_before_all_is_settled_and_checked(paper, farid, greta, steps):
    for step, person in zip(steps, (farid, greta), strict=False):
        step(paper, person)
    with pytest.raises(NotCompared):
        sign(paper, farid)
    assert not Submission.objects.exists()
    assert Return.objects.get().draft_open


def test_what_both_keyed_in_alike_is_submitted_with_the_day_that_counts(paper, farid, greta):
    key_first(paper, farid)
    key_second(paper, greta)
    check_all_texts(paper, greta)
    entry = sign(paper, farid)
    assert (entry.received_on, entry.channel, entry.paper) == (date(2003, 11, 3), "fax", paper)
    assert step_of(paper) == ("submitted", farid, greta)
    details = paper.survey_return.events.get(kind="submitted").details
    assert (details["keyed_by"], details["second_keyed_by"]) == (farid.pk, greta.pk)


# Races


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_begin_the_second_keying_at_once_one_has_it():
    paper, people = a_keyed_paper()
    in_threads(10, lambda index: do(begin_second_keying, PaperReturn.objects.get(), people[index]))
    paper.refresh_from_db()
    events = list(
        paper.survey_return.events.filter(kind="second_begun").order_by("pk").values_list("actor", flat=True)
    )
    assert paper.second_keyed_by_id == events[-1]
    assert sorted(events) == sorted(person.pk for person in people)


def a_keyed_paper():
    staff = make_user(groups=["office_staff"])
    paper = make_paper(make_return(make_survey(), make_state()), staff)
    key_first(paper, staff)
    return paper, [make_user(groups=["office_staff"]) for _ in range(10)]


@pytest.mark.django_db(transaction=True)
def test_twenty_submits_of_a_paper_reply_give_one():
    staff = make_user(groups=["office_staff"])
    paper = make_paper(make_return(make_survey(), make_state()), staff)
    key_twice(paper, staff)

    def press(_index):
        with acting_as(staff):
            return submit(
                survey_return=Return.objects.get(),
                user=staff,
                key="same",
                signatory=SIGNATORY,
                received_on=DAY,
                at=AT,
            ).pk

    assert in_threads(20, press) == [Submission.objects.get().pk] * 20
    assert Submission.objects.get().answers["data_reference_year"] == MINIMUM["data_reference_year"]
