"""Letters go out at most once; what cannot be known is left to a person."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.utils import timezone

from surveys.actions.upkeep import DAILY, ensure_daily_job
from surveys.models import Job, Letter, WriteKey
from surveys.models.history import acting_as
from surveys.tasks import daily, deliver_letter
from tests.factories import make_return, make_state, make_submission, make_survey, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    make_submission(make_return(make_survey(), make_state()))
    letter = Letter.objects.get(kind="acknowledgement")
    Job.objects.filter(pk=letter.job_id).update(state="queued")
    return letter


def outcome(letter):
    letter.refresh_from_db()
    return letter.state, Job.objects.get(pk=letter.job_id).state


def test_a_letter_goes_out_once_however_often_its_task_comes(letter):
    deliver_letter(letter.job_id)
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("sent", "done")
    [sent] = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (letter.addressees, letter.subject, letter.body)
    assert sent.extra_headers["Content-Language"] == letter.language


def test_a_crash_while_sending_leaves_it_to_a_person(letter):
    with acting_as("tests"):
        Letter.objects.filter(pk=letter.pk).update(state="sending")
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")
    assert mail.outbox == []


class Server:
    """Stands where the mail server is reached, and ends the conversation with an error."""

    def __init__(self, error):
        self.error = error

    def __call__(self, *args, **kwargs):
        raise self.error


def test_a_refusal_before_the_text_was_taken_is_tried_again(letter, monkeypatch):
    refused = SMTPRecipientsRefused({"x": (450, b"later")})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", Server(refused))
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("due", "due")


def test_a_line_that_drops_leaves_it_to_a_person(letter, monkeypatch):
    dropped = SMTPServerDisconnected("gone")
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", Server(dropped))
    deliver_letter(letter.job_id)
    assert outcome(letter) == ("unknown", "unknown")


def test_daily_work_forgets_old_keys_and_is_due_again_tomorrow():
    user, now = make_user(), timezone.now()
    old, kept = now - timedelta(days=31), now - timedelta(days=29)
    for key, at, for_ever in (("old", old, False), ("young", kept, False), ("submission", old, True)):
        WriteKey.objects.create(user=user, key=key, request_digest="x", at=at, for_ever=for_ever)
    ensure_daily_job(now)
    ensure_daily_job(now)
    job = Job.objects.get(task=DAILY)
    Job.objects.update(state="queued")
    daily(job.pk)
    assert set(WriteKey.objects.values_list("key", flat=True)) == {"young", "submission"}
    again = Job.objects.get(task=DAILY, state="due")
    assert timedelta(hours=23) < again.due_at - now < timedelta(hours=25)
