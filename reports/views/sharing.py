"""Answers that are the same for everybody, and that caches may keep and ask about."""

import hashlib
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

# A correction has to be seen within minutes; a file that never changes may be kept.
MINUTES, FOR_EVER = "public, max-age=300", "public, max-age=31536000, immutable"


def shared(kept=MINUTES):
    """Decorate a view of everybody: answers in the language of its address, with the digest of what it says.

    Who has that answer already gets 304. The view must read neither the user nor any cookie.
    """

    def decorate(view):
        @login_not_required
        @require_safe
        @wraps(view)
        def answer(request, language, **arguments):
            with translation.override(language):
                response = view(request, language, **arguments)
            return marked(request, response, language, kept)

        return answer

    return decorate


def marked(request, response, language, kept):
    """The response with language, validator and how long it may be kept; 304 to whoever has it."""
    etag = quote_etag(hashlib.sha256(response.getvalue()).hexdigest())
    response["Content-Language"], response["Cache-Control"], response["ETag"] = language, kept, etag
    return get_conditional_response(request, etag=etag, response=response)


def addresses_in(request):
    """Pairs of language and the address of this page in it."""
    match = request.resolver_match
    return [
        (code, settings.PORTAL_URL + reverse(match.view_name, kwargs={**match.kwargs, "language": code}))
        for code, _name in settings.LANGUAGES
    ]
