"""What happens to every request: closed unless opened, nothing kept, one strict policy, a name for every write."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from ilc_migration import middleware
from ilc_migration.middleware import Compress
from surveys.models import User
from tests import people
from tests.factories import make_state, make_user
from tests.surveys.views.pages import form_of

pytestmark = pytest.mark.django_db
CLOSED = "/surveys/invitations/"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class TestClosed:
    def test_leads_a_browser_to_sign_in(self, client):
        answer = client.get(f"{CLOSED}?page=2", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

        assert (answer.status_code, answer.url) == (302, f"/account/login/?next={CLOSED}%3Fpage%3D2")

    @pytest.mark.parametrize(
        "headers",
        [
            {"HX-Request": "true"},
            {"HX-Request": "true", "accept": "*/*"},
            {"accept": "application/json"},
            {"accept": "application/json, text/html;q=0.5"},
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_refuses_a_script(self, client, headers, method):
        answer = getattr(client, method)(CLOSED, headers=headers)

        assert answer.status_code == 401 and answer.content == b""

    def test_gives_back_what_a_form_sent_signed_out(self, client):
        text = "five hundred words " * 30
        data = {"value:aims": text, "key": "k1", "seen:aims": ["3"], "password": "secret", "csrfmiddlewaretoken": "t"}

        answer = client.post(f"{CLOSED}?page=2", data)

        page = answer.content.decode()
        assert answer.status_code == 401
        assert f'<form method="post" action="{CLOSED}?page=2">' in page
        assert form_of(answer) == {
            "csrfmiddlewaretoken": [str(answer.context["csrf_token"])],
            "value:aims": [text],
            "key": ["k1"],
            "seen:aims": ["3"],
        }
        assert '<a href="/account/login/" target="_blank" rel="noopener">' in page
        assert "secret" not in page and "Files have to be chosen again." not in page

    def test_says_that_files_do_not_come_back(self, client):
        answer = client.post(CLOSED, {"note": "n", "file": SimpleUploadedFile("law.pdf", b"%PDF-")})

        assert "Files have to be chosen again." in answer.content.decode()

    def test_what_came_back_can_be_sent_after_signing_in(self, client):
        client.force_login(people.farid())
        client.session.flush()
        data = {"email": "new@example.org", "role": "analyst", "language": "en", "key": "k1"}

        held = form_of(client.post("/surveys/invitations/new/", data))

        assert {name: value for name, (value,) in held.items() if name != "csrfmiddlewaretoken"} == data

    def test_lets_a_script_of_somebody_signed_in_through(self, client):
        client.force_login(people.farid())

        assert client.get(CLOSED, headers={"HX-Request": "true"}).status_code == 200

    def test_open_pages_are_open_to_scripts(self, client):
        assert client.get("/account/login/", headers={"HX-Request": "true"}).status_code == 200

    def test_a_session_that_was_flushed_is_over(self, client):
        client.force_login(people.farid())
        client.session.flush()

        assert client.get(CLOSED).status_code == 302


class TestNothingIsKept:
    @pytest.mark.parametrize("address", [CLOSED, "/", "/no/such/page/", "/account/password/change/"])
    def test_of_what_is_seen_signed_in(self, client, address):
        client.force_login(people.farid())

        assert client.get(address)["Cache-Control"] == "no-store"

    def test_of_signing_in(self, client):
        people.amina(make_state("FRA"))

        answer = client.post("/account/login/", {"login": "amina@example.org", "password": "correct horse battery"})

        assert answer.status_code == 302 and answer["Cache-Control"] == "no-store"

    def test_of_what_a_form_sent_once_the_cookie_was_gone(self, client):
        given_back = client.post(CLOSED, {"value:aims": "a draft"})
        too_old = Client(enforce_csrf_checks=True).post(CLOSED, {"value:aims": "a draft"})

        assert [answer.status_code for answer in (given_back, too_old)] == [401, 403]
        assert {answer["Cache-Control"] for answer in (given_back, too_old)} == {"no-store"}

    def test_public_answers_may_be(self, client):
        assert "Cache-Control" not in client.get("/no/such/page/")


class TestPolicy:
    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/account/login/", 200),
            ("/health/live/", 200),
            ("/no/such/page/", 404),
            ("/surveys/invitations/accept/", 404),
            (CLOSED, 302),
        ],
    )
    def test_goes_with_every_answer(self, client, address, status):
        answer = client.get(address)

        assert answer.status_code == status
        assert sorted(answer["Content-Security-Policy"].split("; ")) == sorted(CSP.split("; "))
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"

    def test_goes_with_refusals_too(self, client):
        stale = Client(enforce_csrf_checks=True).post("/account/login/", {})
        bad_host = client.get("/", headers={"host": "evil.example"})
        script = client.get(CLOSED, headers={"HX-Request": "true"})

        assert [answer.status_code for answer in (stale, bad_host, script)] == [403, 400, 401]
        assert all("Content-Security-Policy" in answer for answer in (stale, bad_host, script))


class TestActor:
    def last_change(self):
        return User.changes.rel.related_model.objects.latest("pgh_id").pgh_context

    def test_is_who_is_signed_in(self, client):
        farid = people.farid()
        client.force_login(farid)

        client.post("/language/", {"language": "fr"})

        assert self.last_change() == {"actor": farid.pk, "channel": "web"}

    def test_a_page_that_is_only_read_names_nobody(self, rf):
        request = rf.get("/")
        request.user = make_user()

        assert middleware.NameTheActor(lambda request: "answer")(request) == "answer"


class TestToday:
    def test_is_the_day_in_geneva(self, rf, settings):
        settings.PORTAL_TODAY = None
        request = rf.get("/")

        middleware.Today(lambda request: None)(request)

        assert request.today == timezone.localdate()

    def test_is_the_day_that_the_demonstration_pretends(self, rf, settings):
        settings.PORTAL_TODAY = date(2004, 4, 30)
        request = rf.get("/")

        middleware.Today(lambda request: None)(request)

        assert request.today == date(2004, 4, 30)


def answered(content_type):
    middleware = Compress(lambda request: HttpResponse("word " * 500, content_type=content_type))
    return middleware(RequestFactory().get("/", headers={"accept-encoding": "gzip"}))


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "application/json"])
def test_pages_travel_compressed(content_type):
    response = answered(content_type)
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 250


def test_files_travel_as_they_are():
    assert "Content-Encoding" not in answered("application/pdf")
