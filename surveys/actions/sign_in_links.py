"""Links that sign in once: asked for by an address, spent by pressing a button on the page that they open."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from surveys.actions.letters import write_letter
from surveys.models import SignInLink, Survey, User

# The letter cuts the minutes off; more than one hour is left when it arrives at once.
LIFETIME = timedelta(hours=2)


class LinkGone(Exception):
    """No link that may still be used has this digest."""


def send_sign_in_link(*, user: User, at: datetime) -> None:
    """Write the letter with a link for this person, in their language. Raises LetterTemplate.DoesNotExist."""
    token, language = secrets.token_urlsafe(32), user.language.split("-")[0]
    survey = Survey.objects.order_by("-reply_by").first()
    with transaction.atomic():
        link = SignInLink.objects.create(
            user=user, token_hash=digest_of_token(token), asked_at=at, expires_at=at + LIFETIME
        )
        write_letter(
            survey_return=None,
            kind="sign_in_link",
            occasion=f"link {link.pk}",
            language=language,
            addressees=[user.email],
            variables={
                "url": link_to_sign_in(token),
                "valid_until": link.expires_at,
                "office_email": survey.office_email if survey else settings.DEFAULT_FROM_EMAIL,
            },
            at=at,
            hold=False,
            secret=link_to_sign_in(token),
        )


def spend_sign_in_link(*, digest: str, at: datetime) -> User:
    """The person whom the link signs in; of two uses at once exactly one wins. Raises LinkGone."""
    with transaction.atomic():
        link = SignInLink.objects.usable(at).select_for_update(of=("self",)).filter(token_hash=digest).first()
        if link is None:
            raise LinkGone
        link.used_at = at
        link.save(update_fields=["used_at"])
    user: User = link.user
    return user


def digest_of_token(token: str) -> str:
    """The digest under which the token of a link is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_to_sign_in(token: str) -> str:
    """The address that opens the link; never made from the request (threats.md, A7)."""
    portal: str = settings.PORTAL_URL
    return portal.rstrip("/") + reverse("account_sign_in_link_open", args=[token])
