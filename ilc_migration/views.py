"""Pages of the project itself: the way in, health, errors."""

import logging
import sys

from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views import defaults
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ilc_migration.posted import what_was_typed
from surveys.models import Return, Survey

logger = logging.getLogger("portal.web")
AWAY = (OperationalError, InterfaceError)


@require_safe
def home(request):
    """Send everybody to where their work is: a government to its return, the Office to the latest survey."""
    roles = request.user.office_roles
    if roles & {"office_staff", "analyst"}:
        survey = Survey.objects.order_by("-reply_by").first()
        return redirect(survey) if survey else render(request, "home.html", {"returns": []})
    if "administrator" in roles:
        return redirect("surveys:invitations")
    returns = list(
        Return.objects.visible_to(request.user, on=request.today)
        .exclude(status="not_sent")
        .select_related("survey", "member_state")
        .order_by("-survey__reply_by", "member_state__iso3")
    )
    if len(returns) == 1:
        return redirect(returns[0])
    return render(request, "home.html", {"returns": returns})


@login_not_required
@require_POST
def set_language(request):
    """Remember the chosen language in this browser, and in the account of a person signed in."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
        if request.user.is_authenticated and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


@login_not_required
@never_cache
@require_safe
def health_live(request):
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def health_ready(request):
    """The process answers and its database does too; 503 otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request):
    """Sign out, or give up signing in half-way; the browser forgets its pages, so that Back shows nothing.

    What is kept in its storage is ciphertext and may not have reached us yet: it stays (design.md, section 9).
    """
    response = logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"'
    return response


def server_error(request):
    """What an unforeseen exception answers: 503 that keeps the text while the database is away, else 500."""
    error = sys.exc_info()[1]
    if isinstance(error, AWAY):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def bad_request(request, exception):
    """What a request answers that cannot be read: 413 that says how to go on where it is too large, else 400."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)


def unavailable(request):
    """The 503 page: says that nothing was saved, keeps the posted text, offers to send it again."""
    logger.warning("database away: %s", request.method)
    connection.close()
    context = {
        "posted": what_was_typed(request),
        "path": request.get_full_path(),
        "csrf": request.POST.get("csrfmiddlewaretoken", ""),
        "method": request.method,
    }
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": "10"})


def csrf_failure(request, reason=""):
    """A form whose token is stale: say so and keep what was typed, to be sent again with a fresh token."""
    context = {"posted": what_was_typed(request), "path": request.get_full_path()}
    return render(request, "403_csrf.html", context, status=403)
