"""Invitations: those who look after them, and those who accept one."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.people import (
    InvitationGone,
    MayNotInvite,
    OtherAccount,
    accept,
    consent,
    digest_of,
    grouped,
    link_to,
    second_administrators,
    withdraw,
)
from surveys.actions.write_keys import KeyReused
from surveys.forms.people import AcceptForm, CodeForm, InviteForm
from surveys.models import Invitation, LetterTemplate, Questionnaire, User
from surveys.permissions import is_administrator, may_consent, may_invite

OPENED = "invitation"


@require_safe
def invitations(request):
    """The invitations that this person looks after, newest first, and what became of each."""
    if not may_invite(request.user):
        raise Http404
    at = timezone.now()
    visible = Invitation.objects.visible_to(request.user).select_related("member_state", "invited_by")
    rows = [(row, standing(row, at), may_consent(request.user, row)) for row in visible.order_by("-pk")]
    context = {"rows": rows}
    return render(request, "surveys/people/invitations.html", context)


def standing(invitation, at):
    """What became of the invitation by the instant `at`: used, withdrawn, expired, waiting or open."""
    if invitation.used_at:
        return "used"
    if invitation.withdrawn_at:
        return "withdrawn"
    if invitation.needs_consent and not invitation.consented_by_id and invitation.expires_at > at:
        return "waiting"
    return "expired" if invitation.expires_at <= at else "open"


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request):
    """Invite somebody; the link and the code are shown now and never again."""
    if not may_invite(request.user):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, by=request.user, sections=sections_to_give(get_language()))
    if form.is_valid():
        try:
            invited = form.save(at=timezone.now())
        except KeyReused:
            return render(request, "409.html", {"path": request.path}, status=409)
        except IntegrityError:
            form.add_error(None, _("Somebody else has just invited this address. See the list of invitations."))
        except LetterTemplate.DoesNotExist:
            form.add_error(None, _("There is no text for this letter: load the texts of letters first."))
        else:
            return invited_page(request, invited)
    alone = is_administrator(request.user) and not second_administrators(request.user).exists()
    context = {"form": form, "alone": alone}
    return render(request, "surveys/people/invite.html", context, status=400 if form.is_bound else 200)


@require_POST
def invitation_consent(request, pk):
    """Let an invitation into the Office go out, as the second administrator; link and code are shown once."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    if not is_administrator(request.user):
        raise Http404
    try:
        return invited_page(request, consent(invitation=invitation, by=request.user, at=timezone.now()))
    except MayNotInvite:
        messages.error(request, _("Somebody else has to consent: neither who invited nor who is invited."))
    except InvitationGone:
        messages.error(request, _("This invitation waits for nobody, or not any more. Nothing was changed."))
    return redirect("surveys:invitations")


def invited_page(request, invited):
    """What to pass on, shown once."""
    context = {"invitation": invited.invitation}
    if invited.token:
        context |= {"link": link_to(invited.token), "code": grouped(invited.code)}
    response = render(request, "surveys/people/invited.html", context)
    response["Cache-Control"] = "no-store"
    return response


def sections_to_give(language):
    """Pairs of name and title of the sections of the questionnaire published last."""
    published = Questionnaire.objects.filter(published_at__isnull=False).order_by("published_at", "pk").last()
    if published is None:
        return []
    definition = published.definition
    return [(section.name, definition.label(section.labels, language)) for section in definition.sections]


@require_POST
def invitation_withdraw(request, pk):
    """Take an invitation back."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    withdraw(invitation=invitation, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("surveys:invitations")


@login_not_required
@never_cache
@require_safe
def invitation_open(request, token):
    """Take the token out of the address; whether it is any good is told by the next page, the same for all.

    An answer of 4xx here would put the token into the log.
    """
    request.session[OPENED] = digest_of(token)
    response = redirect("surveys:invitation_accept")
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
def invitation_code(request):
    """Open an invitation by its code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.session[OPENED] = form.cleaned_data["code"]
        return redirect("surveys:invitation_accept")
    return render(request, "surveys/people/code.html", {"form": form}, status=400 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("form")
@sensitive_post_parameters("password")
def invitation_accept(request):
    """Say what the opened invitation is for; pressing the button spends it and signs in."""
    at = timezone.now()
    opened = Invitation.objects.usable(at).of_secret(request.session.get(OPENED, ""))
    invitation = opened.select_related("member_state").first()
    if invitation is None:
        return gone(request)
    if not may_accept(request.user, invitation):
        return accept_page(request, invitation, status=409 if request.method == "POST" else 200)
    form = AcceptForm(request.POST if request.method == "POST" else None, email=invitation.email)
    if request.user.is_authenticated and request.method == "POST":
        return spend(request, "", "", at)
    if form.is_valid():
        return spend(request, form.cleaned_data["name"], form.cleaned_data["password"], at)
    return accept_page(request, invitation, form=form, status=400 if form.is_bound else 200)


@login_not_required
@never_cache
@require_POST
def invitation_decline(request):
    """Decline the opened invitation, as its letter offers: it ends, and whoever invited sees so in the list."""
    opened = Invitation.objects.usable(timezone.now()).of_secret(request.session.get(OPENED, ""))
    invitation = opened.first()
    if invitation is None:
        return gone(request)
    withdraw(invitation=invitation, at=timezone.now())
    del request.session[OPENED]
    return render(request, "surveys/people/declined.html")


def may_accept(user, invitation):
    """Whether whoever looks at the invitation may accept it: its address, or nobody while it has no account."""
    if user.is_authenticated:
        return user.email == invitation.email
    return not User.objects.filter(email=invitation.email).exists()


def spend(request, name, password, at):
    """Accept the invitation that was opened, sign in, go to where the work is."""
    signed_in = request.user if request.user.is_authenticated else None
    digest = request.session.get(OPENED, "")
    try:
        user = accept(digest=digest, name=name, password=password, signed_in=signed_in, on=request.today, at=at)
    except InvitationGone:
        return gone(request)
    except OtherAccount:
        return redirect("surveys:invitation_accept")
    del request.session[OPENED]
    if signed_in is None:
        login(request, user)
        UserSession.objects.create_from_request(request)
    return redirect("home")


def accept_page(request, invitation, *, form=None, status):
    """The page of an invitation that may be used; without a form for whoever has to sign in or out first."""
    context = {"invitation": invitation, "form": form}
    return render(request, "surveys/people/accept.html", context, status=status)


def gone(request):
    """The one answer for links and codes that are used, expired, withdrawn or wrong."""
    return render(request, "surveys/people/gone.html", status=404)
