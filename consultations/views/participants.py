"""Who organized a consultation and who took part."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultations.actions.consultations import add_participation, remove_participation
from consultations.actions.versions import ChangedMeanwhile, NotPossible
from consultations.forms.fields import KeyedForm, new_key
from consultations.forms.participants import ParticipationForm
from consultations.forms.refusals import add_refusal
from consultations.models import Participation
from consultations.permissions import may_keep_register
from consultations.views.conflicts import refuse_reuse
from consultations.views.editing import who
from consultations.views.entry import by_part, shortfall
from consultations.views.frame import fetch_consultation, frame, status_of, steps_to
from surveys.actions.write_keys import KeyReused


@require_http_methods(["GET", "HEAD", "POST"])
def participants(request, slug, code):
    """All who are named, each with a button that removes it, and the form for one more."""
    found = fetch_consultation(request, slug, code, may_keep_register)
    form = ParticipationForm(request.POST if request.method == "POST" else None, consultation=found)
    if form.is_valid():
        try:
            add_participation(consultation=found, values=form.values(), **who(request, form))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("It is named."))
            return redirect(f"{reverse('consultations:participants', args=[slug, code])}#one-more")
    context = frame(
        request,
        found.survey,
        consultation=found,
        form=form,
        parts=by_part(found),
        shortfall=shortfall(found),
        key=new_key(),
        steps=steps_to(found.survey, found),
    )
    return render(request, "consultations/participants.html", context, status=status_of(form))


@require_POST
def participant_remove(request, slug, code, pk):
    """Name somebody no longer."""
    found = fetch_consultation(request, slug, code, may_keep_register)
    participation = get_object_or_404(Participation, consultation=found, pk=pk)
    form, address = KeyedForm(request.POST), reverse("consultations:participants", args=[slug, code])
    if not form.is_valid():
        raise BadRequest("key")
    try:
        remove_participation(participation=participation, seen=form.cleaned_data["seen"], **who(request, form))
    except (ChangedMeanwhile, KeyReused):
        return render(request, "409.html", {"path": address}, status=409)
    messages.success(request, _("It is named no longer. The history keeps it."))
    return redirect(address)
