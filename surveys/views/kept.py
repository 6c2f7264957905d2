"""Answers that could not be sent are kept on the person's computer as ciphertext; here is what opens them."""

from base64 import b64encode

from django.http import JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from surveys.views.fetching import fetch_for_answering

KEY_FOR, OWNER_FOR = "surveys.kept.key", "surveys.kept.owner"


@require_safe
def kept_key(request, slug, iso3):
    """The key for what this person keeps of this return, and the name under which it is kept."""
    survey_return = fetch_for_answering(request, slug, iso3)
    key = b64encode(derived(KEY_FOR, request.user, survey_return)).decode()
    return JsonResponse({"owner": owner_of(request.user, survey_return), "key": key})


def owner_of(user, survey_return) -> str:
    """A name for this person's copies of this return that tells nobody else anything."""
    return derived(OWNER_FOR, user, survey_return).hex()[:24]


def derived(purpose: str, user, survey_return) -> bytes:
    """256 bits that are always the same for a person and a return, and that nobody can make without SECRET_KEY.

    The same, and not drawn for each session: what a session could not send before it ended is opened by the next
    one of the same person. The browser has the key in memory only, and is given it only while signed in.
    """
    return salted_hmac(purpose, f"{user.pk}:{survey_return.pk}", algorithm="sha256").digest()
