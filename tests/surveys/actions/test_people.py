"""Inviting, withdrawing, accepting."""

import re
import threading
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex

import pytest
from django.db import IntegrityError, connection, transaction

from surveys.actions.letters import text_to_send
from surveys.actions.people import (
    ALPHABET,
    CODE_LENGTH,
    InvitationGone,
    MayNotInvite,
    OtherAccount,
    accept,
    digest_of,
    grouped,
    invite,
    new_code,
    read_code,
    withdraw,
)
from surveys.actions.write_keys import KeyReused
from surveys.models import Appointment, Invitation, Letter, LetterTemplate, OfficeRole, Role, User
from surveys.models.history import acting_as
from surveys.permissions import grantable_roles
from tests import people
from tests.factories import appoint, make_letter_templates, make_state, make_user

AT = datetime(2003, 10, 1, 9, 30, tzinfo=UTC)
ON = date(2003, 10, 1)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def named_actor():
    with acting_as("tests"):
        yield


@pytest.fixture
def letters(db):
    make_letter_templates(["en", "fr", "zh"])


@pytest.fixture
def farid(letters):
    return people.farid()


@pytest.fixture
def france(db):
    return make_state("FRA")


def offer(by, state, **options):
    values = {
        "email": "lena@example.org",
        "role": "focal_point",
        "member_state": state,
        "sections": [],
        "language": "en",
        "key": token_hex(16),
        "at": AT,
    }
    return invite(by=by, **{**values, **options})


def take(secret, **options):
    values = {"name": "Lena", "password": PASSWORD, "signed_in": None, "on": ON, "at": AT + timedelta(hours=1)}
    return accept(digest=digest_of(secret), **{**values, **options})


class TestInvite:
    def test_keeps_digests_alone(self, farid, france):
        invitation, token, code = offer(farid, france)

        stored = Invitation.objects.values().get(pk=invitation.pk)
        assert stored["token_hash"] == digest_of(token) and stored["code_hash"] == digest_of(code)
        assert token not in str(stored) and code not in str(stored)

    def test_link_and_code_are_hard_to_guess(self, farid, france):
        secrets = {offer(farid, france)[1:] for _ in range(20)}

        assert len(secrets) == 20
        assert all(len(token) == 43 and len(code) == CODE_LENGTH for token, code in secrets)
        assert len(ALPHABET) ** CODE_LENGTH >= 2**256 and not set(ALPHABET) & set("OILU")

    def test_holds_seven_days(self, farid, france):
        assert offer(farid, france).invitation.expires_at == AT + timedelta(days=7)

    def test_withdraws_the_earlier_one_of_the_same_person_and_role(self, farid, france):
        first = offer(farid, france)
        other_role = offer(farid, france, role="contributor", sections=["ratification"])
        second = offer(farid, france, email="LENA@example.org")

        assert list(Invitation.objects.usable(AT)) == [other_role.invitation, second.invitation]
        with pytest.raises(InvitationGone):
            take(first.token)

    def test_writes_a_letter_that_is_due(self, farid, france, settings):
        settings.PORTAL_URL = "https://portal.example"

        _invitation, token, code = offer(farid, france, language="zh-hans")

        letter = Letter.objects.get()
        link = f"https://portal.example/surveys/invitations/open/{token}/"
        assert (letter.kind, letter.language, letter.survey_return) == ("sign_in_link", "zh", None)
        assert letter.addressees == ["lena@example.org"]
        office, until = settings.DEFAULT_FROM_EMAIL, "2003年10月8日11时（日内瓦时间）"
        assert text_to_send(letter).split("\n") == [office, link, until]
        assert letter.body.split("\n") == [office, "[…]", until]
        assert letter.job.state == "due" and letter.job.task == "surveys.deliver_letter"
        assert code not in letter.body

    def test_nobody_reads_the_letter_in_the_portal(self, farid, france):
        offer(farid, france)

        assert not Letter.objects.visible_to(farid, on=ON).exists()

    def test_the_same_key_invites_once(self, farid, france):
        first = offer(farid, france, key="same")

        again = offer(farid, france, key="same", at=AT + timedelta(seconds=1))

        assert again == (first.invitation, "", "")
        assert Letter.objects.count() == Invitation.objects.count() == 1

    def test_the_same_key_for_somebody_else_is_refused(self, farid, france):
        offer(farid, france, key="same")

        with pytest.raises(KeyReused):
            offer(farid, france, key="same", email="other@example.org")

    def test_is_undone_whole_without_a_text(self, farid, france):
        LetterTemplate.objects.all().delete()

        with pytest.raises(LetterTemplate.DoesNotExist):
            offer(farid, france)

        assert not Invitation.objects.exists()

    def test_nobody_invites_themselves(self, farid, france):
        with pytest.raises(MayNotInvite):
            offer(farid, france, email="Farid@example.org")

    @pytest.mark.parametrize("granter", people.EVERYBODY[:-1])
    @pytest.mark.parametrize("role", [*Role.values, *OfficeRole.values])
    def test_grants_no_more_than_the_granter_may(self, granter, role, letters):
        own, foreign = make_state("FRA"), make_state("DEU")
        user = people.everybody(own, foreign)[granter]
        state = own if role in Role.values else None
        allowed = {"farid": Role.values, "hugo": [*Role.values, *OfficeRole.values]}.get(granter, [])

        try:
            offer(user, state, role=role)
        except MayNotInvite:
            assert role not in allowed
        else:
            assert role in allowed

    def test_two_open_ones_of_the_same_kind_cannot_be(self, farid, france):
        invitation = offer(farid, france).invitation
        invitation.pk, invitation.token_hash, invitation.code_hash = None, "a", "b"

        with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
            invitation.save()

    def test_two_open_ones_into_the_office_cannot_be(self, letters):
        invitation = offer(people.hugo(), None, role="analyst").invitation
        invitation.pk, invitation.token_hash, invitation.code_hash = None, "a", "b"

        with pytest.raises(IntegrityError, match="invitation_open_once"), transaction.atomic():
            invitation.save()


class TestAccept:
    def test_opens_the_account(self, farid, france):
        invitation, token, _code = offer(farid, france, language="fr")

        user = take(token)

        invitation.refresh_from_db()
        appointment = Appointment.objects.get()
        assert (user.email, user.name, user.language) == ("lena@example.org", "Lena", "fr")
        assert user.check_password(PASSWORD)
        assert (appointment.user, appointment.member_state, appointment.role) == (user, france, "focal_point")
        assert (appointment.valid_from, appointment.valid_until) == (ON, None)
        assert invitation.used_at == AT + timedelta(hours=1)

    def test_takes_the_code_as_well(self, farid, france):
        code = offer(farid, france).code

        assert take(code).email == "lena@example.org"

    def test_works_once_whichever_way(self, farid, france):
        _invitation, token, code = offer(farid, france)
        user = take(token)

        for secret in (token, code):
            with pytest.raises(InvitationGone):
                take(secret, signed_in=user)

    def test_ends_after_seven_days(self, farid, france):
        token = offer(farid, france).token

        with pytest.raises(InvitationGone):
            take(token, at=AT + timedelta(days=7))
        assert take(token, at=AT + timedelta(days=7, microseconds=-1))

    def test_withdrawn_does_not_work(self, farid, france):
        invitation, token, _code = offer(farid, france)
        withdraw(invitation=invitation, at=AT)

        with pytest.raises(InvitationGone):
            take(token)

    def test_one_wrong_letter_does_not_work(self, farid, france):
        token = offer(farid, france).token
        wrong = token[:-1] + ("A" if token[-1] != "A" else "B")

        for secret in (wrong, "", token.lower(), token + "="):
            with pytest.raises(InvitationGone):
                take(secret)

    def test_gives_an_office_role(self, letters):
        token = offer(people.hugo(), None, role="analyst").token

        user = take(token)

        assert user.office_roles == {"analyst"} and not user.is_staff and not user.appointments.exists()

    def test_an_administrator_may_open_the_administration(self, letters):
        token = offer(people.hugo(), None, role="administrator").token

        user = take(token)

        assert user.is_staff and not user.is_superuser

    def test_an_account_gets_the_role_when_its_owner_is_signed_in(self, farid, france):
        lena = make_user("lena@example.org", name="Lena K.")
        token = offer(farid, france).token

        assert take(token, signed_in=lena, name="", password="") == lena

        lena.refresh_from_db()
        assert lena.name == "Lena K." and lena.check_password(PASSWORD)
        assert lena.appointments.get().role == "focal_point"

    @pytest.mark.parametrize("signed_in", [None, "other"])
    def test_an_account_is_not_taken_over(self, farid, france, signed_in):
        make_user("lena@example.org")
        other = make_user() if signed_in else None
        invitation, token, _code = offer(farid, france)

        with pytest.raises(OtherAccount):
            take(token, signed_in=other, password="another password 1")

        invitation.refresh_from_db()
        assert invitation.used_at is None
        assert User.objects.get(email="lena@example.org").check_password(PASSWORD)
        assert not Appointment.objects.exists()

    def test_somebody_else_signed_in_does_not_open_the_account(self, farid, france):
        with pytest.raises(OtherAccount):
            take(offer(farid, france).token, signed_in=make_user())

    def test_a_contributor_gets_further_sections(self, farid, france):
        lena = make_user("lena@example.org")
        appoint(lena, france, "contributor", sections=["statistics"])
        token = offer(farid, france, role="contributor", sections=["ratification", "statistics"]).token

        take(token, signed_in=lena)

        assert lena.appointments.get().sections == ["ratification", "statistics"]

    def test_of_two_states_both_roles_hold(self, farid, france):
        germany = make_state("DEU")
        lena = take(offer(farid, france).token)

        take(offer(farid, germany).token, signed_in=lena)

        assert set(lena.appointments.in_force(ON).values_list("member_state__iso3", flat=True)) == {"FRA", "DEU"}


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_wins(farid, france):
    token = offer(farid, france).token
    start, outcomes = threading.Barrier(8), []

    def use():
        try:
            with acting_as("tests"):
                start.wait()
                outcomes.append(take(token).email)
        except (InvitationGone, OtherAccount) as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count("lena@example.org") == 1 and outcomes.count(InvitationGone) == 7
    assert User.objects.filter(email="lena@example.org").count() == Appointment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_one_address_at_once_make_one_account(farid, france):
    tokens = [offer(farid, state).token for state in (france, make_state("DEU"))]
    start, outcomes = threading.Barrier(2), []

    def use(token):
        try:
            with acting_as("tests"):
                start.wait()
                take(token)
                outcomes.append("opened")
        except OtherAccount:
            outcomes.append("sign in first")
        finally:
            connection.close()

    threads = [threading.Thread(target=use, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", "sign in first"]
    assert User.objects.filter(email="lena@example.org").count() == Appointment.objects.count() == 1


class TestWithdraw:
    def test_a_used_one_stays_used(self, farid, france):
        invitation, token, _code = offer(farid, france)
        take(token)

        withdraw(invitation=invitation, at=AT)

        invitation.refresh_from_db()
        assert invitation.withdrawn_at is None

    def test_twice_keeps_the_first_instant(self, farid, france):
        invitation = offer(farid, france).invitation
        withdraw(invitation=invitation, at=AT)

        withdraw(invitation=invitation, at=AT + timedelta(days=1))

        invitation.refresh_from_db()
        assert invitation.withdrawn_at == AT


class TestVisible:
    def test_staff_look_after_governments_and_administrators_after_all(self, letters, france):
        farid, hugo = people.farid(), people.hugo()
        of_state = offer(farid, france).invitation
        of_office = offer(hugo, None, role="analyst").invitation

        assert list(Invitation.objects.visible_to(farid)) == [of_state]
        assert set(Invitation.objects.visible_to(hugo)) == {of_state, of_office}
        assert not Invitation.objects.visible_to(people.grace()).exists()
        assert not Invitation.objects.visible_to(people.amina(france)).exists()

    def test_roles_to_grant(self, letters, france):
        assert grantable_roles(people.farid()) == Role.values
        assert grantable_roles(people.hugo()) == [*Role.values, *OfficeRole.values]
        assert grantable_roles(people.amina(france)) == grantable_roles(people.grace()) == []


class TestCode:
    def test_is_shown_in_groups_of_four(self):
        shown = grouped(new_code())

        assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){12}[0-9A-HJKMNP-TV-Z]{4}", shown)

    @pytest.mark.parametrize(
        "typed",
        [
            "01AB-CDEF",
            "01abcdef",
            " 01ab cdef\n",
            "OIab–cdef",
            "olab‑CDEF",
            "０１ＡＢ　ＣＤＥＦ",
        ],
    )
    def test_forgives(self, typed):
        assert read_code(typed) == "01ABCDEF"
