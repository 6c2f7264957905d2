"""Contributions: entered, changed, invited, reminded of, received, declined."""

from datetime import date
from secrets import token_hex

import pytest

from consultations.actions.contributions import (
    NotExpected,
    Reminded,
    change_contribution,
    decline,
    enter_contribution,
    free_code,
    receive,
)
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.models import Contribution, ContributionLetter
from surveys.actions.write_keys import KeyReused
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from tests import people
from tests.consultations.contributions import invited, make_contribution, make_contributor, make_invited, reminded
from tests.consultations.entries import AT, TODAY, make_organization
from tests.factories import make_survey

pytestmark = pytest.mark.django_db
TOMORROW = date(2004, 2, 12)


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def survey():
    return make_survey()


def does(act, contribution, by, **options):
    """Do it with what is known of the contribution now."""
    with acting_as(by):
        act(
            contribution=contribution,
            **{"seen": last_event(contribution), "key": token_hex(8), **options},
            by=by,
            at=AT,
        )
    contribution.refresh_from_db()


def letters(kind):
    return list(Letter.objects.filter(kind=kind).order_by("pk"))


def test_one_is_entered_once_and_gets_a_code_that_is_free(survey, farid):
    make_contribution(survey, "a-study")
    values = {
        "titles": {"en": "A study"},
        "kind": "study",
        "contributor": make_organization("iom"),
        "recorded_on": TODAY,
    }
    entry = {"survey": survey, "code": "", "values": values, "by": farid, "key": "k", "at": AT}
    with acting_as(farid):
        made = enter_contribution(**entry)
        assert enter_contribution(**entry) == made
        with pytest.raises(KeyReused):
            enter_contribution(**{**entry, "values": {**values, "kind": "data"}})
        with pytest.raises(NotPossible) as refusal:
            enter_contribution(**{**entry, "code": "a-study", "key": "k2"})

    assert made.code == "a-study-2"
    assert refusal.value.constraint == "contribution_once"
    assert Contribution.objects.count() == 2


def test_a_text_without_latin_letters_still_gives_a_code(survey):
    assert free_code(survey, "研究") == "contribution"


def test_a_change_is_refused_to_who_has_not_seen_the_last_one(survey, farid):
    one = make_contribution(survey)
    seen = last_event(one)
    does(change_contribution, one, farid, values={"notes": "First."})

    with pytest.raises(ChangedMeanwhile):
        does(change_contribution, one, farid, values={"notes": "Second."}, seen=seen)
    assert Contribution.objects.get().notes == "First."


def test_an_invitation_is_a_letter_to_the_contributor_and_due(survey, farid):
    contributor = make_contributor(email="studies@example.org", names={"en": "The Institute"}, language="fr")
    one = invited(make_contribution(survey, "C1", contributor=contributor), farid)

    [letter] = letters("contribution_invitation")
    assert (one.invited_on, one.due_on) == (TODAY, date(2004, 2, 29))
    assert (letter.survey_return, letter.language, letter.addressees) == (None, "fr", ["studies@example.org"])
    assert (letter.state, letter.job.task, letter.job.state) == ("due", "surveys.deliver_letter", "due")
    assert "A study of remittances" in letter.body and "29 février 2004" in letter.body
    assert [(about.contribution, about.occasion) for about in ContributionLetter.objects.all()] == [(one, "once")]


@pytest.mark.parametrize(("email", "closed"), [("", False), ("studies@example.org", True)])
def test_a_letter_is_held_without_an_address_and_in_a_closed_survey(survey, farid, email, closed):
    survey.closed = closed
    survey.save()
    invited(make_contribution(survey, contributor=make_contributor(email=email)), farid)

    [letter] = letters("contribution_invitation")
    assert (letter.state, letter.job) == ("held", None)
    assert not Job.objects.exists()


def test_a_contributor_whose_language_the_round_lacks_is_written_to_in_english(survey, farid):
    survey.languages = ["en", "fr"]
    survey.save()
    invited(make_contribution(survey, contributor=make_contributor(language="ar")), farid)

    assert [letter.language for letter in letters("contribution_invitation")] == ["en"]


def test_there_is_one_invitation_for_ever(survey, farid):
    one = invited(make_contribution(survey), farid)
    invited(one, farid, due_on=date(2004, 3, 31))

    assert len(letters("contribution_invitation")) == 1
    assert (one.invited_on, one.due_on) == (TODAY, date(2004, 3, 31))


@pytest.mark.parametrize("state", [{"is_received": True}, {"declined_on": TODAY}])
def test_nobody_is_invited_to_what_has_come_or_was_declined(survey, farid, state):
    one = make_contribution(survey, **state)

    with pytest.raises(NotExpected):
        invited(one, farid)
    assert not Letter.objects.exists()


def test_one_reminder_a_day_is_written_and_another_on_the_next(survey, farid):
    one = make_invited(survey)

    assert reminded(one, by=farid) == Reminded(written=1, held=0, left=0)
    assert reminded(one, by=farid) == Reminded(written=0, held=0, left=1)
    assert reminded(one, by=farid, on=TOMORROW) == Reminded(written=1, held=0, left=0)
    assert [about.occasion for about in ContributionLetter.objects.order_by("pk")] == ["2004-02-11", "2004-02-12"]


def test_several_are_reminded_of_at_once_those_that_are_not_awaited_left_out(survey, farid):
    written = make_invited(survey)
    held = make_invited(survey, contributor=make_contributor(email=""))
    come = make_invited(survey, is_received=True)
    declined = make_invited(survey, declined_on=TODAY)
    never_asked = make_contribution(survey)

    done = reminded(written, held, come, declined, never_asked, by=farid)

    assert done == Reminded(written=1, held=1, left=3)
    assert sorted(letter.state for letter in letters("contribution_reminder")) == ["due", "held"]


def test_reminding_twice_with_one_key_is_one_act(survey, farid):
    one = make_invited(survey)
    first = reminded(one, by=farid, key="k")

    assert reminded(one, by=farid, key="k") == first
    with pytest.raises(KeyReused):
        reminded(make_invited(survey), by=farid, key="k")
    assert len(letters("contribution_reminder")) == 1


def test_what_was_declined_and_comes_after_all_is_received(survey, farid):
    one = make_invited(survey, notes="Asked twice.")
    does(decline, one, farid, on=TODAY, notes="No time.")
    assert (one.declined_on, one.notes) == (TODAY, "Asked twice.\nNo time.")

    flags = {"new_information": True, "previously_unassembled": False}
    does(receive, one, farid, on=TOMORROW, flags=flags)
    assert (one.is_received, one.received_on, one.declined_on) == (True, TOMORROW, None)
    assert (one.new_information, one.previously_unassembled) == (True, False)


def test_what_has_come_cannot_be_declined(survey, farid):
    with pytest.raises(NotPossible) as refusal:
        does(decline, make_contribution(survey, is_received=True), farid, on=TODAY, notes="")
    assert refusal.value.constraint == "contribution_received_or_declined"
