"""Letters about contributions: delivered by the worker, let go by a person, read in every language."""

import pytest
from django.core import mail

from consultations.actions.contribution_letters import let_go
from consultations.models import ContributionLetter
from surveys.actions.dispatch import NoAddressee, NotSo, SurveyClosed
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from surveys.tasks import deliver_letter
from tests import people
from tests.consultations.contributions import invited, make_contribution, make_contributor, make_invited, reminded
from tests.consultations.entries import AT
from tests.factories import make_survey
from tests.letter_texts import LANGUAGES, load_letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def held(survey, farid):
    invited(make_contribution(survey, contributor=make_contributor(email="")), farid)
    return ContributionLetter.objects.select_related("letter", "contribution__survey").get()


def releases(held, farid, **options):
    wanted = {"language": "en", "addressees": ["studies@example.org"], "key": "k", **options}
    with acting_as(farid):
        let_go(about=held, by=farid, at=AT, **wanted)
    held.letter.refresh_from_db()
    return held.letter


def deliver():
    Job.objects.update(state="queued")
    with acting_as("tests"):
        deliver_letter(Job.objects.get().pk)


def test_the_worker_sends_it_once(survey, farid):
    invited(make_contribution(survey), farid)
    deliver()
    deliver()

    assert [sent.to for sent in mail.outbox] == [["studies@example.org"]]
    assert Letter.objects.get().state == "sent"


def test_a_held_one_goes_to_whom_a_person_names(held, farid):
    before = held.letter.body
    letter = releases(held, farid)

    assert (letter.state, letter.addressees, letter.body) == ("due", ["studies@example.org"], before)
    deliver()
    assert [sent.to for sent in mail.outbox] == [["studies@example.org"]]


def test_in_another_language_it_is_written_anew(held, farid):
    letter = releases(held, farid, language="ar")

    assert letter.language == "ar"
    assert "شباط/فبراير 2004" in letter.body


def test_it_goes_once_whatever_two_people_press(held, farid):
    releases(held, farid)
    releases(held, farid)

    with pytest.raises(NotSo):
        releases(held, farid, key="another")
    assert Job.objects.count() == 1


def test_nothing_goes_without_an_address_or_out_of_a_closed_survey(held, survey, farid):
    with pytest.raises(NoAddressee):
        releases(held, farid, addressees=[])
    survey.closed = True
    survey.save()
    held = ContributionLetter.objects.select_related("letter", "contribution__survey").get()
    with pytest.raises(SurveyClosed):
        releases(held, farid)
    assert Letter.objects.get().state == "held"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_of_the_round_say_what_is_asked_and_by_when(survey, farid, language):
    load_letters()
    contributor = make_contributor(names={"en": "The Institute"}, language=language)
    one = invited(make_contribution(survey, contributor=contributor), farid)
    reminded(one, by=farid)

    bodies = Letter.objects.order_by("pk").values_list("language", "body")
    assert len(bodies) == 2
    for written_in, body in bodies:
        assert written_in == language
        for part in ("A study of remittances", "The Institute", "2004", "29", "survey@example.org"):
            assert part in body
        assert "{{" not in body


def test_a_reminder_is_a_letter_of_its_own(survey, farid):
    reminded(make_invited(survey), by=farid)

    assert [about.kind for about in ContributionLetter.objects.all()] == ["contribution_reminder"]
