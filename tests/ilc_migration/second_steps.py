"""Second steps for tests: an app whose codes are known, recovery codes."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(user, secret=SECRET):
    """The person, who has set up the app."""
    TOTP.activate(user, secret)
    return user


def with_recovery_codes(user):
    """The codes of the person, who has set up the app as well."""
    with_app(user)
    return RecoveryCodes.activate(user).get_unused_codes()


def code_now(secret=SECRET):
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def kinds_of(user):
    """Which second steps the person has."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
