"""How accounts work here: no sign-up but by invitation; mails of allauth go as the portal's own letters; secrets of
the second step are kept encrypted."""

from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from surveys import sealing
from surveys.actions.letters import write_account_letter
from surveys.actions.sign_in_links import send_sign_in_link
from surveys.models import User

PURPOSE = "second step of signing in"
# Recovery codes alone are none: they stand in for one of these.
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; letters instead of mails; links from the settings."""

    def is_open_for_signup(self, request):
        """Nobody makes an account alone; an invitation does (surveys.actions.people)."""
        return False

    def send_mail(self, template_prefix, email, context):
        """Write the mail as a letter that is due: no answer depends on the mail server.

        An address without an account gets a letter as well, so that neither page nor time tells which addresses
        have one (threats.md, A8).
        """
        user = context.get("user")
        language = user.language if user else translation.get_language()
        with translation.override(language), transaction.atomic():
            context = {**context, "current_site": {"domain": urlsplit(settings.PORTAL_URL).netloc}}
            write_account_letter(
                occasion=template_prefix.rsplit("/", 1)[-1],
                language=language,
                addressee=email,
                subject=render_to_string(f"{template_prefix}_subject.txt", context).strip(),
                body=render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n",
                at=timezone.now(),
                secret=context.get("password_reset_url", ""),
            )

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell the owner that the password or the second step was changed, the things of which allauth notifies."""
        of_second_step = template_prefix.startswith("mfa/")
        changed = "mfa/email/second_step_changed" if of_second_step else "account/email/password_changed"
        self.send_mail(changed, user.email, {"user": user})

    def get_reauthentication_methods(self, user):
        """The ways to confirm that it is oneself, in the portal's words: not all languages have allauth's."""
        words = {
            "reauthenticate": gettext("Password"),
            "mfa_reauthenticate": gettext("Code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words[way["id"]]} for way in ways]

    def get_reset_password_from_key_url(self, key):
        """The link in the letter, whatever host the request was sent to (threats.md, A7)."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PORTAL_URL.rstrip("/") + path.replace("UID-KEY", quote(key))

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failed attempts are counted for each account and network: nobody can lock somebody else out (A9)."""
        return f"{self.get_client_ip(request)}:{credentials.get('email', '').lower()}"


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of the second step are sealed."""

    def encrypt(self, text):
        """What the database keeps of a secret."""
        return sealing.seal(text, purpose=PURPOSE, keys=settings.SEALING_KEYS)

    def generate_authenticator_name(self, user, type):
        """What a passkey is called until its owner calls it otherwise."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def decrypt(self, encrypted_text):
        """The secret; raises sealing.Unreadable when none of the keys is the one that sealed it."""
        return sealing.unseal(encrypted_text, purpose=PURPOSE, keys=settings.SEALING_KEYS)


def has_second_step(user):
    """Whether signing in takes this person more than a password."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def send_sign_in_link_to(request, email):
    """Write a letter to this address: with the link, or that there is no account (threats.md, A8)."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user:
        send_sign_in_link(user=user, at=timezone.now())
    else:
        get_adapter(request).send_mail("account/email/unknown_account", email, {"email": email})
