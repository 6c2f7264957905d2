"""Pages of invitations: looking after them, and accepting one."""

import re
from datetime import timedelta
from secrets import token_hex

import pytest
from django.urls import reverse
from django.utils import timezone

from surveys.actions.people import digest_of, grouped, invite, withdraw
from surveys.models import Appointment, Invitation, Job, Letter, LetterTemplate, User
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_letter_templates, make_state, make_survey, make_user

PASSWORD = "correct horse battery"
LIST, NEW, CODE, ACCEPT = (
    "/surveys/invitations/",
    "/surveys/invitations/new/",
    "/surveys/invitations/code/",
    "/surveys/invitations/accept/",
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letter_texts(db):
    with acting_as("tests"):
        make_letter_templates(["en", "ar"])


@pytest.fixture
def france():
    return make_state("FRA")


@pytest.fixture
def farid():
    return people.farid()


@pytest.fixture
def staff(client, farid):
    client.force_login(farid)
    return client


def offer(by, state, **options):
    values = {
        "email": "lena@example.org",
        "role": "focal_point",
        "member_state": state,
        "sections": [],
        "language": "en",
        "key": token_hex(16),
        "at": timezone.now(),
    }
    with acting_as("tests"):
        return invite(by=by, **{**values, **options})


def opened(client, invited):
    """The page behind the link."""
    return client.get(reverse("surveys:invitation_open", args=[invited.token]), follow=True)


def press(client, **values):
    return client.post(ACCEPT, {"name": "Lena", "password": PASSWORD, **values})


def posted(**values):
    return {"email": "lena@example.org", "role": "focal_point", "member_state": "FRA", "key": "k", **values}


class TestInvite:
    def test_shows_link_and_code_once(self, staff, france, settings):
        settings.PORTAL_URL = "https://portal.example"

        answer = staff.post(NEW, posted(), headers={"host": "localhost"})

        shown = answer.content.decode()
        [token] = re.findall(r"https://portal\.example/surveys/invitations/open/([\w-]{43})/", shown)
        [code] = re.findall(r"(?:[0-9A-Z]{4}-){12}[0-9A-Z]{4}", shown)
        invitation = Invitation.objects.get()
        assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
        assert invitation.token_hash == digest_of(token)
        assert invitation.code_hash == digest_of(code.replace("-", ""))
        assert token not in staff.get(LIST).content.decode()

    def test_twice_the_same_page_invites_once(self, staff, france):
        staff.post(NEW, posted())

        again = staff.post(NEW, posted())

        assert again.status_code == 200 and "/open/" not in again.content.decode()
        assert Invitation.objects.count() == Letter.objects.count() == Job.objects.count() == 1

    def test_other_content_under_the_same_key_is_refused(self, staff, france):
        staff.post(NEW, posted())

        assert staff.post(NEW, posted(email="other@example.org")).status_code == 409
        assert Invitation.objects.count() == 1

    def test_what_does_not_fit_is_told_and_kept(self, staff, france):
        answer = staff.post(NEW, posted(member_state="", email="lena@"))

        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == ["email", "member_state"]
        assert 'value="lena@"' in answer.content.decode()
        assert not Invitation.objects.exists()

    def test_without_texts_of_letters_nothing_is_done(self, staff, france):
        with acting_as("tests"):
            LetterTemplate.objects.all().delete()

        answer = staff.post(NEW, posted())

        assert answer.status_code == 400 and answer.context["form"].non_field_errors()
        assert not Invitation.objects.exists()

    def test_staff_do_not_give_roles_of_the_office(self, staff):
        answer = staff.post(NEW, posted(role="administrator", member_state=""))

        assert answer.status_code == 400 and not Invitation.objects.exists()

    def test_administrators_do(self, client):
        client.force_login(people.hugo())

        assert client.post(NEW, posted(role="analyst", member_state="")).status_code == 200
        assert Invitation.objects.get().role == "analyst"

    def test_offers_the_sections_of_the_questionnaire_to_contributors(self, staff, france):
        make_survey()

        staff.post(NEW, posted(role="contributor", sections=["policies", "closing"]))

        assert Invitation.objects.get().sections == ["policies", "closing"]
        assert 'value="legislation"' in staff.get(NEW).content.decode()

    @pytest.mark.parametrize("name", ["amina", "boris", "chen", "dora", "grace"])
    def test_is_not_there_for_others(self, client, name, france):
        client.force_login(people.everybody(france, make_state("DEU"))[name])

        for address in (NEW, LIST):
            assert client.get(address).status_code == 404
        assert client.post(NEW, posted()).status_code == 404
        assert not Invitation.objects.exists()


class TestList:
    def test_tells_what_became_of_each(self, staff, farid, france):
        used = offer(farid, france, email="used@example.org")
        withdrawn = offer(farid, france, email="withdrawn@example.org")
        offer(farid, france, email="expired@example.org", at=timezone.now() - timedelta(days=8))
        offer(farid, france, email="open@example.org")
        with acting_as("tests"):
            withdraw(invitation=withdrawn.invitation, at=timezone.now())
            Invitation.objects.filter(pk=used.invitation.pk).update(used_at=timezone.now())

        rows = staff.get(LIST).context["rows"]

        assert [(invitation.email, standing) for invitation, standing, _may in rows] == [
            ("open@example.org", "open"),
            ("expired@example.org", "expired"),
            ("withdrawn@example.org", "withdrawn"),
            ("used@example.org", "used"),
        ]

    def test_staff_see_no_invitations_into_the_office(self, staff):
        offer(people.hugo(), None, role="analyst")

        assert staff.get(LIST).context["rows"] == []

    def test_asks_as_often_for_three_as_for_one(self, staff, farid, france, django_assert_num_queries):
        offer(farid, france, email="one@example.org")
        staff.get(LIST)
        with django_assert_num_queries(4):
            staff.get(LIST)
        for name in ("two", "three"):
            offer(farid, france, email=f"{name}@example.org")

        with django_assert_num_queries(4):
            staff.get(LIST)


class TestWithdraw:
    def test_ends_the_link(self, staff, farid, france, client):
        invited = offer(farid, france)

        answer = staff.post(reverse("surveys:invitation_withdraw", args=[invited.invitation.pk]))

        staff.logout()
        assert answer.url == LIST
        assert opened(client, invited).status_code == 404

    def test_rejects_get(self, staff, farid, france):
        invited = offer(farid, france)

        assert staff.get(reverse("surveys:invitation_withdraw", args=[invited.invitation.pk])).status_code == 405

    def test_of_the_office_is_not_there_for_staff(self, staff):
        invitation = offer(people.hugo(), None, role="analyst").invitation

        answer = staff.post(reverse("surveys:invitation_withdraw", args=[invitation.pk]))

        invitation.refresh_from_db()
        assert answer.status_code == 404 and invitation.withdrawn_at is None


class TestOpening:
    def test_takes_the_token_out_of_the_address(self, client, farid, france):
        answer = client.get(reverse("surveys:invitation_open", args=[offer(farid, france).token]))

        assert (answer.status_code, answer.url) == (302, ACCEPT)
        assert answer["Referrer-Policy"] == "no-referrer" and "no-store" in answer["Cache-Control"]

    def test_spends_nothing(self, client, farid, france):
        invited = offer(farid, france)
        for _scan in range(3):
            opened(client, invited)
            client.head(reverse("surveys:invitation_open", args=[invited.token]))
        client.head(ACCEPT)

        assert Invitation.objects.usable(timezone.now()).get() == invited.invitation
        assert not User.objects.filter(email="lena@example.org").exists()

    def test_says_what_it_is_for(self, client, farid, france):
        answer = opened(client, offer(farid, france))

        assert answer["Referrer-Policy"] == "same-origin"
        for words in ("State FRA", "Focal point", "lena@example.org"):
            assert words in answer.content.decode()

    def test_the_session_holds_no_token(self, client, farid, france):
        invited = offer(farid, france)

        opened(client, invited)

        assert dict(client.session) == {"invitation": digest_of(invited.token)}

    def test_nothing_of_it_is_logged(self, client, farid, france, caplog):
        token = offer(farid, france).token

        for secret in (token, token[:-1], token + "x"):
            client.get(reverse("surveys:invitation_open", args=[secret]), follow=True)

        assert token[:-1] not in caplog.text

    def test_what_cannot_be_used_answers_alike(self, client, farid, france):
        at = timezone.now()
        used, withdrawn = offer(farid, france, email="a@example.org"), offer(farid, france, email="b@example.org")
        expired = offer(farid, france, email="c@example.org", at=at - timedelta(days=8))
        with acting_as("tests"):
            Invitation.objects.filter(pk=used.invitation.pk).update(used_at=at)
            withdraw(invitation=withdrawn.invitation, at=at)

        answers = [
            client.get(reverse("surveys:invitation_open", args=[token]), follow=True)
            for token in (used.token, withdrawn.token, expired.token, "wrong")
        ]

        assert {answer.status_code for answer in answers} == {404}
        assert len({without_csrf(answer) for answer in answers}) == 1

    def test_without_a_link_there_is_nothing(self, client):
        assert client.get(ACCEPT).status_code == press(client).status_code == 404


class TestAccept:
    def test_opens_the_account_and_signs_in(self, client, farid, france):
        invited = offer(farid, france, language="ar")
        opened(client, invited)

        answer = press(client)

        user = User.objects.get(email="lena@example.org")
        assert answer.url == "/" and client.session["_auth_user_id"] == str(user.pk)
        assert Appointment.objects.get().user == user and user.language == "ar"
        assert Invitation.objects.get().used_at is not None
        assert "invitation" not in client.session

    def test_counts_from_the_day_that_views_see(self, client, farid, france, settings):
        settings.PORTAL_TODAY = timezone.localdate().replace(year=2004)
        opened(client, offer(farid, france))

        press(client)

        assert Appointment.objects.get().valid_from == settings.PORTAL_TODAY

    def test_with_the_code(self, client, farid, france):
        code = offer(farid, france).code

        answer = client.post(CODE, {"code": grouped(code).lower().replace("-", " ")})

        assert answer.url == ACCEPT
        assert press(client).url == "/"

    def test_a_weak_password_is_told_and_spends_nothing(self, client, farid, france):
        opened(client, offer(farid, france))

        answer = press(client, password="short")

        assert answer.status_code == 400 and list(answer.context["form"].errors) == ["password"]
        assert "short" not in answer.content.decode().replace("too short", "")
        assert Invitation.objects.get().used_at is None

    def test_twice_the_button_is_one_account(self, client, farid, france):
        opened(client, offer(farid, france))
        press(client)

        assert press(client).status_code == 404
        assert Appointment.objects.count() == 1

    def test_an_account_is_asked_to_sign_in_first(self, client, farid, france):
        make_user("lena@example.org")
        page = opened(client, offer(farid, france))

        assert "password" not in page.content.decode()
        assert press(client, password="another password 1").status_code == 409
        assert User.objects.get(email="lena@example.org").check_password(PASSWORD)

        answer = client.post(f"/account/login/?next={ACCEPT}", {"login": "lena@example.org", "password": PASSWORD})
        assert answer.url == ACCEPT
        assert client.post(ACCEPT).url == "/"
        assert Appointment.objects.get().user.email == "lena@example.org"

    def test_somebody_else_is_asked_to_sign_out(self, client, farid, france):
        client.force_login(people.amina(france))

        page = opened(client, offer(farid, france))

        assert page.context["form"] is None and "Amina" in page.content.decode()
        assert press(client).status_code == 409
        assert Invitation.objects.get().used_at is None


class TestCode:
    def test_tells_how_many_are_missing(self, client):
        answer = client.post(CODE, {"code": "ABCD"})

        assert answer.status_code == 400 and "52" in answer.content.decode()

    def test_a_wrong_one_answers_as_a_wrong_link(self, client):
        wrong_code = client.post(CODE, {"code": "A" * 52}, follow=True)
        wrong_link = client.get(reverse("surveys:invitation_open", args=["wrong"]), follow=True)

        assert wrong_code.status_code == wrong_link.status_code == 404
        assert without_csrf(wrong_code) == without_csrf(wrong_link)


def without_csrf(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
