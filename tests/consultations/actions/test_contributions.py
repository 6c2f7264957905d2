"""Contributions: letters once for each occasion, in the contributor's language, sent by the worker, or held."""

from datetime import date

import pytest
from django.core import mail

from consultations.actions.contribution_letters import let_go
from consultations.actions.contributions import NotExpected, Reminded, decline, invite, receive, remind
from consultations.actions.versions import ChangedMeanwhile, last_event
from consultations.models import ContributionLetter, ContributionStanding
from surveys.actions.dispatch import NoAddressee, NotSo, SurveyClosed
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from surveys.tasks import deliver_letter
from tests import people
from tests.consultations.entries import AT, TODAY
from tests.factories import make_survey
from tests.reports.report import key, make_awaited, make_contribution

pytestmark = pytest.mark.django_db
DUE = date(2004, 3, 15)


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def survey():
    return make_survey()


def invited(contribution, farid, **changed):
    options = {"due_on": DUE, "on": TODAY, "seen": last_event(contribution), "by": farid, "key": key(), "at": AT}
    invite(contribution=contribution, **{**options, **changed})
    contribution.refresh_from_db()
    return ContributionLetter.objects.get(contribution=contribution, kind="contribution_invitation")


def reminded(farid, *contributions, on=TODAY, own_key=None):
    return remind(contributions=contributions, on=on, by=farid, key=own_key or key(), at=AT)


def delivered(about):
    Job.objects.filter(pk=about.letter.job_id).update(state="queued")
    deliver_letter(about.letter.job_id)
    about.letter.refresh_from_db()
    return about.letter


def test_an_invitation_goes_out_by_the_worker(survey, farid):
    contribution = make_contribution(survey)
    letter = delivered(invited(contribution, farid))

    assert letter.state == "sent"
    [sent] = mail.outbox
    assert sent.to == ["who@example.org"]
    assert "Data C1" in sent.body and "15 March 2004" in sent.body
    assert (contribution.invited_on, contribution.due_on) == (TODAY, DUE)
    assert contribution.standing_on(TODAY) == ContributionStanding.INVITED


def test_it_is_written_in_the_language_of_the_contributor(survey, farid):
    letter = invited(make_contribution(survey, language="ar"), farid).letter
    assert letter.language == "ar"
    assert "15 آذار/مارس 2004" in letter.body


def test_a_language_without_letters_becomes_english(survey, farid):
    assert invited(make_contribution(survey, language="pt"), farid).letter.language == "en"


def test_without_an_address_it_is_held_until_somebody_gives_one(survey, farid):
    about = invited(make_contribution(survey, email=""), farid)
    assert (about.letter.state, about.letter.job) == ("held", None)
    assert about.holds == ["No addressee is known."]
    with pytest.raises(NoAddressee):
        let_go(about=about, language="en", addressees=[], by=farid, key=key(), at=AT)

    let_go(about=about, language="fr", addressees=["new@example.org"], by=farid, key=key(), at=AT)
    about.letter.refresh_from_db()
    assert (about.letter.language, about.letter.state) == ("fr", "due")
    assert "15 mars 2004" in about.letter.body
    assert delivered(about).state == "sent"
    with pytest.raises(NotSo):
        let_go(about=about, language="en", addressees=["new@example.org"], by=farid, key=key(), at=AT)


def test_nothing_goes_out_for_a_closed_survey(survey, farid):
    survey.closed = True
    survey.save()
    about = invited(make_contribution(survey), farid)
    assert about.letter.state == "held"
    with pytest.raises(SurveyClosed):
        let_go(about=about, language="en", addressees=["a@example.org"], by=farid, key=key(), at=AT)


def test_no_reminder_goes_twice(survey, farid):
    one, other = make_awaited(survey, "C1"), make_awaited(survey, "C2", email="")
    own = key()
    assert reminded(farid, one, other, own_key=own) == Reminded(written=1, held=1, left=0)
    assert reminded(farid, one, other, own_key=own) == Reminded(written=1, held=1, left=0)
    assert reminded(farid, one, other) == Reminded(written=0, held=0, left=2)
    assert Letter.objects.filter(kind="contribution_reminder").count() == 2

    assert reminded(farid, one, on=date(2004, 2, 20)).written == 1
    assert list(one.letters.values_list("occasion", flat=True)) == ["2004-02-20", "2004-02-11"]


def test_nobody_is_reminded_of_what_came_or_was_declined(survey, farid):
    came, gone = make_awaited(survey, "C1"), make_awaited(survey, "C2")
    never_asked = make_contribution(survey, "C3")
    options = {"on": TODAY, "by": farid, "at": AT}
    receive(contribution=came, flags={"new_information": True}, seen=last_event(came), key=key(), **options)
    decline(contribution=gone, notes="No staff.", seen=last_event(gone), key=key(), **options)

    assert reminded(farid, came, gone, never_asked) == Reminded(written=0, held=0, left=3)
    came.refresh_from_db()
    gone.refresh_from_db()
    assert (came.standing_on(TODAY), came.new_information) == (ContributionStanding.RECEIVED, True)
    assert (gone.standing_on(TODAY), gone.notes) == (ContributionStanding.DECLINED, "No staff.")
    assert came.standing_on(date(2004, 2, 10)) == ContributionStanding.LATE
    with pytest.raises(NotExpected):
        invited(came, farid)


def test_who_saw_it_otherwise_changes_nothing(survey, farid):
    contribution = make_awaited(survey)
    with pytest.raises(ChangedMeanwhile):
        receive(contribution=contribution, on=TODAY, flags={}, seen=0, by=farid, key=key(), at=AT)
    contribution.refresh_from_db()
    assert not contribution.is_received


def test_the_database_keeps_letters_as_they_are(survey, farid):
    about = invited(make_contribution(survey), farid)
    with pytest.raises(Exception, match="Cannot update or delete"):
        ContributionLetter.objects.filter(pk=about.pk).update(occasion="again")
