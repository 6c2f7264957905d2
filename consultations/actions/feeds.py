"""Addresses under which calendar programs read the register: made, revoked, recognized."""

import hashlib
from datetime import datetime
from secrets import token_urlsafe

from consultations.models import CalendarFeed
from consultations.permissions import may_read_register
from surveys.actions.write_keys import once
from surveys.models import Survey, User

OCTETS = 32


def make_feed(*, survey: Survey, by: User, language: str, key: str, at: datetime) -> str | None:
    """A new secret address in the place of the one there was; its secret, which is told this once and not kept.

    None for a key that has made one before. Raises KeyReused.
    """
    secret = token_urlsafe(OCTETS)

    def act() -> int:
        revoke_all(survey, by, at)
        feed = CalendarFeed.objects.create(
            survey=survey, user=by, secret_digest=digest_of(secret), language=language, made_at=at
        )
        return int(feed.pk)

    made = once(user=by, key=key, request={"feed": survey.pk, "language": language}, at=at, act=act)
    return secret if CalendarFeed.objects.filter(pk=made, secret_digest=digest_of(secret)).exists() else None


def revoke_feed(*, survey: Survey, by: User, at: datetime) -> None:
    """End the person's address, if there is one; doing so twice is one act."""
    revoke_all(survey, by, at)


def revoke_all(survey: Survey, user: User, at: datetime) -> None:
    """Row by row, so that the history names each."""
    for feed in CalendarFeed.objects.filter(survey=survey, user=user, revoked_at__isnull=True):
        feed.revoked_at = at
        feed.save(update_fields=["revoked_at"])


def feed_of(secret: str) -> CalendarFeed | None:
    """The feed of this secret, as long as it is not revoked and its person still reads the register."""
    found: CalendarFeed | None = CalendarFeed.objects.open_by(digest_of(secret)).first()
    if found is None or not found.user.is_active or not may_read_register(found.user):
        return None
    return found


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
