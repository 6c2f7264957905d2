"""Home, language, health, and what errors look like."""

from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from ilc_migration import views
from surveys.models import Return
from surveys.models.history import acting_as
from tests import people
from tests.factories import appoint, make_return, make_state, make_survey, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_a_day_of_the_round(settings):
    settings.PORTAL_TODAY = date(2003, 9, 1)


@pytest.mark.usefixtures("on_a_day_of_the_round")
class TestHome:
    def test_leads_a_government_to_its_return(self, client):
        survey_return = make_return()
        client.force_login(people.amina(survey_return.member_state))

        assert client.get("/").url == "/surveys/ilms2003/FRA/"

    def test_shows_a_mission_its_returns(self, client):
        survey, both = make_survey(), [make_state("FRA"), make_state("DEU")]
        user = make_user()
        for state in both:
            make_return(survey, state)
            appoint(user, state)
        client.force_login(user)

        page = client.get("/")

        assert [row.member_state.iso3 for row in page.context["returns"]] == ["DEU", "FRA"]

    def test_shows_nothing_of_another_state(self, client):
        make_return(state=make_state("DEU"))
        client.force_login(people.amina(make_state("FRA")))

        page = client.get("/")

        assert page.context["returns"] == [] and "DEU" not in page.content.decode()

    def test_shows_nothing_that_was_not_sent(self, client):
        survey, state = make_survey(), make_state("FRA")
        with acting_as("tests"):
            Return.objects.create(survey=survey, member_state=state, questionnaire=survey.questionnaires.get())
        client.force_login(people.amina(state))

        assert client.get("/").context["returns"] == []

    @pytest.mark.parametrize("name", ["farid", "grace"])
    def test_leads_the_office_to_the_latest_survey(self, client, name):
        make_survey("older", reply_by=date(2003, 7, 20))
        make_survey("newer", reply_by=date(2003, 12, 1))
        client.force_login(getattr(people, name)())

        assert client.get("/").url == "/surveys/newer/status/"

    def test_stands_without_a_survey(self, client):
        client.force_login(people.farid())

        assert client.get("/").status_code == 200

    def test_leads_administrators_to_invitations(self, client):
        client.force_login(people.hugo())

        assert client.get("/").url == "/surveys/invitations/"

    def test_requires_signing_in(self, client):
        assert client.get("/").url == "/account/login/?next=/"

    def test_rejects_post(self, client):
        client.force_login(people.farid())

        assert client.post("/").status_code == 405


class TestLanguage:
    def test_is_kept_in_the_browser(self, client):
        answer = client.post("/language/", {"language": "ar", "next": "/account/login/"})

        page = client.get(answer.url)
        assert answer.url == "/account/login/"
        assert '<html lang="ar" dir="rtl">' in page.content.decode()

    def test_is_kept_in_the_account(self, client):
        user = people.farid()
        client.force_login(user)

        client.post("/language/", {"language": "fr"})

        user.refresh_from_db()
        assert user.language == "fr"
        elsewhere = Client()
        elsewhere.force_login(user)
        assert 'lang="fr"' in elsewhere.get("/surveys/invitations/").content.decode()

    @pytest.mark.parametrize("language", ["", "tlh", "en/../..", "EN"])
    def test_leaves_what_is_not_a_language(self, client, language):
        user = people.farid()
        client.force_login(user)

        answer = client.post("/language/", {"language": language})

        user.refresh_from_db()
        assert answer.status_code == 302 and not answer.cookies.get("django_language")
        assert user.language == "en"

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
    def test_leads_nowhere_else(self, client, target):
        assert client.post("/language/", {"language": "fr", "next": target}).url == "/"

    def test_rejects_get(self, client):
        assert client.get("/language/").status_code == 405

    @pytest.mark.parametrize(
        ("accepts", "language"), [("de-CH,en", "de"), ("zh-CN", "zh-hans"), ("ru", "ru"), ("pt", "en")]
    )
    def test_is_the_browsers_own_at_first(self, client, accepts, language):
        page = client.get("/account/login/", headers={"accept-language": accepts})

        assert f'<html lang="{language}"' in page.content.decode()


class TestHealth:
    def test_lives(self, client):
        answer = client.get("/health/live/")

        assert (answer.status_code, answer.content) == (200, b"ok\n")

    def test_is_ready_while_the_database_answers(self, client):
        answer = client.get("/health/ready/")

        assert (answer.status_code, answer.content) == (200, b"ready\n")
        assert "no-cache" in answer["Cache-Control"] or "no-store" in answer["Cache-Control"]

    def test_lives_without_asking_the_database(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/health/live/").status_code == 200

    def test_is_not_ready_without_the_database(self, monkeypatch):
        client = Client(raise_request_exception=False)

        def away():
            raise OperationalError("away")

        monkeypatch.setattr(views.connection, "cursor", away)
        monkeypatch.setattr(views.connection, "close", lambda: None)

        assert client.get("/health/ready/").status_code == 503


class TestStaleForm:
    def test_keeps_what_was_typed_and_no_password(self):
        client = Client(enforce_csrf_checks=True)
        typed = {"login": "amina@example.org", "password": "very secret", "note": "a long <answer>"}

        answer = client.post("/account/login/", typed)

        page = answer.content.decode()
        assert answer.status_code == 403 and "403_csrf.html" in [template.name for template in answer.templates]
        assert "a long &lt;answer&gt;" in page and "amina@example.org" in page and "very secret" not in page

    def test_can_be_sent_again(self):
        client = Client(enforce_csrf_checks=True)
        page = client.post("/language/", {"language": "fr", "next": "/account/login/"})
        token = page.context["csrf_token"]

        again = client.post("/language/", {"language": "fr", "csrfmiddlewaretoken": str(token)})

        assert again.status_code == 302 and again.cookies["django_language"].value == "fr"


class TestDatabaseAway:
    def test_keeps_what_was_typed(self, rf):
        request = rf.post("/surveys/x/FRA/section/", {"policies": "a long answer", "password": "secret"})

        answer = views.unavailable(request)

        page = answer.content.decode()
        assert answer.status_code == 503 and answer["Retry-After"] == "10"
        assert "a long answer" in page and 'value="secret"' not in page

    def test_is_told_from_other_faults(self, rf: RequestFactory):
        try:
            raise OperationalError("away")
        except OperationalError:
            away = views.server_error(rf.get("/"))
        try:
            raise ValueError("a fault of ours")
        except ValueError:
            fault = views.server_error(rf.get("/"))

        assert (away.status_code, fault.status_code) == (503, 500)
        assert "a fault of ours" not in fault.content.decode()


class TestNothingThere:
    def test_in_the_readers_language(self, client):
        client.force_login(people.amina(make_state("FRA")))
        answer = client.get("/no/such/page/", headers={"accept-language": "en"})

        assert answer.status_code == 404 and "Page not found" in answer.content.decode()
        assert "no/such" not in answer.content.decode()

    def test_says_the_same_signed_out(self, client):
        assert client.get("/no/such/page/").status_code == 404


class TestTooMuchAtOnce:
    FORM = "application/x-www-form-urlencoded"

    def post(self, client, length):
        return client.post("/language/", "language=" + "x" * length, self.FORM, headers={"accept-language": "en"})

    def test_says_that_nothing_was_saved_and_how_to_go_on(self, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

        answer = self.post(client, 1_000)

        assert answer.status_code == 413
        assert "larger than the portal takes in one request, and nothing was saved" in answer.content.decode()

    def test_what_fits_is_taken(self, client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000

        assert self.post(client, 900).status_code == 302

    def test_what_is_suspicious_for_another_reason_is_400(self, client, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1

        answer = client.post("/language/", {"language": "fr", "next": "/"})

        assert answer.status_code == 400
        assert "and nothing was saved. Go back to the page you came from" in answer.content.decode()


def test_every_template_of_an_error_exists():
    folder = Path(views.__file__).resolve().parent.parent / "templates"

    for status in (400, 403, 404, 409, 413, 429, 500, 503):
        assert (folder / f"{status}.html").exists()
    assert reverse("home") == "/"
