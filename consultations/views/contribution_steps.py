"""What is done with a contribution: invited, reminded of, received, declined, a document added."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.contributions import NotExpected, decline, invite, receive, remind
from consultations.actions.documents import store_document
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.contributions import DeclineForm, InviteForm, ReceiveForm, RemindForm
from consultations.forms.participants import DocumentForm
from consultations.permissions import may_keep_register
from consultations.views.conflicts import refuse_reuse
from consultations.views.contributions import contribution_page, fetch_contribution, steps_to
from consultations.views.editing import who
from consultations.views.frame import frame
from surveys.actions.write_keys import KeyReused
from surveys.file_types.refused import Refused
from surveys.forms.uploads import status_of, words_of_refusal


def take(request, found, name, form, act, told):
    """Do it with the contribution, or show the page again with the reason why not and everything that was typed."""
    if not form.is_valid():
        return contribution_page(request, found, {name: form}, status=400)
    try:
        act(contribution=found, **who(request, form))
    except (ChangedMeanwhile, NotExpected, NotPossible):
        words = _("Somebody has changed this contribution meanwhile. Nothing was done; look at it again first.")
        form.add_error(None, words)
        form.again(seen=last_event(found))
        return contribution_page(request, found, {name: form}, status=409)
    except KeyReused:
        refuse_reuse(form, seen=last_event(found))
        return contribution_page(request, found, {name: form}, status=409)
    messages.success(request, told)
    return redirect(found)


@require_POST
def contribution_invite(request, slug, code):
    """Write the invitation to the contributor."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    form = InviteForm(request.POST, today=request.today)

    def act(**options):
        cleaned = form.cleaned_data
        invite(due_on=cleaned["due_on"], on=request.today, seen=cleaned["seen"], **options)

    words = _("The invitation is written.") if found.contributor.email else _("The invitation is written and held.")
    return take(request, found, "invite_form", form, act, words)


@require_POST
def contribution_remind(request, slug, code):
    """Write a reminder; a second one on the same day is none."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    form = RemindForm(request.POST)
    if not form.is_valid():
        return contribution_page(request, found, {"remind_form": form}, status=400)
    try:
        done = remind(contributions=[found], on=request.today, **who(request, form))
    except KeyReused:
        refuse_reuse(form)
        return contribution_page(request, found, {"remind_form": form}, status=409)
    if done.left:
        messages.warning(request, _("No reminder was written: there is one of today, or nothing is awaited."))
    else:
        held, written = _("The reminder is written and held."), _("The reminder is written.")
        messages.success(request, held if done.held else written)
    return redirect(found)


@require_POST
def contribution_receive(request, slug, code):
    """Note that it has come."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    form = ReceiveForm(request.POST, today=request.today)

    def act(**options):
        cleaned = form.cleaned_data
        receive(on=cleaned["received_on"], flags=form.flags(), seen=cleaned["seen"], **options)

    return take(request, found, "receive_form", form, act, _("The contribution is recorded as received."))


@require_POST
def contribution_decline(request, slug, code):
    """Note that the contributor declined."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    form = DeclineForm(request.POST, today=request.today)

    def act(**options):
        cleaned = form.cleaned_data
        decline(on=cleaned["declined_on"], notes=cleaned["notes"], seen=cleaned["seen"], **options)

    return take(request, found, "decline_form", form, act, _("The contribution is recorded as declined."))


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_upload(request, slug, code):
    """Add a file to a contribution."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    status = 400 if form.is_bound else 200
    if form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "language", "day")}
        try:
            store_document(
                upload=form.cleaned_data["file"], contribution=found, by=request.user, at=timezone.now(), **fields
            )
        except Refused as refused:
            form.add_error("file", words_of_refusal(refused))
            status = status_of(refused)
        else:
            messages.success(request, _("The document is stored."))
            return redirect(f"{found.get_absolute_url()}#documents")
    context = frame(request, found.survey, thing=found, form=form, steps=steps_to(found.survey, found))
    return render(request, "consultations/contribution_upload.html", context, status=status)
