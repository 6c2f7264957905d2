"""The second step of signing in: set up, asked for, required of the Office; its secrets are not readable."""

from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from surveys.models import Letter
from tests import people
from tests.factories import make_state, make_survey
from tests.ilc_migration.second_steps import SECRET, code_now, kinds_of, with_app, with_recovery_codes

PASSWORD = "correct horse battery"
LOGIN, CONFIRM, INDEX, APP = (
    "/account/login/",
    "/account/second-step/confirm/",
    "/account/second-step/",
    "/account/second-step/app/",
)
CODES = "/account/second-step/codes/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_used():
    cache.clear()


@pytest.fixture
def amina():
    return people.amina(make_state("FRA"))


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def confirm(client, code):
    return client.post(CONFIRM, {"code": code})


def again(client, address):
    """Open a page that asks for the password again, and give it."""
    asked = client.get(address)
    assert unquote(asked.url) == f"/account/reauthenticate/?next={address}"
    return client.post(asked.url, {"password": PASSWORD}, follow=True)


def secret_shown(page):
    return page.context["form"].secret


class TestSettingUp:
    def test_asks_for_the_password_first(self, client, amina):
        sign_in(client, amina)

        page = again(client, APP)

        assert secret_shown(page) in page.content.decode()

    def test_names_the_other_ways_in_the_readers_language(self, client, amina):
        client.force_login(with_app(amina))
        client.cookies["django_language"] = "ar"

        page = client.get(client.get(APP, follow=True).redirect_chain[0][0])

        assert [way["description"] for way in page.context["reauthentication_alternatives"]] == ["الرمز"]

    def test_an_app_is_set_up_with_recovery_codes_and_the_owner_is_told(
        self, client, amina, django_capture_on_commit_callbacks
    ):
        sign_in(client, amina)
        secret = secret_shown(again(client, APP))

        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(APP, {"code": code_now(secret)})

        assert answer.url == CODES and kinds_of(amina) == ["recovery_codes", "totp"]
        assert len(client.get(CODES).context["unused_codes"]) == 10
        letter = Letter.objects.get()
        assert (letter.occasion, letter.addressees) == ("second_step_changed", [amina.email])

    def test_a_wrong_code_sets_nothing_up_and_keeps_the_key(self, client, amina):
        sign_in(client, amina)
        secret = secret_shown(again(client, APP))

        page = client.post(APP, {"code": "000000" if code_now(secret) != "000000" else "000001"})

        assert secret_shown(page) == secret and kinds_of(amina) == []

    def test_the_image_is_of_the_key_and_of_nobody_else(self, client, amina):
        sign_in(client, amina)
        assert client.get(reverse("mfa_totp_image")).status_code == 404
        again(client, APP)

        answer = client.get(reverse("mfa_totp_image"))

        assert answer["Content-Type"] == "image/svg+xml" and b"<path" in answer.content
        assert answer["Cache-Control"] == "no-store" and b"style" not in answer.content

    def test_pages_hold_no_style_and_no_script_of_their_own(self, client, amina):
        sign_in(client, amina)

        page = again(client, APP).content.decode()

        assert "style=" not in page and "<script>" not in page and "data:image" not in page

    def test_the_app_is_removed_with_its_recovery_codes(self, client, amina):
        with_recovery_codes(amina)
        sign_in(client, amina)
        confirm(client, code_now())
        again(client, "/account/second-step/app/remove/")

        answer = client.post("/account/second-step/app/remove/")

        assert answer.url == INDEX and kinds_of(amina) == []


class TestSigningIn:
    def test_a_password_alone_opens_nothing(self, client, amina):
        with_app(amina)

        answer = sign_in(client, amina)

        assert answer.url == CONFIRM and SESSION_KEY not in client.session
        assert client.get(INDEX).url.startswith(LOGIN)

    def test_the_code_of_the_app_opens(self, client, amina):
        sign_in(client, with_app(amina))

        assert confirm(client, code_now()).url == "/" and client.session[SESSION_KEY] == str(amina.pk)

    def test_a_wrong_code_does_not(self, client, amina):
        sign_in(client, with_app(amina))

        page = confirm(client, "12345")

        assert page.status_code == 200 and list(page.context["form"].errors) == ["code"]
        assert SESSION_KEY not in client.session

    def test_the_same_code_works_once(self, client, amina):
        code = code_now()
        sign_in(client, with_app(amina))
        confirm(client, code)
        client.post("/account/logout/")
        sign_in(client, amina)

        confirm(client, code)

        assert SESSION_KEY not in client.session

    def test_a_recovery_code_works_once(self, client, amina):
        code = with_recovery_codes(amina)[3]
        sign_in(client, amina)
        assert confirm(client, code).url == "/"
        client.post("/account/logout/")
        sign_in(client, amina)

        confirm(client, code)

        assert SESSION_KEY not in client.session

    def test_codes_are_not_guessed(self, client, amina, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
        sign_in(client, with_app(amina))
        for _attempt in range(5):
            confirm(client, "12345")

        confirm(client, code_now())

        assert SESSION_KEY not in client.session

    def test_is_given_up_half_way(self, client, amina):
        sign_in(client, with_app(amina))

        assert client.post("/account/logout/").url == LOGIN
        assert client.get(CONFIRM).url == LOGIN


class TestSealed:
    def everything_stored(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM mfa_authenticator")
            return " ".join(row[0] for row in cursor.fetchall())

    def test_the_database_holds_no_secret_in_the_clear(self, client, amina):
        codes = with_recovery_codes(amina)

        stored = self.everything_stored()

        assert SECRET not in stored and not any(code in stored for code in codes)
        assert stored.count("gAAAAA") == 2

    def test_a_new_key_still_opens_what_an_old_one_sealed(self, client, amina, settings):
        with_app(amina)
        settings.SEALING_KEYS = ["another key", *settings.SEALING_KEYS]
        sign_in(client, amina)

        assert confirm(client, code_now()).url == "/"

    def test_a_copy_of_the_database_alone_signs_nobody_in(self, amina, settings):
        app = with_app(amina) and Authenticator.objects.get()
        settings.SEALING_KEYS = ["another key"]

        with pytest.raises(Exception, match="second step"):
            app.wrap().validate_code(code_now())


@pytest.mark.usefixtures("required")
class TestRequired:
    @pytest.mark.parametrize("person", ["farid", "grace", "hugo"])
    def test_people_of_the_office_get_no_further_without(self, client, person):
        make_survey()
        client.force_login(getattr(people, person)())

        for address in ("/", "/surveys/ilms2003/status/", "/administration/", "/surveys/invitations/", CODES):
            assert client.get(address).url == INDEX
        assert "Your role needs a second step" in client.get(INDEX).content.decode()

    def test_writes_get_no_further_either(self, client):
        client.force_login(people.hugo())

        assert client.post("/surveys/invitations/new/", {}).url == INDEX

    def test_a_script_is_told(self, client):
        client.force_login(people.farid())

        answer = client.get("/surveys/invitations/", headers={"HX-Request": "true"})

        assert (answer.status_code, answer.json()) == (403, {"error": "second step missing"})

    def test_the_ways_to_set_it_up_and_out_are_open(self, client):
        client.force_login(people.farid())

        assert again(client, APP).status_code == 200
        assert client.get("/account/passkeys/new/").status_code == 200
        assert client.post("/language/", {"language": "fr", "next": "/"}).url == "/"
        assert client.get("/health/ready/").status_code == 200
        assert client.post("/account/logout/").url == LOGIN

    def test_with_one_everything_is_open(self, client):
        client.force_login(with_app(people.farid()))

        assert client.get("/surveys/invitations/").status_code == 200

    def test_recovery_codes_alone_are_none(self, client):
        farid = people.farid()
        with_recovery_codes(farid)
        Authenticator.objects.filter(type="totp").delete()
        client.force_login(farid)

        assert client.get("/surveys/invitations/").url == INDEX

    def test_governments_may_do_without(self, client, amina):
        client.force_login(amina)

        assert client.get("/").status_code == 200

    def test_the_demonstration_does_without(self, client, settings):
        settings.REQUIRE_SECOND_FACTOR = False
        client.force_login(people.farid())

        assert client.get("/surveys/invitations/").status_code == 200
