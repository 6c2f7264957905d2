"""Deliver letters: at most once each. What cannot be known is left to a person, never sent twice."""

from smtplib import SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models.functions import Now

from surveys.actions.jobs import Claim
from surveys.models import Letter
from surveys.models.history import acting_as

WORKER = "worker:deliver_letter"


def deliver_letter(claim: Claim) -> None:
    """Send the letter of a claimed job.

    The letter is marked as being sent, and that is committed, before the mail server is spoken to. One that is found
    so marked was interrupted: whether it went out cannot be known, so it becomes `unknown` and a person looks. A
    refusal before the text was taken raises, and the job is tried again.
    """
    with acting_as(WORKER):
        letter = Letter.objects.get(job=claim.job_id)
        if letter.state == Letter.State.SENT:
            return _finish(claim, letter)
        if letter.state != Letter.State.DUE or not _take(letter):
            return _leave_to_a_person(claim, letter)
        try:
            _send(letter)
        except (SMTPServerDisconnected, TimeoutError):
            return _leave_to_a_person(claim, letter)
        except (SMTPException, OSError):
            Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING).update(state=Letter.State.DUE)
            raise
        return _finish(claim, letter)


def _take(letter: Letter) -> bool:
    due = Letter.objects.filter(pk=letter.pk, state=Letter.State.DUE)
    return due.update(state=Letter.State.SENDING) == 1


def _send(letter: Letter) -> None:
    EmailMessage(
        subject=letter.subject,
        body=letter.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=letter.addressees,
        headers={"Content-Language": letter.language, "X-Letter": f"{letter.kind} {letter.pk}"},
    ).send()


def _finish(claim: Claim, letter: Letter) -> None:
    with claim.finishing():
        unsent = Letter.objects.filter(pk=letter.pk).exclude(state=Letter.State.SENT)
        unsent.update(state=Letter.State.SENT, sent_at=Now())


def _leave_to_a_person(claim: Claim, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).exclude(state=Letter.State.SENT).update(state=Letter.State.UNKNOWN)
    claim.end_as_unknown("The sending was interrupted: whether the letter went out has to be checked.")
