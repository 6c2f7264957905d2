"""Pages of one's own account that allauth does not bring."""

from io import BytesIO

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from qrcode.image.svg import SvgPathFillImage


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
