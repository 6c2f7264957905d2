"""Invite people, take an invitation back, accept one: accounts are opened in no other way.

Of link and code only SHA-256 digests are kept. Opening the link spends nothing, since mail scanners open links;
accepting does, once (threats.md, A6).
"""

import hashlib
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from surveys.actions.appointments import end_for_successor
from surveys.actions.letters import write_letter
from surveys.actions.write_keys import once
from surveys.models import Appointment, Invitation, MemberState, OfficeRole, Survey, User
from surveys.permissions import grantable_roles, may_consent
from surveys.querysets import InvitationQuerySet

LIFETIME = timedelta(days=7)
# Crockford's alphabet: what is easily mistaken for 0 or 1 is not in it, nor is U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISTAKEN = str.maketrans("OIL", "011")
CODE_LENGTH = 52  # five bits each: 260, so that the code is as hard to guess as the link's 256
GROUP = 4


class MayNotInvite(Exception):
    """This person may not give this role, or gives it to themselves."""


class InvitationGone(Exception):
    """No invitation that may still be used has this link or code."""


class OtherAccount(Exception):
    """The address has an account already; its owner has to sign in before accepting."""


class Invited(NamedTuple):
    """The invitation with its link's token and its code, to be shown once; both empty when the key was used."""

    invitation: Invitation
    token: str
    code: str


def digest_of(secret: str) -> str:
    """The digest under which a token or a code is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_code() -> str:
    """A code that can be read out and typed, without the spaces that `grouped` puts in."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def grouped(code: str) -> str:
    """The code as it is shown: in groups of four."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code that was meant: capitals, spaces, dashes, wide letters and O for 0, I or L for 1 are forgiven."""
    letters = unicodedata.normalize("NFKC", typed).upper().translate(MISTAKEN)
    return "".join(letter for letter in letters if letter.isalnum())


def invite(
    *,
    email: str,
    role: str,
    member_state: MemberState | None,
    sections: Sequence[str],
    language: str,
    by: User,
    key: str,
    at: datetime,
) -> Invited:
    """Invite the person of this address into the role, withdraw the earlier invitation into it, write the letter.

    Into a role of the Office nothing goes out before a second administrator has consented, if there is one.
    Raises MayNotInvite, KeyReused for a key that stood for another invitation, LetterTemplate.DoesNotExist when
    the texts of letters have not been loaded.
    """
    address = email.strip().lower()
    if role not in grantable_roles(by):
        raise MayNotInvite(role)
    draft = Invitation(
        email=address,
        member_state=member_state,
        role=role,
        sections=list(sections),
        language=language,
        invited_by=by,
        needs_consent=role in OfficeRole.values and second_administrators(by, address).exists(),
    )
    return offer(draft=draft, key=key, at=at, write=lambda token: write_sign_in_link(draft, token, at))


def second_administrators(first: User, address: str = "") -> QuerySet[User]:
    """Who can consent to what this administrator wants for the person of this address."""
    return User.objects.administrators().exclude(pk=first.pk).exclude(email=address)


def offer(*, draft: Invitation, key: str, at: datetime, write: Callable[[str], object]) -> Invited:
    """Save the invitation once for this key, withdraw the earlier one into its role, have the letter written.

    `write` gets the token; nothing is written, and no token given, while a second administrator has to consent.
    The caller has asked whether it may be made. Raises MayNotInvite for one's own address, KeyReused.
    """
    by = draft.invited_by
    if draft.email == by.email:
        raise MayNotInvite(draft.role)
    token, code = arm(draft, at)

    def send() -> int:
        _earlier(draft).update(withdrawn_at=at)
        draft.save()
        if not draft.needs_consent:
            write(token)
        return draft.pk

    state = draft.member_state.iso3 if draft.member_state else ""
    request = {
        "email": draft.email,
        "role": draft.role,
        "state": state,
        "sections": draft.sections,
        "language": draft.language,
        "succeeds": draft.succeeds_id,
    }
    number = once(user=by, key=key, request=request, at=at, act=send)
    if draft.pk == number and not draft.needs_consent:
        return Invited(draft, token, code)
    return Invited(Invitation.objects.get(pk=number), "", "")


def arm(invitation: Invitation, at: datetime) -> tuple[str, str]:
    """Give the invitation a new link and code, good from now on; returns them, the row keeps digests alone."""
    token, code = secrets.token_urlsafe(32), new_code()
    invitation.token_hash, invitation.code_hash = digest_of(token), digest_of(code)
    invitation.expires_at = at + LIFETIME
    return token, code


def consent(*, invitation: Invitation, by: User, at: datetime) -> Invited:
    """Let an invitation into the Office go out, as the second administrator.

    Raises MayNotInvite for whoever invited, for the invited and for whoever is no administrator; InvitationGone.
    """
    if not may_consent(by, invitation):
        raise MayNotInvite(invitation.role)
    with transaction.atomic():
        locked = Invitation.objects.waiting(at).select_for_update(no_key=True).filter(pk=invitation.pk).first()
        if locked is None:
            raise InvitationGone
        token, code = arm(locked, at)
        locked.consented_by = by
        locked.save()
        write_sign_in_link(locked, token, at)
    return Invited(locked, token, code)


def write_sign_in_link(invitation: Invitation, token: str, at: datetime) -> None:
    """The letter with the link, which names no State, no survey and no role."""
    language = invitation.language.split("-")[0]
    survey = Survey.objects.order_by("-reply_by").first()
    write_letter(
        survey_return=None,
        kind="sign_in_link",
        occasion=f"invitation {invitation.pk}",
        language=language,
        addressees=[invitation.email],
        variables={
            "url": link_to(token),
            "valid_until": invitation.expires_at,
            "office_email": survey.office_email if survey else settings.DEFAULT_FROM_EMAIL,
        },
        at=at,
        hold=False,
        secret=link_to(token),
    )


def _earlier(invitation: Invitation) -> InvitationQuerySet:
    """Open invitations of the same address into the same role."""
    same = {"email": invitation.email, "member_state": invitation.member_state, "role": invitation.role}
    return Invitation.objects.open().filter(**same)


def link_to(token: str) -> str:
    """The address that opens the invitation; never made from the request (threats.md, A7)."""
    portal: str = settings.PORTAL_URL
    return portal.rstrip("/") + reverse("surveys:invitation_open", args=[token])


def withdraw(*, invitation: Invitation, at: datetime) -> None:
    """Take back an invitation that nobody has used; one that was used stays as it is."""
    Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=at)


def accept(*, digest: str, name: str, password: str, signed_in: User | None, on: date, at: datetime) -> User:
    """Spend the invitation whose link or code has this digest: the account, and its role from the day `on`.

    Of two uses at once exactly one wins. An address that has an account gets the role only when its owner is
    `signed_in`. Raises InvitationGone, OtherAccount.
    """
    with transaction.atomic():
        # The second of two waits here, and then the row no longer fits.
        locked = Invitation.objects.select_for_update(no_key=True).usable(at)
        invitation = locked.of_secret(digest).first()
        if invitation is None:
            raise InvitationGone
        user = _account(invitation, name, password, signed_in)
        _give_role(user, invitation, on)
        invitation.used_at = at
        invitation.save(update_fields=["used_at"])
        if invitation.succeeds:
            end_for_successor(invitation.succeeds, on=on, at=at)
    return user


def _account(invitation: Invitation, name: str, password: str, signed_in: User | None) -> User:
    if signed_in is not None and signed_in.email == invitation.email:
        return signed_in
    if signed_in is not None or User.objects.filter(email=invitation.email).exists():
        raise OtherAccount
    try:
        with transaction.atomic():
            return User.objects.create_user(invitation.email, password, name=name, language=invitation.language)
    except IntegrityError:
        raise OtherAccount from None


def _give_role(user: User, invitation: Invitation, on: date) -> None:
    if invitation.role in OfficeRole.values:
        user.groups.add(Group.objects.get_or_create(name=invitation.role)[0])
        if invitation.role == OfficeRole.ADMINISTRATOR and not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
        return
    appointment, made = Appointment.objects.get_or_create(
        user=user,
        member_state=invitation.member_state,
        role=invitation.role,
        valid_until=None,
        defaults={"valid_from": on, "sections": invitation.sections},
    )
    if not made:
        appointment.sections = sorted({*appointment.sections, *invitation.sections})
        appointment.valid_from = min(appointment.valid_from, on)
        appointment.save(update_fields=["sections", "valid_from"])
