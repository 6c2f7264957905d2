"""Closing accounts, and removing a second step that is lost: with two administrators, and at once."""

from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client

from surveys.actions.accounts import (
    MayNot,
    NotOpen,
    ask_for_reset,
    close_account,
    consent_to_reset,
    end_sessions,
    withdraw_reset,
)
from surveys.actions.people import MayNotInvite, consent, invite
from surveys.models import Answer, Invitation, Letter, SecondFactorReset
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_letter_templates, make_return, make_state, make_survey, make_user
from tests.ilc_migration.second_steps import kinds_of, with_recovery_codes
from tests.surveys.actions.test_answers import in_threads

AT = datetime(2003, 10, 1, 9, 30, tzinfo=UTC)
SECTION = "/surveys/ilms2003/FRA/sections/respondent/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def hugo():
    return people.hugo()


@pytest.fixture
def ines(hugo):
    return make_user("ines@example.org", name="Ines", groups=["administrator"])


@pytest.fixture
def grace():
    user = people.grace()
    with_recovery_codes(user)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def asked(person, by, **options):
    values = {"reason": "She rang.", "key": token_hex(16), "at": AT, **options}
    return SecondFactorReset.objects.get(pk=ask_for_reset(person=person, by=by, **values))


class TestClosing:
    @pytest.fixture
    def amina(self, settings):
        settings.PORTAL_TODAY = AT.date()
        state = make_state("FRA")
        make_return(make_survey(), state)
        return people.amina(state)

    def test_ends_every_session_and_no_other(self, amina, hugo):
        first, second, other = signed_in(amina), signed_in(amina), signed_in(hugo)

        close_account(user=amina, at=AT)

        assert list(Session.objects.values_list("pk", flat=True)) == [other.session.session_key]
        assert "_auth_user_id" not in first.session and "_auth_user_id" not in second.session

    def test_open_pages_save_nothing(self, amina):
        first, second = signed_in(amina), signed_in(amina)
        typed = {"value:respondent_ministry": "Ministry", "key": token_hex(16), "seen:respondent_ministry": "0"}
        assert first.get(SECTION).status_code == 200

        close_account(user=amina, at=AT)

        for client in (first, second):
            assert client.post(SECTION, typed, headers={"HX-Request": "true"}).status_code == 401
            assert client.post(SECTION, typed).status_code == 401
        assert not Answer.objects.exists()

    def test_without_closing_the_same_page_saves(self, amina):
        """The negative control of the test above."""
        typed = {"value:respondent_ministry": "Ministry", "key": token_hex(16), "seen:respondent_ministry": "0"}

        signed_in(amina).post(SECTION, typed)

        assert Answer.objects.get(path="respondent_ministry").value == "Ministry"

    def test_is_undone_whole(self, amina, monkeypatch):
        client = signed_in(amina)
        monkeypatch.setattr("surveys.actions.accounts.end_sessions", lambda user: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            close_account(user=amina, at=AT)

        amina.refresh_from_db()
        assert amina.is_active and "_auth_user_id" in client.session

    def test_counts_what_it_ends(self, amina):
        signed_in(amina), signed_in(amina)

        assert end_sessions(amina) == 2 and end_sessions(amina) == 0


class TestReset:
    def test_removes_the_second_step_once_another_administrator_consents(self, grace, hugo, ines):
        client = signed_in(grace)
        reset = asked(grace, hugo)
        assert kinds_of(grace) == ["recovery_codes", "totp"]

        consent_to_reset(reset=reset, by=ines, at=AT + timedelta(hours=1))

        reset.refresh_from_db()
        assert (reset.consented_by, reset.consented_at) == (ines, AT + timedelta(hours=1))
        assert kinds_of(grace) == [] and "_auth_user_id" not in client.session

    def test_tells_the_person(self, grace, hugo, ines):
        consent_to_reset(reset=asked(grace, hugo), by=ines, at=AT)

        letter = Letter.objects.get()
        assert (letter.occasion, letter.addressees, letter.state) == ("second_step_reset", [grace.email], "due")

    @pytest.mark.parametrize("who", ["hugo", "grace", "farid"])
    def test_is_not_consented_to_by(self, grace, hugo, ines, who):
        consenter = {"hugo": hugo, "grace": grace, "farid": people.farid()}[who]

        with pytest.raises(MayNot):
            consent_to_reset(reset=asked(grace, hugo), by=consenter, at=AT)

        assert kinds_of(grace) == ["recovery_codes", "totp"] and not Letter.objects.exists()

    def test_an_administrator_concerned_neither_asks_nor_consents(self, hugo, ines):
        with pytest.raises(MayNot):
            asked(hugo, hugo)
        with pytest.raises(MayNot):
            consent_to_reset(reset=asked(hugo, ines), by=hugo, at=AT)

    def test_ends_after_a_day(self, grace, hugo, ines):
        reset = asked(grace, hugo)

        with pytest.raises(NotOpen):
            consent_to_reset(reset=reset, by=ines, at=AT + timedelta(hours=24))
        assert kinds_of(grace) == ["recovery_codes", "totp"]

    def test_is_withdrawn(self, grace, hugo, ines):
        reset = asked(grace, hugo)
        withdraw_reset(reset=reset, at=AT)

        with pytest.raises(NotOpen):
            consent_to_reset(reset=reset, by=ines, at=AT)

    def test_works_once(self, grace, hugo, ines):
        reset = asked(grace, hugo)
        consent_to_reset(reset=reset, by=ines, at=AT)

        with pytest.raises(NotOpen):
            consent_to_reset(reset=reset, by=ines, at=AT)
        assert Letter.objects.count() == 1

    def test_the_same_key_asks_once_and_a_new_one_replaces(self, grace, hugo):
        first = asked(grace, hugo, key="same")
        assert asked(grace, hugo, key="same") == first

        second = asked(grace, hugo)

        assert list(SecondFactorReset.objects.open(AT)) == [second]

    def test_the_database_wants_three_people(self, grace, hugo, ines):
        reset = asked(grace, hugo)
        for wrong in (hugo, grace):
            with pytest.raises(IntegrityError, match="three_people"), transaction.atomic():
                SecondFactorReset.objects.filter(pk=reset.pk).update(consented_by=wrong, consented_at=AT)

    def test_stands_in_the_history(self, grace, hugo, ines):
        reset = asked(grace, hugo)
        with acting_as(ines):
            consent_to_reset(reset=reset, by=ines, at=AT)

        told = reset.changes.order_by("pgh_id").values_list("pgh_label", "asked_by", "consented_by")
        assert list(told) == [("insert", hugo.pk, None), ("update", hugo.pk, ines.pk)]
        assert reset.changes.latest("pgh_id").pgh_context["actor"] == ines.pk


class TestRolesOfTheOffice:
    @pytest.fixture(autouse=True)
    def letters(self):
        make_letter_templates(["en"])

    def invited(self, by, email="lena@example.org"):
        facts = {"role": "analyst", "member_state": None, "sections": [], "language": "en"}
        return invite(email=email, by=by, key=token_hex(16), at=AT, **facts)

    def test_wait_for_a_second_administrator(self, hugo, ines):
        invitation, token, code = self.invited(hugo)

        assert (token, code) == ("", "") and not Letter.objects.exists()
        assert not Invitation.objects.usable(AT).exists()
        assert list(Invitation.objects.waiting(AT)) == [invitation]

    def test_go_out_with_the_consent(self, hugo, ines):
        later = AT + timedelta(days=2)
        invitation = self.invited(hugo).invitation

        consented, token, _code = consent(invitation=invitation, by=ines, at=later)

        assert token and Letter.objects.get().addressees == ["lena@example.org"]
        assert list(Invitation.objects.usable(later)) == [consented]
        assert (consented.consented_by, consented.expires_at) == (ines, later + timedelta(days=7))

    def test_nobody_consents_to_their_own(self, hugo, ines):
        invitation = self.invited(hugo).invitation
        for wrong in (hugo, people.farid(), make_user("lena@example.org", groups=["administrator"])):
            with pytest.raises(MayNotInvite):
                consent(invitation=invitation, by=wrong, at=AT)
        with pytest.raises(IntegrityError, match="two_administrators"), transaction.atomic():
            Invitation.objects.filter(pk=invitation.pk).update(consented_by=hugo)

    def test_one_administrator_alone_gives_them(self, hugo):
        make_user("closed@example.org", groups=["administrator"], is_active=False)

        assert self.invited(hugo).token and Letter.objects.count() == 1

    def test_whoever_is_invited_is_no_second_administrator(self, hugo, ines):
        assert self.invited(hugo, email=ines.email).token


@pytest.mark.django_db(transaction=True)
def test_of_requests_at_once_one_is_open(hugo, ines, grace):
    def ask(number):
        with acting_as("tests"):
            return asked(grace, (hugo, ines)[number % 2]).pk

    found = in_threads(8, ask)
    assert len(set(found)) == 8
    assert SecondFactorReset.objects.unanswered().count() == 1
