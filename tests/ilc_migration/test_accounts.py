"""Signing in and out, passwords: with mail server and cache away, known and unknown addresses alike."""

import re

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from redis.exceptions import TimeoutError as CacheFrozen

from ilc_migration import cache as portal_cache
from surveys.actions.letters import text_to_send
from surveys.models import Job, Letter, User
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_state, make_user

PASSWORD = "correct horse battery"
LOGIN, LOGOUT, RESET, CHANGE = (
    "/account/login/",
    "/account/logout/",
    "/account/password/reset/",
    "/account/password/change/",
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina():
    return people.amina(make_state("FRA"))


@pytest.fixture
def limits(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
    cache.clear()


def sign_in(client, email="amina@example.org", password=PASSWORD, **options):
    return client.post(LOGIN, {"login": email, "password": password}, **options)


def without_csrf(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


class TestSigningIn:
    def test_leads_home(self, client, amina):
        answer = sign_in(client)

        assert answer.url == "/" and client.session["_auth_user_id"] == str(amina.pk)

    def test_capitals_of_the_address_do_not_matter(self, client, amina):
        assert sign_in(client, email="Amina@Example.org").url == "/"

    def test_leads_to_the_page_that_was_asked_for(self, client, amina):
        asked = client.get("/surveys/invitations/")

        assert asked.url == f"{LOGIN}?next=/surveys/invitations/"
        assert client.post(asked.url, {"login": amina.email, "password": PASSWORD}).url == "/surveys/invitations/"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_leads_nowhere_else(self, client, amina, elsewhere):
        answer = client.post(f"{LOGIN}?next={elsewhere}", {"login": amina.email, "password": PASSWORD})

        assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get("Location", "")

    def test_wrong_password_unknown_address_and_closed_account_say_the_same(self, client, amina):
        people.ivan(make_state("DEU"))

        answers = [
            sign_in(client, password="wrong"),
            sign_in(client, email="stranger@example.org"),
            sign_in(client, email="ivan@example.org", password="wrong"),
        ]

        said = [list(answer.context["form"].errors["__all__"]) for answer in answers]
        assert {answer.status_code for answer in answers} == {200}
        assert len(said[0]) == 1 and said[0] == said[1] == said[2]
        assert "_auth_user_id" not in client.session

    def test_hashes_a_password_for_unknown_addresses_too(self, client, amina, monkeypatch):
        hashed = []
        real = User.set_password
        monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw) or real(self, raw))

        sign_in(client, email="stranger@example.org", password="guess")

        assert hashed == ["guess"]

    def test_changes_the_session(self, client, amina):
        client.get("/surveys/invitations/open/x/")
        before = client.session.session_key

        sign_in(client)

        assert client.session.session_key != before

    def test_a_closed_account_is_told_only_with_its_password(self, client):
        people.ivan(make_state("FRA"))

        assert sign_in(client, email="ivan@example.org").url == "/account/inactive/"
        assert "_auth_user_id" not in client.session

    def test_closing_the_account_ends_its_sessions(self, client, amina):
        sign_in(client)
        assert client.get(CHANGE).status_code == 200
        with acting_as("tests"):
            User.objects.filter(pk=amina.pk).update(is_active=False)

        assert client.get(CHANGE).url == f"{LOGIN}?next={CHANGE}"
        assert client.get(CHANGE, headers={"HX-Request": "true"}).status_code == 401


class TestLimits:
    def test_the_sixth_wrong_password_is_not_tried(self, client, amina, limits):
        for _attempt in range(5):
            sign_in(client, password="wrong")

        answer = sign_in(client)

        assert "_auth_user_id" not in client.session
        assert "Too many" in answer.content.decode()

    def test_nobody_locks_somebody_else_out(self, client, amina, limits):
        for _attempt in range(6):
            sign_in(client, password="wrong", REMOTE_ADDR="203.0.113.7")

        assert sign_in(client, REMOTE_ADDR="198.51.100.9").url == "/"

    def test_the_network_is_told_by_the_proxy(self, client, amina, limits, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for attempt in range(6):
            forged = f"198.51.100.{attempt}, 203.0.113.7"
            sign_in(client, password="wrong", headers={"x-forwarded-for": forged})

        assert sign_in(client, headers={"x-forwarded-for": "203.0.113.8"}).url == "/"
        client.logout()
        assert "Too many" in sign_in(client, headers={"x-forwarded-for": "203.0.113.7"}).content.decode()

    def test_letters_for_a_new_password_are_few(self, client, amina, limits):
        statuses = [client.post(RESET, {"email": amina.email}).status_code for _ in range(6)]

        assert statuses == [302] * 5 + [429] and Letter.objects.count() == 5

    def test_a_frozen_cache_is_waited_for_once(self, client, amina, limits, monkeypatch):
        waits = []

        def frozen(*args, **options):
            waits.append(args)
            raise CacheFrozen

        monkeypatch.setattr("django.core.cache.backends.redis.RedisCacheClient.get_client", frozen)
        monkeypatch.setitem(portal_cache.pause, "until", 0.0)

        assert sign_in(client).url == "/"
        assert len(waits) == 1

    def test_a_cache_that_is_away_lets_sign_in(self, client, amina, limits, settings, monkeypatch):
        monkeypatch.setitem(portal_cache.pause, "until", float("inf"))

        assert sign_in(client, password="wrong").status_code == 200
        assert sign_in(client).url == "/"


class TestSigningOut:
    def test_ends_the_session_and_clears_the_pages_kept(self, client, amina):
        sign_in(client)

        answer = client.post(LOGOUT)

        assert answer.url == LOGIN and answer["Clear-Site-Data"] == '"cache"'
        assert "_auth_user_id" not in client.session

    def test_asks_before(self, client, amina):
        sign_in(client)

        answer = client.get(LOGOUT)

        assert answer.status_code == 200 and "Clear-Site-Data" not in answer
        assert client.session["_auth_user_id"] == str(amina.pk)


class TestNewPassword:
    def link(self, client, email="amina@example.org", **options):
        client.post(RESET, {"email": email}, **options)
        return re.search(r"https?://\S+", text_to_send(Letter.objects.latest("pk")))[0]

    def test_comes_by_a_letter_that_is_due(self, client, amina, mailoutbox):
        answer = client.post(RESET, {"email": "amina@example.org"})

        letter = Letter.objects.get()
        assert answer.url == "/account/password/reset/done/" and mailoutbox == []
        assert (letter.kind, letter.occasion, letter.addressees) == (
            "account",
            "password_reset_key",
            [amina.email],
        )
        assert letter.subject == "Set a new password" and letter.state == "due"
        assert letter.job.task == "surveys.deliver_letter" and letter.job.state == "due"

    def test_known_and_unknown_addresses_answer_alike(self, client, amina):
        known = client.post(RESET, {"email": amina.email}, follow=True)
        unknown = client.post(RESET, {"email": "stranger@example.org"}, follow=True)

        assert known.redirect_chain == unknown.redirect_chain
        assert without_csrf(known) == without_csrf(unknown)
        assert dict(known.headers) == dict(unknown.headers)
        assert list(Letter.objects.order_by("pk").values_list("occasion", flat=True)) == [
            "password_reset_key",
            "unknown_account",
        ]
        assert Job.objects.count() == 2

    def test_is_written_in_the_language_of_the_account(self, client):
        make_user("noor@example.org", language="ar")

        client.post(RESET, {"email": "noor@example.org"})

        assert Letter.objects.get().language == "ar"

    @pytest.mark.parametrize(
        "headers",
        [
            {"host": "localhost:1234"},
            {"host": "127.0.0.1"},
            {"x-forwarded-host": "evil.example"},
            {"forwarded": "host=evil.example"},
            {"x-original-host": "evil.example"},
            {"origin": "https://evil.example"},
            {"referer": "https://evil.example/"},
        ],
    )
    @pytest.mark.parametrize("email", ["amina@example.org", "stranger@example.org"])
    def test_the_letter_names_our_own_address(self, client, amina, settings, headers, email):
        settings.PORTAL_URL = "https://portal.example"

        client.post(RESET, {"email": email}, headers=headers)

        body = text_to_send(Letter.objects.get())
        assert "evil" not in body and "localhost" not in body and "127.0.0.1" not in body
        assert "portal.example" in body

    def test_an_unknown_host_gets_nothing(self, client, amina):
        assert client.post(RESET, {"email": amina.email}, headers={"host": "evil.example"}).status_code == 400
        assert not Letter.objects.exists()

    def test_is_set_through_the_link_once(self, client, amina, settings):
        path = self.link(client).removeprefix(settings.PORTAL_URL)
        page = client.get(path, follow=True)
        [(address, _status)] = page.redirect_chain
        new = {"password1": "another long one 1", "password2": "another long one 1"}

        assert client.post(address, new).url == "/account/password/reset/key/done/"
        amina.refresh_from_db()
        assert amina.check_password("another long one 1")
        assert Letter.objects.latest("pk").occasion == "password_changed"
        assert "no longer works" in client.get(path, follow=True).content.decode()

    def test_link_leaves_the_address_at_once(self, client, amina, settings):
        path = self.link(client).removeprefix(settings.PORTAL_URL)

        answer = client.get(path)

        assert answer.status_code == 302 and answer.url.endswith("-set-password/")
        assert answer["Referrer-Policy"] == "same-origin"

    def test_a_closed_account_gets_none(self, client):
        people.ivan(make_state("FRA"))

        client.post(RESET, {"email": "ivan@example.org"})

        assert Letter.objects.get().occasion == "unknown_account"

    def test_changing_it_ends_the_session_and_tells_the_owner(self, client, amina):
        sign_in(client)
        new = {"oldpassword": PASSWORD, "password1": "another long one 1", "password2": "another long one 1"}

        client.post(CHANGE, new)

        assert "_auth_user_id" not in client.session
        assert Letter.objects.get().occasion == "password_changed"


class TestClosed:
    def test_nobody_signs_up(self, client):
        answer = client.post("/account/signup/", {"email": "me@example.org", "password1": PASSWORD})

        assert "opened by invitation" in answer.content.decode()
        assert not User.objects.exists()

    @pytest.mark.parametrize(
        "name",
        ["account_email", "account_email_verification_sent", "account_set_password", "account_confirm_login_code"],
    )
    def test_what_is_not_needed_is_not_there(self, name):
        with pytest.raises(NoReverseMatch):
            reverse(name)
