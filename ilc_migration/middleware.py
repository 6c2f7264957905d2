"""What happens to every request before its view."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from ilc_migration.accounts import has_second_step
from ilc_migration.languages import language_in
from ilc_migration.posted import what_was_typed
from surveys.models.history import acting_as

JSON = "application/json"
# What somebody without the second step that they need may open: setting it up, and the ways out.
WITHOUT_SECOND_STEP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_totp_image",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "account_logout",
        "set_language",
        "health_live",
        "health_ready",
    }
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Language(LocaleMiddleware):
    """The interface's language: that of the address where it names one, else as chosen in this browser, else the
    user's, else the browser's own."""

    def process_request(self, request):
        """Activate the language before the view. An address that names one is everybody's: nobody is looked up."""
        if in_address := language_in(request.path_info):
            translation.activate(in_address)
            request.LANGUAGE_CODE = in_address
            return
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)

    def process_response(self, request, response):
        """Say the language; where the address names it, the answer does not vary with who asks."""
        return response if language_in(request.path_info) else super().process_response(request, response)


class LoginRequired(LoginRequiredMiddleware):
    """Closed unless opened. What a script asks for is refused with 401 when signed out: a redirect would put the
    sign-in page where an answer was expected, over what somebody has typed (threats.md, A19). What a form sends
    signed out comes back on a page of its own, to be sent again after signing in beside it."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        """An open view is open before anybody is looked up, so that its answer need not vary with a cookie."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def get_login_url(self, view_func):
        """There is one page for signing in; the Django admin would name its own."""
        return settings.LOGIN_URL

    def handle_no_permission(self, request, view_func):
        """401 for a script and for a form, the way to sign in for everybody else."""
        if asked_by_script(request):
            return HttpResponse(status=401)
        if request.method == "POST":
            context = {"posted": what_was_typed(request), "path": request.get_full_path(), "has_files": request.FILES}
            return render(request, "401.html", context, status=401)
        return super().handle_no_permission(request, view_func)


def asked_by_script(request):
    """Whether htmx or another script of ours asks, and not a browser that goes to a page."""
    return "HX-Request" in request.headers or request.get_preferred_type(["text/html", JSON]) == JSON


class Compress(GZipMiddleware):
    """Pages travel compressed, on slow lines above all; files are so already (look.md, Weight)."""

    def process_response(self, request, response):
        """Compress what is text."""
        is_text = response.get("Content-Type", "").startswith(("text/html", JSON))
        return super().process_response(request, response) if is_text else response


class NoStore:
    """Nothing that somebody saw while signed in stays in the browser or on the way there (threats.md, A20)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # By the cookie, not by the user: this must not ask the database, which may be away.
        cookie = settings.SESSION_COOKIE_NAME
        is_signed_in = cookie in request.COOKIES or cookie in response.cookies
        # Pages that give back what was typed are sent to whose cookie is gone already.
        if is_signed_in or request.method not in SAFE:
            response["Cache-Control"] = "no-store"
        return response


class Today:
    """The day that views see: today in Geneva, or the day that the demonstration pretends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.today = settings.PORTAL_TODAY or timezone.localdate(timezone=timezone.get_default_timezone())
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


class SecondStep:
    """People of the Office get no further than to setting up their second step until they have one (A9)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """The way to set it up instead of the page; 403 for a script. Whoever reads what is published is nobody."""
        if language_in(request.path_info):
            return None
        if not (settings.REQUIRE_SECOND_FACTOR and request.user.is_authenticated and belongs_to_office(request.user)):
            return None
        request.second_step_missing = not has_second_step(request.user)
        if not request.second_step_missing or request.resolver_match.view_name in WITHOUT_SECOND_STEP:
            return None
        if asked_by_script(request):
            return JsonResponse({"error": "second step missing"}, status=403)
        return redirect("mfa_index")


def belongs_to_office(user):
    """Whether this person sees more than one government does."""
    return user.is_staff or user.is_superuser or bool(user.office_roles)
