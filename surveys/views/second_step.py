"""Lost second steps: one administrator asks that it be removed, another one consents."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.actions.accounts import MayNot, NotOpen, consent_to_reset, withdraw_reset
from surveys.actions.people import second_administrators
from surveys.actions.write_keys import KeyReused
from surveys.forms.second_step import AskForResetForm
from surveys.models import SecondFactorReset
from surveys.permissions import is_administrator


@require_http_methods(["GET", "HEAD", "POST"])
def resets(request):
    """What has been asked for and what became of it; ask for another one."""
    if not is_administrator(request.user):
        raise Http404
    form = AskForResetForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            form.save(at=timezone.now())
        except KeyReused:
            return render(request, "409.html", {"path": request.path}, status=409)
        messages.success(request, _("Another administrator has to consent within 24 hours."))
        return redirect("surveys:resets")
    at = timezone.now()
    rows = SecondFactorReset.objects.select_related("person", "asked_by", "consented_by").order_by("-pk")
    context = {
        "form": form,
        "rows": [(row, standing(row, at), may_answer(request.user, row)) for row in rows],
        "alone": not second_administrators(request.user).exists(),
    }
    return render(request, "surveys/people/resets.html", context, status=400 if form.is_bound else 200)


def standing(reset, at):
    """What became of the request by the instant `at`: done, withdrawn, expired or open."""
    if reset.consented_at:
        return "done"
    if reset.withdrawn_at:
        return "withdrawn"
    return "expired" if reset.expires_at <= at else "open"


def may_answer(user, reset):
    """Whether this administrator can be the second one."""
    return user.pk not in {reset.asked_by_id, reset.person_id}


def fetch_reset(request, pk):
    """The request, for administrators."""
    if not is_administrator(request.user):
        raise Http404
    return get_object_or_404(SecondFactorReset, pk=pk)


@require_POST
def reset_consent(request, pk):
    """Consent as the second administrator: the second step is removed, the sessions end."""
    reset = fetch_reset(request, pk)
    try:
        consent_to_reset(reset=reset, by=request.user, at=timezone.now())
    except MayNot:
        messages.error(request, _("Somebody else has to consent: neither who asked nor whom it concerns."))
    except NotOpen:
        messages.error(request, _("This request has been answered or has expired. Nothing was changed."))
    else:
        messages.success(request, _("The second step is removed, and all sessions of the person have ended."))
    return redirect("surveys:resets")


@require_POST
def reset_withdraw(request, pk):
    """Take the request back, or refuse it."""
    withdraw_reset(reset=fetch_reset(request, pk), at=timezone.now())
    messages.success(request, _("The request is withdrawn. Nothing was changed."))
    return redirect("surveys:resets")
