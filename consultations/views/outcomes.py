"""Outcomes: the list, one of them, entered, changed and taken out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.consultations import InUse
from consultations.actions.outcomes import change_outcome, delete_outcome, enter_outcome, version_of
from consultations.actions.versions import ChangedMeanwhile, NotPossible
from consultations.forms.fields import KeyedForm
from consultations.forms.outcomes import OutcomeForm, OutcomesForm
from consultations.forms.refusals import add_refusal
from consultations.models import Consultation, Outcome
from consultations.overview.history import of_outcome
from consultations.overview.uses import uses_of_outcome
from consultations.permissions import may_keep_register, may_read_register
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import named_in, who
from consultations.views.frame import fetch_survey, frame, status_of
from consultations.views.frame import steps_to as steps_of_register
from consultations.views.register import PER_PAGE, query_of
from surveys.actions.write_keys import KeyReused
from surveys.models import Instrument


def readable(request):
    """The outcomes that this person may read, with all that a line tells of one."""
    related = [
        "sources__consultation__survey",
        "sources__contribution__survey",
        "chapter_sources__chapter__report__survey",
    ]
    return Outcome.objects.visible_to(request.user).select_related("survey", "theme").prefetch_related(*related)


def fetch_outcome(request, slug, code, permission=may_read_register):
    """The outcome, for a person who may."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(readable(request), survey__slug=slug, code=code)


def steps_to(survey, *outcomes):
    """The way from the register over the outcomes: pairs of address and words."""
    listed = (reverse("consultations:outcomes", args=[survey.slug]), _("Outcomes"))
    return [*steps_of_register(survey), listed, *((one.get_absolute_url(), one.code) for one in outcomes)]


def line_of(outcome, language):
    """What is told of an outcome: its text, where it comes from, which chapters use it."""
    short = language.split("-")[0]
    return {
        "outcome": outcome,
        "text": outcome.text(language),
        "language": next((code for code in (short, "en", *outcome.texts) if code in outcome.texts), ""),
        "sources": [source.consultation or source.contribution for source in outcome.sources.all()],
        "chapters": [source.chapter for source in outcome.chapter_sources.all()],
        "instruments": [str(Instrument(one).label) for one in outcome.instruments],
    }


@require_safe
def outcomes(request, slug):
    """The outcomes that fit."""
    survey, language = fetch_survey(request, slug), get_language()
    form = OutcomesForm(request.GET, survey=survey)
    shown = form.chosen(readable(request).filter(survey=survey)) if form.is_valid() else []
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    lines = [line_of(one, language) for one in page]
    context = frame(
        request, survey, form=form, page=page, query=query_of(request), lines=lines, steps=steps_of_register(survey)
    )
    return render(request, "consultations/outcomes.html", context, status=200 if form.is_valid() else 400)


@require_safe
def outcome(request, slug, code):
    """One outcome."""
    found = fetch_outcome(request, slug, code)
    context = frame(
        request, found.survey, line=line_of(found, get_language()), outcome=found, steps=steps_to(found.survey)
    )
    return render(request, "consultations/outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_new(request, slug):
    """Enter an outcome; the address may name the consultation that it comes from."""
    survey = fetch_survey(request, slug, may_keep_register)
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, survey=survey, initial={"consultation_1": wanted(request, survey)})
    if form.is_valid():
        try:
            made = enter_outcome(
                survey=survey,
                code=form.cleaned_data["code"],
                values=form.values(),
                sources=form.wanted_sources(),
                **who(request, form),
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The outcome is entered."))
            return redirect(made)
    context = frame(request, survey, form=form, named=named_in(survey), steps=steps_to(survey))
    return render(request, "consultations/outcome_edit.html", context, status=status_of(form))


def wanted(request, survey):
    """The code of the consultation that the address names; empty where it names none of the survey's."""
    named = Consultation.objects.filter(survey=survey, code=request.GET.get("from", "")[:50].replace("\0", ""))
    return named.values_list("code", flat=True).first() or ""


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_edit(request, slug, code):
    """Change an outcome and where it comes from."""
    found = fetch_outcome(request, slug, code, may_keep_register)
    survey, now, conflict = found.survey, version_of(found), None
    data = request.POST if request.method == "POST" else None
    form = OutcomeForm(data, survey=survey, outcome=found, initial={"seen": now})
    if form.is_valid():
        try:
            change_outcome(
                outcome=found,
                values=form.values(),
                sources=form.wanted_sources(),
                seen=form.cleaned_data["seen"],
                **who(request, form),
            )
        except ChangedMeanwhile:
            conflict = conflict_of(form, OutcomeForm(survey=survey, outcome=found), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The outcome is changed."))
            return redirect(found)
    context = frame(
        request,
        survey,
        form=form,
        outcome=found,
        conflict=conflict,
        named=named_in(survey),
        steps=steps_to(survey, found),
    )
    return render(request, "consultations/outcome_edit.html", context, status=status_of(form))


@require_safe
def outcome_history(request, slug, code):
    """Who changed what when."""
    found = fetch_outcome(request, slug, code)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, thing=found, history=of_outcome(found), steps=steps)
    return render(request, "consultations/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_delete(request, slug, code):
    """Take an outcome out, unless a chapter uses it."""
    found = fetch_outcome(request, slug, code, may_keep_register)
    form = KeyedForm(request.POST if request.method == "POST" else None, initial={"seen": version_of(found)})
    if form.is_valid():
        try:
            delete_outcome(outcome=found, seen=form.cleaned_data["seen"], **who(request, form))
        except InUse:
            form.again()
        except ChangedMeanwhile:
            form.add_error(None, _("Somebody has changed this meanwhile. Look at it again before it goes."))
            form.again(seen=version_of(found))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The outcome is taken out of the register. The history keeps it."))
            return redirect("consultations:outcomes", slug)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, thing=found, form=form, uses=uses_of_outcome(found), steps=steps)
    return render(request, "consultations/delete.html", context, status=status_of(form))
