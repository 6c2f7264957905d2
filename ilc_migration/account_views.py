"""Pages of one's own account that allauth does not bring."""

from io import BytesIO

import qrcode
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage

from ilc_migration.accounts import send_sign_in_link_to
from ilc_migration.forms import SignInLinkForm
from surveys.actions.sign_in_links import LinkGone, digest_of_token, spend_sign_in_link
from surveys.models import SignInLink

OPENED = "sign_in_link"


@require_safe
def totp_image(request):
    """The secret that is being set up, as an image to be read by a telephone; the page has it in letters as well."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if secret is None:
        raise Http404
    content = BytesIO()
    address = get_adapter().build_totp_url(request.user, secret)
    qrcode.make(address, image_factory=SvgPathFillImage).save(content)
    return HttpResponse(content.getvalue(), content_type="image/svg+xml")


@require_POST
def session_end(request, session):
    """End one of one's own sessions; one that has ended meanwhile, or is somebody else's, is not there."""
    end_sessions(request, UserSession.objects.filter(user=request.user, pk=session))
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request):
    """Ask for a link that signs in; the answer is the same whether or not the address has an account (A8)."""
    form = SignInLinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "account/sign_in_link.html", {"form": form}, status=400 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return ratelimit.respond_429(request)
    send_sign_in_link_to(request, email)
    return redirect("account_sign_in_link_sent")


@login_not_required
@require_safe
def sign_in_link_sent(request):
    """Where to look for the letter."""
    return render(request, "account/sign_in_link_sent.html")


@login_not_required
@never_cache
@require_safe
def sign_in_link_open(request, token):
    """Take the token out of the address; opening spends nothing, since mail scanners open links."""
    request.session[OPENED] = digest_of_token(token)
    response = redirect("account_sign_in_link_use")
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link_use(request):
    """Pressing the button spends the link and signs in; whoever has a second step is asked for it as always."""
    digest, at = request.session.get(OPENED, ""), timezone.now()
    if request.method != "POST":
        usable = SignInLink.objects.usable(at).filter(token_hash=digest).exists()
        return render(request, "account/sign_in_link_use.html", {"usable": usable}, status=200 if usable else 404)
    try:
        user = spend_sign_in_link(digest=digest, at=at)
    except LinkGone:
        return render(request, "account/sign_in_link_use.html", {"usable": False}, status=404)
    del request.session[OPENED]
    record_authentication(request, user, "link")
    return perform_login(request, Login(user=user))
