"""Close accounts, end sessions, remove a second step that is lost."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from surveys.actions.letters import write_account_letter
from surveys.actions.write_keys import once
from surveys.models import Invitation, SecondFactorReset, User
from surveys.permissions import is_administrator

RESET_LIFETIME = timedelta(hours=24)


class MayNot(Exception):
    """This person may not ask for this, or not consent to it."""


class NotOpen(Exception):
    """The request was answered, withdrawn, or has expired."""


def end_sessions(user: User) -> int:
    """End all sessions of this person in the caller's transaction; how many there were.

    Every session is looked at, not only those that the page of sessions lists: nothing may be left open.
    """
    ended = [session.pk for session in Session.objects.iterator() if _owner(session) == str(user.pk)]
    UserSession.objects.filter(user=user).delete()
    Session.objects.filter(pk__in=ended).delete()
    return len(ended)


def _owner(session: Session) -> Any:
    return session.get_decoded().get(SESSION_KEY)


def close_account(*, user: User, at: datetime) -> None:
    """Close the account: its sessions end in the same transaction, and what it offered to others is withdrawn."""
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user)
        Invitation.objects.open().filter(invited_by=user).update(withdrawn_at=at)


def ask_for_reset(*, person: User, reason: str, by: User, key: str, at: datetime) -> int:
    """Ask that the second step of this person be removed; the number of the request. It may be answered for a day.

    Raises MayNot unless an administrator asks, and for another person; KeyReused.
    """
    if not is_administrator(by) or person == by:
        raise MayNot

    def act() -> int:
        # Of two who ask at once the second waits here, and its request takes the place of the first.
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        SecondFactorReset.objects.unanswered().filter(person=person).update(withdrawn_at=at)
        reset = SecondFactorReset.objects.create(
            person=person, reason=reason, asked_by=by, asked_at=at, expires_at=at + RESET_LIFETIME
        )
        return reset.pk

    request = {"reset": person.pk, "reason": reason}
    number: int = once(user=by, key=key, request=request, at=at, act=act)
    return number


def consent_to_reset(*, reset: SecondFactorReset, by: User, at: datetime) -> None:
    """Remove the person's second step and end their sessions, since a second administrator agrees; tell the person.

    Raises MayNot for whoever asked, for the person and for whoever is no administrator; NotOpen.
    """
    if not is_administrator(by) or by.pk in {reset.asked_by_id, reset.person_id}:
        raise MayNot
    with transaction.atomic():
        locked = SecondFactorReset.objects.open(at).select_for_update(no_key=True).filter(pk=reset.pk).first()
        if locked is None:
            raise NotOpen
        locked.consented_by, locked.consented_at = by, at
        locked.save(update_fields=["consented_by", "consented_at"])
        Authenticator.objects.filter(user=locked.person).delete()
        end_sessions(locked.person)
        _tell(locked.person, at)


def withdraw_reset(*, reset: SecondFactorReset, at: datetime) -> None:
    """Take the request back, or refuse it; one that was consented to stays as it is."""
    SecondFactorReset.objects.unanswered().filter(pk=reset.pk).update(withdrawn_at=at)


def _tell(person: User, at: datetime) -> None:
    context = {"current_site": {"domain": urlsplit(settings.PORTAL_URL).netloc}}
    with override(person.language):
        write_account_letter(
            occasion="second_step_reset",
            language=person.language,
            addressee=person.email,
            subject=render_to_string("account/email/second_step_reset_subject.txt", context).strip(),
            body=render_to_string("account/email/second_step_reset_message.txt", context).strip() + "\n",
            at=at,
        )
