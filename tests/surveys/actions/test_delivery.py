"""Letters go out at most once; what cannot be known is left to a person."""

import socket
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from surveys.actions.letters import write_account_letter
from surveys.models import Job, Letter
from surveys.models.history import acting_as
from surveys.tasks import deliver_letter
from tests.factories import make_return, make_state, make_submission, make_survey
from tests.surveys.actions.mail_server import mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    make_submission(make_return(make_survey(), make_state()))
    letter = Letter.objects.get(kind="acknowledgement")
    queue(letter)
    return letter


def queue(letter):
    Job.objects.filter(pk=letter.job_id).update(state="queued")


def change(letter, **fields):
    with acting_as("tests"):
        Letter.objects.filter(pk=letter.pk).update(**fields)


def outcome(letter):
    letter.refresh_from_db()
    return letter.state, Job.objects.get(pk=letter.job_id).state


@pytest.fixture
def server(settings):
    """Start a mail server with these answers and let the portal use it."""
    running = []

    def serve(answers=None):
        context = mail_server(answers or {})
        server = context.__enter__()
        running.append(context)
        settings.EMAIL_BACKEND = "ilc_migration.mail.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        return server

    yield serve
    for context in running:
        context.__exit__(None, None, None)


def test_a_letter_goes_out_once_however_often_its_task_comes(letter):
    deliver_letter(letter.job_id)
    queue(letter)
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("sent", "done")
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (letter.addressees, letter.subject, letter.body)


def received_by(smtp):
    [text] = smtp.taken
    return message_from_bytes(text.removesuffix(b".\r\n"), policy=default)


def parts_of(message):
    """Type and text of each part of a mail."""
    return [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in message.iter_parts()]


TEXTS = [
    ("ar", "استقصاء الهجرة", "سيدي الوزير،\n\nÀ bientôt\n"),
    ("fr", "Enquête «\u00a0Migrations\u00a0»", "Bien reçu\u00a0: merci\u202f!\n"),
    ("ru", "Обследование", "Уважаемые дамы и господа,\n\nс уважением\n"),
    ("zh", "调查", "尊敬的阁下：\n\n2003年10月1日\n"),
]


@pytest.mark.parametrize(("language", "subject", "body"), TEXTS, ids=[text[0] for text in TEXTS])
def test_the_server_gets_text_and_html_with_their_language(letter, server, settings, language, subject, body):
    change(letter, subject=subject, body=body, html=f"<p>{body}</p>\n", language=language)
    smtp = server()
    deliver_letter(letter.job_id)
    received = received_by(smtp)
    assert outcome(letter) == ("sent", "done")
    assert (received["Subject"], received["From"]) == (subject, settings.DEFAULT_FROM_EMAIL)
    assert (received.get_content_type(), received["Content-Language"]) == ("multipart/alternative", language)
    assert parts_of(received) == [("text/plain", body), ("text/html", f"<p>{body}</p>\n")]


def test_a_letter_about_an_account_gets_its_html_when_it_is_sent(server):
    with acting_as("tests"):
        letter = write_account_letter(
            occasion="password",
            language="ar",
            addressee="a@example.org",
            subject="كلمة السر",
            body="افتح\n\nhttps://portal.example/x/\n",
            at=timezone.now(),
        )
    queue(letter)
    smtp = server()
    deliver_letter(letter.job_id)
    [_plain, (kind, html)] = parts_of(received_by(smtp))
    assert kind == "text/html"
    assert '<html lang="ar" dir="rtl">' in html
    assert '<a href="https://portal.example/x/">https://portal.example/x/</a>' in html
    letter.refresh_from_db()
    assert (letter.html, letter.facts) == ("", {})


@pytest.mark.django_db(transaction=True)
def test_the_letter_is_marked_for_all_to_see_before_the_server_has_it(letter, server):
    smtp, seen = server(), []

    class Watched(dict):
        """Looks at the letter, on a connection of its own, whenever the server hears a word."""

        def get(self, word, default=None):
            if word in ("MAIL", "end of DATA"):
                seen.append((word, Letter.objects.get(pk=letter.pk).state))
                connection.close()
            return default

    smtp.answers = Watched()
    deliver_letter(letter.job_id)
    assert seen == [("MAIL", "sending"), ("end of DATA", "sending")]
    assert outcome(letter) == ("sent", "done")


def test_a_crash_while_sending_leaves_it_to_a_person(letter):
    change(letter, state="sending")
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")
    assert mail.outbox == []


REFUSED = [
    {"EHLO": "502 what", "HELO": "502 what"},
    {"MAIL": "451 try later"},
    {"RCPT": "550 nobody of that name"},
    {"DATA": "421 going down"},
    {"end of DATA": "554 not this"},
]


@pytest.mark.parametrize("answers", REFUSED, ids=lambda answers: next(iter(answers)))
def test_what_the_server_refuses_is_tried_again_and_then_goes_out_once(letter, server, answers):
    smtp = server(answers)
    deliver_letter(letter.job_id)
    job = Job.objects.get(pk=letter.job_id)
    [code] = {answer[:3] for answer in answers.values()}
    assert outcome(letter) == ("due", "due")
    assert job.told == f"The mail server did not take the letter. It answered {code}."
    smtp.answers.clear()
    queue(letter)
    deliver_letter(letter.job_id)
    assert (outcome(letter), len(smtp.taken)) == (("sent", "done"), 1)


def test_an_error_names_nobody(letter, server, caplog):
    server({"RCPT": f"550 {letter.addressees[0]} is not here"})
    deliver_letter(letter.job_id)
    assert letter.addressees[0] not in caplog.text + Job.objects.get(pk=letter.job_id).error


@pytest.mark.parametrize("answers", [{"RCPT": "drop"}, {"DATA": "drop"}, {"end of DATA": "drop"}])
def test_a_line_that_drops_leaves_it_to_a_person(letter, server, answers):
    smtp = server(answers)
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")
    smtp.answers.clear()
    queue(letter)
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")
    assert len(smtp.taken) == ("end of DATA" in answers)


def test_a_letter_that_only_some_get_is_left_to_a_person(letter, server):
    change(letter, addressees=["a@example.org", "b@example.org"])
    smtp = server({("RCPT", "TO:<b@example.org>"): "550 nobody of that name"})
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")
    assert len(smtp.taken) == 1


def test_a_server_that_is_not_there_is_tried_again(letter, settings):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "ilc_migration.mail.EmailBackend",
        "127.0.0.1",
        port,
    )
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("due", "due")
    assert Job.objects.get(pk=letter.job_id).told == "The mail server could not be reached."


def test_a_server_that_says_nothing_is_tried_again(letter, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = "ilc_migration.mail.EmailBackend", "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.2
        deliver_letter(letter.job_id)
    assert outcome(letter) == ("due", "due")


@pytest.mark.parametrize("fields", [{"addressees": []}, {"state": "held"}, {"state": "cancelled"}])
def test_a_letter_that_may_not_go_out_fails_at_once(letter, fields):
    change(letter, **fields)
    deliver_letter(letter.job_id)
    assert Job.objects.get(pk=letter.job_id).state == "failed"
    assert mail.outbox == []


def test_letters_of_a_closed_survey_are_held(letter):
    with acting_as("tests"):
        letter.survey_return.survey.closed = True
        letter.survey_return.survey.save()
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("held", "failed")
    assert mail.outbox == []


def test_a_subject_that_would_forge_a_head_is_not_sent(letter):
    change(letter, subject="Hello\nBcc: everybody@example.org")
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("due", "due")
    assert mail.outbox == []
