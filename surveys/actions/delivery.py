"""Deliver letters: at most once each. What cannot be known is left to a person, never sent twice."""

import logging
from contextlib import closing
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now

from surveys.actions.jobs import Claim, Hopeless, InTrouble
from surveys.actions.letters import BLANK, text_to_send
from surveys.emails.letters import html_of_text
from surveys.models import Letter, Trouble
from surveys.models.history import acting_as
from surveys.rendering import direction
from surveys.sealing import Unreadable

logger = logging.getLogger("portal.delivery")
WORKER = "worker:deliver_letter"
# A mail server that is away is given some hours.
LETTER_PAUSES = (30, 300, 1800, 7200)
REFUSALS = (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError)


class NotTaken(InTrouble):
    """The mail server is away, or answered that it does not take the letter: it may be tried again."""


def deliver_letter(claim: Claim) -> None:
    """Send the letter of a claimed job.

    The letter is marked as being sent, and that is committed, before its text is handed over. One that is found so
    marked was interrupted: whether it went out cannot be known, so it becomes `unknown` and a person looks. A server
    that cannot be reached or that refuses raises, and the job is tried again.
    """
    with acting_as(WORKER):
        letter = Letter.objects.select_related("survey_return__survey").get(job=claim.job_id)
        if letter.state == Letter.State.SENT:
            return _finish(claim, letter)
        if letter.state in {Letter.State.SENDING, Letter.State.UNKNOWN}:
            return _leave_to_a_person(claim, letter)
        message = _message_of(letter)
        with closing(_opened()) as server:
            claim.progress(0, 1)
            return _hand_over(claim, letter, message, server)


def _opened() -> BaseEmailBackend:
    server: BaseEmailBackend = get_connection()
    try:
        server.open()
    except REFUSALS as refusal:
        raise NotTaken(Trouble.SERVER_REFUSED, codes=_codes(refusal)) from None
    except (OSError, SMTPException) as error:
        raise NotTaken(Trouble.SERVER_AWAY) from error
    return server


def _message_of(letter: Letter) -> EmailMultiAlternatives:
    """The mail, complete: plain text, and the same as HTML.

    Raises Hopeless for a letter that may not or cannot be sent.
    """
    if letter.state in {Letter.State.HELD, Letter.State.CANCELLED} or not letter.addressees:
        raise Hopeless(Trouble.LETTER_HELD)
    if letter.survey_return and letter.survey_return.survey.closed:
        Letter.objects.filter(pk=letter.pk, state=Letter.State.DUE).update(state=Letter.State.HELD)
        raise Hopeless(Trouble.SURVEY_CLOSED)
    text = _text_of(letter)
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=letter.addressees,
        headers={"Content-Language": letter.language, "X-Letter": f"{letter.kind} {letter.pk}"},
    )
    message.attach_alternative(letter.html or _html_of(letter, text), "text/html")
    # What cannot be written as a mail is found out here, while nothing is marked.
    message.message()
    return message


def _text_of(letter: Letter) -> str:
    if letter.survey_return_id is None and BLANK in letter.body and not letter.sealed:
        raise Hopeless(Trouble.LINK_GONE)
    try:
        return text_to_send(letter)
    except Unreadable:
        raise Hopeless(Trouble.KEY_GONE) from None


def _hand_over(claim: Claim, letter: Letter, message: EmailMultiAlternatives, server: BaseEmailBackend) -> None:
    due = Letter.objects.filter(pk=letter.pk, state=Letter.State.DUE)
    if due.update(state=Letter.State.SENDING) != 1:
        return _leave_to_a_person(claim, letter)
    try:
        server.send_messages([message])
    except REFUSALS as refusal:
        Letter.objects.filter(pk=letter.pk, state=Letter.State.SENDING).update(state=Letter.State.DUE)
        raise NotTaken(Trouble.SERVER_REFUSED, codes=_codes(refusal)) from None
    except Exception as error:  # noqa: BLE001 - whatever it was, the letter may have gone out
        logger.warning("letter %s was interrupted: %s", letter.pk, type(error).__name__)
        return _leave_to_a_person(claim, letter)
    return _finish(claim, letter)


def _html_of(letter: Letter, text: str) -> str:
    """Letters about accounts are written as plain text only."""
    return html_of_text(letter.subject, text, letter.language, direction(letter.language))


def _codes(refusal: Exception) -> str:
    """The server's codes alone: its words may name people, and errors are logged."""
    if isinstance(refusal, SMTPRecipientsRefused):
        return ", ".join(sorted({str(code) for code, _words in refusal.recipients.values()}))
    return str(getattr(refusal, "smtp_code", type(refusal).__name__))


def _finish(claim: Claim, letter: Letter) -> None:
    with claim.finishing():
        unsent = Letter.objects.filter(pk=letter.pk).exclude(state=Letter.State.SENT)
        unsent.update(state=Letter.State.SENT, sent_at=Now(), sealed="")


def _leave_to_a_person(claim: Claim, letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).exclude(state=Letter.State.SENT).update(state=Letter.State.UNKNOWN)
    claim.end_as_unknown(Trouble.INTERRUPTED)
