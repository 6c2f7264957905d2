"""A link that signs in once; nobody reads it but whom it is addressed to."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from surveys.actions.letters import text_to_send
from surveys.actions.sign_in_links import LinkGone, spend_sign_in_link
from surveys.actions.upkeep import DAILY
from surveys.models import Job, Letter, SignInLink
from surveys.models.history import acting_as
from surveys.tasks import daily, deliver_letter
from tests import people
from tests.factories import make_letter_templates, make_state, make_user
from tests.ilc_migration.second_steps import code_now, with_app

ASK, SENT, USE = "/account/link/", "/account/link/sent/", "/account/link/use/"


@pytest.fixture
def letters(db):
    cache.clear()
    with acting_as("tests"):
        make_letter_templates(["en", "ar"])


@pytest.fixture
def amina(letters):
    return people.amina(make_state("FRA"))


def link_of(letter):
    return re.search(r"http\S+/link/open/\S+/", text_to_send(letter))[0]


def ask(client, user):
    """Ask for a link; the path that it opens."""
    client.post(ASK, {"email": user.email})
    return "/" + link_of(Letter.objects.latest("pk")).split("/", 3)[3]


class TestAsking:
    def test_writes_to_the_owner_in_their_language(self, client, letters, settings):
        settings.PORTAL_URL = "https://portal.example"
        make_user("noor@example.org", language="ar")

        answer = client.post(ASK, {"email": "Noor@Example.org"})

        letter = Letter.objects.get()
        assert answer.url == SENT
        assert (letter.kind, letter.language, letter.addressees) == ("sign_in_link", "ar", ["noor@example.org"])
        assert link_of(letter).startswith("https://portal.example/account/link/open/")
        assert SignInLink.objects.get().token_hash not in text_to_send(letter)

    def test_known_unknown_and_closed_addresses_answer_alike(self, client, amina):
        people.ivan(make_state("DEU"))
        addresses = (amina.email, "stranger@example.org", "ivan@example.org")

        answers = [client.post(ASK, {"email": address}) for address in addresses]

        assert {(answer.status_code, answer.url) for answer in answers} == {(302, SENT)}
        kinds = Letter.objects.order_by("pk").values_list("kind", "occasion")
        assert [kind for kind, _occasion in kinds] == ["sign_in_link", "account", "account"]
        assert SignInLink.objects.count() == 1 and Job.objects.filter(state="due").count() == 3

    def test_letters_are_few(self, client, amina, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS

        statuses = [client.post(ASK, {"email": amina.email}).status_code for _ in range(6)]

        assert statuses == [302] * 5 + [429] and Letter.objects.count() == 5

    def test_what_is_no_address_comes_back(self, client, letters):
        answer = client.post(ASK, {"email": "amina"})

        assert answer.status_code == 400 and 'value="amina"' in answer.content.decode()


class TestUsing:
    def test_opening_it_spends_nothing_and_the_button_signs_in(self, client, amina):
        path = ask(client, amina)
        for _scan in range(3):
            assert client.get(path).url == USE
        assert "Sign in" in client.get(USE).content.decode() and SESSION_KEY not in client.session

        assert client.post(USE).url == "/"

        assert client.session[SESSION_KEY] == str(amina.pk)

    def test_works_once(self, client, amina):
        path = ask(client, amina)
        client.get(path)
        client.post(USE)
        client.post("/account/logout/")
        client.get(path)

        assert client.get(USE).status_code == client.post(USE).status_code == 404
        assert SESSION_KEY not in client.session

    def test_ends_after_two_hours(self, client, amina):
        client.get(ask(client, amina))
        with acting_as("tests"):
            SignInLink.objects.update(expires_at=timezone.now())

        assert client.post(USE).status_code == 404 and SESSION_KEY not in client.session

    def test_of_a_closed_account_is_worth_nothing(self, client, amina):
        client.get(ask(client, amina))
        with acting_as("tests"):
            type(amina).objects.filter(pk=amina.pk).update(is_active=False)

        assert client.post(USE).status_code == 404

    def test_a_wrong_one_answers_like_a_used_one(self, client, letters):
        client.get("/account/link/open/wrong/")

        assert client.get(USE).status_code == 404

    def test_the_token_leaves_the_address_at_once(self, client, amina):
        answer = client.get(ask(client, amina))

        assert answer.url == USE and answer["Referrer-Policy"] == "no-referrer"

    def test_the_second_step_is_asked_for_all_the_same(self, client, amina):
        client.get(ask(client, with_app(amina)))

        assert client.post(USE).url == "/account/second-step/confirm/" and SESSION_KEY not in client.session
        client.post("/account/second-step/confirm/", {"code": code_now()})
        assert client.session[SESSION_KEY] == str(amina.pk)

    def test_people_of_the_office_still_have_to_set_one_up(self, client, letters, settings):
        settings.REQUIRE_SECOND_FACTOR = True
        client.get(ask(client, people.farid()))
        client.post(USE)

        assert client.get("/surveys/invitations/").url == "/account/second-step/"


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_wins(client, amina):
    client.get(ask(client, amina))
    digest, start, outcomes = SignInLink.objects.get().token_hash, threading.Barrier(6), []

    def use():
        try:
            with acting_as("tests"):
                start.wait()
                outcomes.append(spend_sign_in_link(digest=digest, at=timezone.now()))
        except LinkGone:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes.count(amina) == 1 and outcomes.count(None) == 5


class TestNobodyReadsIt:
    def everything_stored(self):
        stored = []
        with connection.cursor() as cursor:
            for table in ("surveys_letter", "surveys_letterchange", "surveys_signinlink", "surveys_signinlinkchange"):
                cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
                stored += [row[0] for row in cursor.fetchall()]
        return "\n".join(stored)

    def queued(self, letter):
        Job.objects.filter(pk=letter.job_id).update(state="queued")
        deliver_letter(letter.job_id)
        letter.refresh_from_db()
        return letter

    def test_neither_letter_nor_history_holds_the_link(self, client, amina):
        token = ask(client, amina).split("/")[-2]

        assert token not in self.everything_stored()
        assert Letter.objects.get().body.split("\n").count("[…]") == 1

    def test_the_addressee_gets_it_and_then_nothing_is_left(self, client, amina):
        link = ask(client, amina)

        letter = self.queued(Letter.objects.get())

        assert link in mail.outbox[0].body
        assert (letter.state, letter.sealed) == ("sent", "")
        assert (letter.kind, letter.subject, letter.addressees) == ("sign_in_link", "sign_in_link", [amina.email])

    def test_a_letter_for_a_new_password_is_kept_in_the_same_way(self, client, amina):
        client.post("/account/password/reset/", {"email": amina.email})
        letter = Letter.objects.get()
        link = re.search(r"http\S+/key/\S+", text_to_send(letter))[0]
        assert link not in self.everything_stored()

        assert self.queued(letter).sealed == "" and link in mail.outbox[0].body

    def test_without_the_key_it_is_not_sent(self, client, amina, settings):
        ask(client, amina)
        settings.SEALING_KEYS = ["another key"]

        letter = self.queued(Letter.objects.get())

        assert mail.outbox == [] and letter.state == "due" and Job.objects.get(pk=letter.job_id).state == "failed"

    def test_what_was_never_sent_is_forgotten_after_a_week(self, client, amina):
        ask(client, amina)
        letter = Letter.objects.get()
        Job.objects.filter(pk=letter.job_id).update(due_at=timezone.now() - timedelta(days=9), state="failed")

        daily(Job.objects.create(task=DAILY, due_at=timezone.now(), state="queued").pk)

        letter.refresh_from_db()
        assert letter.sealed == ""
        assert self.queued(letter).state == "due" and mail.outbox == []
