"""What happens to every request before its view."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

from surveys.models.history import acting_as

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Language(LocaleMiddleware):
    """The interface's language: as chosen in this browser, else the user's, else the browser's own."""

    def process_request(self, request):
        """Activate the language before the view."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)


class Today:
    """The day that views see: today in Geneva, or the day that the demonstration pretends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.today = settings.PORTAL_TODAY or timezone.localdate()
        return self.get_response(request)


class NameTheActor:
    """Every write of a request names its user in the history."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in SAFE:
            return self.get_response(request)
        actor = request.user if request.user.is_authenticated else "anonymous"
        with acting_as(actor, channel="web"):
            return self.get_response(request)
