"""What a person decides about a letter happens once, and only to a letter that still stands where it stood."""

from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from surveys.actions.dispatch import (
    NoAddressee,
    NotSo,
    SurveyClosed,
    cancel_letter,
    release,
    release_all,
    send_again,
    settle_as_not_sent,
    settle_as_sent,
)
from surveys.actions.write_keys import KeyReused
from surveys.models import Job, Letter, LetterTemplate
from surveys.models.history import acting_as
from surveys.tasks import deliver_letter
from tests.factories import AT, appoint, make_return, make_state, make_survey, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def staff(db):
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def letter(staff):
    """An invitation that is held: its language is only assumed, and nobody to address it to is known."""
    return make_return(make_survey(), make_state("FRA"), staff=staff).letters.get()


def let_go(letter, staff, **changed):
    options = {"language": "en", "addressees": ["a@gov.example"], "confirms_language": False, "key": token_hex(8)}
    release(letter=letter, by=staff, at=AT, **{**options, **changed})
    letter.refresh_from_db()


def stand(letter, state, job_state):
    """Put the letter where a delivery would have left it."""
    job = Job.objects.create(task="surveys.deliver_letter", due_at=AT, state=job_state, attempts=5)
    Letter.objects.filter(pk=letter.pk).update(state=state, job=job, addressees=["a@gov.example"])
    letter.refresh_from_db()


def standing(letter):
    letter = Letter.objects.select_related("job").get(pk=letter.pk)
    return letter.standing, letter.job and letter.job.state


class TestRelease:
    def test_sends_it_to_whom_the_person_named(self, letter, staff):
        before = (letter.subject, letter.body, letter.html)

        let_go(letter, staff, addressees=["a@gov.example", "b@gov.example"])

        assert (letter.state, letter.job.state, letter.job.task) == ("due", "due", "surveys.deliver_letter")
        assert letter.addressees == ["a@gov.example", "b@gov.example"]
        assert (letter.subject, letter.body, letter.html) == before
        Job.objects.filter(pk=letter.job_id).update(state="queued")
        deliver_letter(letter.job_id)
        assert [sent.to for sent in mail.outbox] == [["a@gov.example", "b@gov.example"]]

    def test_renders_it_anew_in_another_language(self, letter, staff):
        let_go(letter, staff, language="ar")

        assert letter.language == "ar"
        assert letter.subject == "invitation \u2068استقصاء\u2069"
        assert "31 تشرين الأول/أكتوبر 2003" in letter.body
        assert 'lang="ar" dir="rtl"' in letter.html

    @pytest.mark.parametrize(("confirms", "expected"), [(True, ("fr", True)), (False, ("en", False))])
    def test_confirms_the_language_when_the_person_says_so(self, letter, staff, confirms, expected):
        let_go(letter, staff, language="fr", confirms_language=confirms)

        state = letter.survey_return.member_state
        state.refresh_from_db()
        assert (state.correspondence_language, state.language_confirmed) == expected

    def test_the_history_names_who_did_it(self, letter, staff):
        with acting_as(staff, key="k"):
            let_go(letter, staff, key="k")

        change = letter.changes.latest("pgh_id")
        assert (change.pgh_context["actor"], change.pgh_context["key"], change.state) == (staff.pk, "k", "due")

    def test_the_same_key_does_it_once(self, letter, staff):
        let_go(letter, staff, key="same")
        let_go(letter, staff, key="same")

        assert Job.objects.count() == 1
        with pytest.raises(KeyReused):
            let_go(letter, staff, key="same", language="fr")

    def test_somebody_else_was_faster(self, letter, staff):
        let_go(letter, staff)

        with pytest.raises(NotSo):
            let_go(letter, staff, language="fr")

        assert (letter.language, Job.objects.count()) == ("en", 1)

    def test_no_letter_of_a_closed_survey_goes(self, letter, staff):
        letter.survey_return.survey.closed = True
        letter.survey_return.survey.save()

        with pytest.raises(SurveyClosed):
            let_go(letter, staff)

        assert standing(letter) == ("held", None)
        assert letter.holds[0] == "The survey is closed."

    def test_none_goes_to_nobody(self, letter, staff):
        with pytest.raises(NoAddressee):
            let_go(letter, staff, addressees=[])

    def test_a_language_that_the_round_does_not_have_changes_nothing(self, letter, staff):
        with pytest.raises(LetterTemplate.DoesNotExist):
            let_go(letter, staff, language="ru", confirms_language=True)

        letter.refresh_from_db()
        assert (letter.state, letter.language) == ("held", "en")
        assert not letter.survey_return.member_state.language_confirmed


@pytest.mark.django_db(transaction=True)
def test_of_two_who_let_it_go_at_once_one_does(letter, staff):
    barrier = Barrier(2)

    def let_go_with_the_other(language):
        barrier.wait()
        try:
            with acting_as(staff):
                let_go(Letter.objects.get(pk=letter.pk), staff, language=language)
        except NotSo:
            return "too late"
        finally:
            connection.close()
        return language

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(let_go_with_the_other, ["fr", "ar"]))

    letter.refresh_from_db()
    assert sorted(outcomes) == sorted(["too late", letter.language])
    assert Job.objects.count() == 1


class TestReleaseAll:
    @pytest.fixture
    def letters(self, letter, staff):
        ready = make_state("DEU")
        appoint(make_user("d@gov.example"), ready)
        survey = letter.survey_return.survey
        return [letter, make_return(survey, ready, staff=staff).letters.get()]

    def test_lets_go_those_that_can(self, letters, staff):
        number = release_all(letters=letters, by=staff, key="k", at=AT)

        assert number == 1
        assert [standing(each) for each in letters] == [("held", None), ("due", "due")]

    def test_the_same_key_does_it_once(self, letters, staff):
        numbers = [release_all(letters=letters, by=staff, key="k", at=AT) for _time in range(2)]

        assert (numbers, Job.objects.count()) == ([1, 1], 1)

    def test_languages_stay_assumed(self, letters, staff):
        release_all(letters=letters, by=staff, key="k", at=AT)

        state = letters[1].survey_return.member_state
        state.refresh_from_db()
        assert not state.language_confirmed

    def test_nothing_of_a_closed_survey_goes(self, letters, staff):
        letters[0].survey_return.survey.closed = True
        letters[0].survey_return.survey.save()

        assert release_all(letters=letters, by=staff, key="k", at=AT) == 0


class TestCancel:
    def test_says_why(self, letter, staff):
        cancel_letter(letter=letter, reason="They know already.", by=staff, key="k", at=AT)

        letter.refresh_from_db()
        assert (letter.state, letter.reason) == ("cancelled", "They know already.")
        with pytest.raises(NotSo):
            let_go(letter, staff)

    def test_one_that_failed_is_not_tried_again(self, letter, staff):
        stand(letter, "due", "failed")

        cancel_letter(letter=letter, reason="Wrong address.", by=staff, key="k", at=AT)

        with pytest.raises(NotSo):
            send_again(letter=letter, by=staff, key="l", at=AT)

    @pytest.mark.parametrize(("state", "job_state"), [("sent", "done"), ("due", "due"), ("unknown", "unknown")])
    def test_what_may_be_on_its_way_is_not_cancelled(self, letter, staff, state, job_state):
        stand(letter, state, job_state)

        with pytest.raises(NotSo):
            cancel_letter(letter=letter, reason="No.", by=staff, key="k", at=AT)

        assert standing(letter)[0] == state


class TestSendAgain:
    def test_a_letter_that_failed_goes_out_once_more(self, letter, staff):
        stand(letter, "due", "failed")

        send_again(letter=letter, by=staff, key="k", at=AT)

        assert standing(letter) == ("due", "due")
        job = Job.objects.get()
        assert (job.attempts, job.told) == (0, "")

    @pytest.mark.parametrize(
        ("state", "job_state"), [("sent", "done"), ("unknown", "unknown"), ("sending", "running")]
    )
    def test_no_other_is_sent_again(self, letter, staff, state, job_state):
        stand(letter, state, job_state)

        with pytest.raises(NotSo):
            send_again(letter=letter, by=staff, key="k", at=AT)

        assert Job.objects.get().state == job_state


UNKNOWN = [("unknown", "unknown"), ("sending", "failed")]


class TestSettle:
    @pytest.mark.parametrize(("state", "job_state"), UNKNOWN)
    def test_it_went_out(self, letter, staff, state, job_state):
        stand(letter, state, job_state)

        settle_as_sent(letter=letter, by=staff, key="k", at=AT)

        assert standing(letter) == ("sent", "done")
        assert Letter.objects.get(pk=letter.pk).sent_at == AT

    @pytest.mark.parametrize(("state", "job_state"), UNKNOWN)
    def test_it_did_not_go_out_and_is_sent_once(self, letter, staff, state, job_state):
        stand(letter, state, job_state)

        settle_as_not_sent(letter=letter, by=staff, key="k", at=AT)
        settle_as_not_sent(letter=letter, by=staff, key="k", at=AT)

        assert standing(letter) == ("due", "due")
        Job.objects.update(state="queued")
        deliver_letter(letter.job_id)
        deliver_letter(letter.job_id)
        assert (standing(letter), len(mail.outbox)) == (("sent", "done"), 1)

    @pytest.mark.parametrize("act", [settle_as_sent, settle_as_not_sent])
    @pytest.mark.parametrize(("state", "job_state"), [("sent", "done"), ("due", "failed"), ("sending", "running")])
    def test_only_what_is_unknown_is_settled(self, letter, staff, act, state, job_state):
        stand(letter, state, job_state)

        with pytest.raises(NotSo):
            act(letter=letter, by=staff, key="k", at=AT)

        assert Letter.objects.get(pk=letter.pk).state == state

    def test_of_two_answers_the_first_counts(self, letter, staff):
        stand(letter, "unknown", "unknown")
        settle_as_sent(letter=letter, by=staff, key="k", at=AT)

        with pytest.raises(NotSo):
            settle_as_not_sent(letter=letter, by=staff, key="l", at=AT)

        assert standing(letter) == ("sent", "done")


@pytest.mark.parametrize(
    ("state", "job_state", "expected"),
    [
        ("due", "due", "due"),
        ("due", "failed", "failed"),
        ("sending", "running", "sending"),
        ("sending", "failed", "unknown"),
        ("unknown", "unknown", "unknown"),
        ("sent", "done", "sent"),
    ],
)
def test_property_and_query_agree_on_where_a_letter_stands(letter, state, job_state, expected):
    stand(letter, state, job_state)

    assert letter.standing == expected
    every = ("held", "due", "sending", "sent", "unknown", "failed", "cancelled")
    assert [name for name in every if Letter.objects.standing(name).filter(pk=letter.pk)] == [expected]
