"""Enter a consultation, change it, say what became of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from consultations.actions.consultations import change_consultation, enter_consultation, record_consultation
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.consultations import ConsultationForm
from consultations.forms.participants import RecordForm
from consultations.forms.refusals import add_refusal
from consultations.models import Consultation
from consultations.permissions import may_keep_register
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.frame import fetch_consultation, fetch_survey, frame, status_of, steps_to
from surveys.actions.write_keys import KeyReused

MOST_NAMED = 500


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_new(request, slug):
    """Enter a consultation."""
    survey = fetch_survey(request, slug, may_keep_register)
    data = request.POST if request.method == "POST" else None
    form = ConsultationForm(data, survey=survey, today=request.today)
    if form.is_valid():
        try:
            made = enter_consultation(
                survey=survey, code=form.cleaned_data["code"], values=form.values(), **who(request, form)
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The consultation is entered. Now say who organized it and who took part."))
            return redirect("consultations:participants", slug, made.code)
    return edit_page(request, survey, form)


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_edit(request, slug, code):
    """Change a consultation; what somebody else has stored meanwhile is shown beside what was typed."""
    found = fetch_consultation(request, slug, code, may_keep_register)
    options = {"survey": found.survey, "today": request.today, "consultation": found}
    now = last_event(found)
    form = ConsultationForm(request.POST if request.method == "POST" else None, initial={"seen": now}, **options)
    conflict = None
    if form.is_valid():
        try:
            change_consultation(
                consultation=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form)
            )
        except ChangedMeanwhile:
            conflict = conflict_of(form, ConsultationForm(**options), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The consultation is changed."))
            return redirect(found)
    return edit_page(request, found.survey, form, consultation=found, conflict=conflict)


def edit_page(request, survey, form, consultation=None, conflict=None):
    """The page with the form."""
    context = frame(
        request,
        survey,
        form=form,
        consultation=consultation,
        conflict=conflict,
        named=named_in(survey),
        steps=steps_to(survey, *([consultation] if consultation else [])),
    )
    return render(request, "consultations/edit.html", context, status=status_of(form))


def named_in(survey):
    """The titles that a field may be filled with: of the latest, since a list of thousands helps nobody."""
    latest = Consultation.objects.filter(survey=survey).in_time(latest_first=True).only("titles", "code")
    return sorted({str(one) for one in latest[:MOST_NAMED]})


def who(request, form):
    """Who acts, under which key and when, as the actions take it."""
    return {"by": request.user, "key": form.cleaned_data["key"], "at": timezone.now()}


@require_http_methods(["GET", "HEAD", "POST"])
def consultation_record(request, slug, code):
    """Note that a planned consultation was held, goes on or was cancelled, since when it is known and from where."""
    found = fetch_consultation(request, slug, code, may_keep_register)
    now, conflict = last_event(found), None
    initial = {"seen": now, "recorded_on": request.today, "source": found.source}
    data = request.POST if request.method == "POST" else None
    form = RecordForm(data, initial=initial, consultation=found, today=request.today)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            record_consultation(
                consultation=found,
                status=cleaned["status"],
                on=cleaned["recorded_on"],
                word=cleaned["status_word"],
                source=cleaned["source"],
                seen=cleaned["seen"],
                **who(request, form),
            )
        except ChangedMeanwhile:
            fresh = RecordForm(initial=stored_of(found), consultation=found, today=request.today)
            conflict = conflict_of(form, fresh, last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("It is recorded what became of the consultation."))
            return redirect(found)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, consultation=found, form=form, conflict=conflict, steps=steps)
    return render(request, "consultations/record.html", context, status=status_of(form))


def stored_of(consultation):
    """What the form would show of what is stored."""
    names = ("status", "recorded_on", "status_word", "source")
    return {name: getattr(consultation, name) for name in names}
