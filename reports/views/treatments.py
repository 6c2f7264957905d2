"""Treatments of answers: the list, one of them with its answer, and what a second person decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.actions.treatments import NotTreatable, approve, refuse, revoke
from reports.forms.treatments import PROPOSED, DecideForm, StateForm, TreatmentFilter
from reports.models import Treatment, TreatmentDecision
from reports.permissions import may_decide_treatment, may_propose_treatment, may_read_editions
from reports.summary.treatments import place_of
from reports.views.comparison import query_of
from reports.views.editions import fetch_survey, frame
from reports.views.proposals import states_in_force
from reports.views.treated import question_words, treated_of
from surveys.actions.write_keys import KeyReused
from surveys.models.member_states import alphabetical
from surveys.models.surveys import evaluator_for

PER_PAGE = 50
ACTS = {"approve": approve, "refuse": refuse, "revoke": revoke}


def readable(request, survey):
    """The survey's treatments that this person may read, each with where it stands."""
    found = Treatment.objects.readable_by(request.user, on=request.today).of_survey(survey).with_standing()
    return found.select_related("submission__member_state", "submission__survey", "proposed_by").order_by("-pk")


@require_safe
def treatments(request, slug):
    """All treatments of a survey, by standing, question and State."""
    survey, language = fetch_survey(request, slug), get_language()
    found = readable(request, survey)
    form = filter_of(request.GET, found, language)
    chosen = form.chosen(found) if form.is_valid() else found.none()
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        survey,
        form=form,
        page=page,
        query=query_of(request),
        lines=[treated_of(treatment, language) for treatment in page],
        choose=StateForm(states=states_in_force(request, survey)) if may_propose_treatment(request.user) else None,
    )
    return render(request, "reports/treatments.html", context, status=200 if form.is_valid() else 400)


def filter_of(data, found, language):
    """The filter with the questions and States of which there are treatments."""
    places = found.values_list("path", "submission__questionnaire_id").order_by().distinct()
    questions = {
        name: question_words(evaluator_for(version).definition, name, language)
        for name, version in ((place_of(path)[2], version) for path, version in places)
    }
    states = {one.submission.member_state.iso3: one.submission.member_state.name(language) for one in found}
    in_order = [alphabetical(pairs.items(), key=lambda pair: pair[1]) for pairs in (questions, states)]
    return TreatmentFilter(data, questions=in_order[0], states=in_order[1])


@require_safe
def treatment(request, slug, pk):
    """One treatment: the answer unchanged, what it would be counted as, who said what."""
    return treatment_page(request, *fetch_treatment(request, slug, pk))


def fetch_treatment(request, slug, pk):
    """The survey and the treatment, for a person who may read its answer."""
    if not may_read_editions(request.user):
        raise Http404
    survey = fetch_survey(request, slug)
    return survey, get_object_or_404(readable(request, survey), pk=pk)


def treatment_page(request, survey, found, refused=None, status=200):
    """The page; `refused` is a form that came back, by the name of its decision."""
    offered = {name: DecideForm(auto_id=f"{name}_%s") for name in possible(request.user, found)}
    context = frame(
        survey,
        found=treated_of(found, get_language()),
        treatment=found,
        decisions=list(found.decisions.select_related("by")),
        forms=offered | (refused or {}),
        is_own=found.proposed_by_id == request.user.pk,
    )
    return render(request, "reports/treatment.html", context, status=status)


def possible(user, found):
    """What this person may decide on it now."""
    if not may_decide_treatment(user, found):
        return []
    return {PROPOSED: ["approve", "refuse"], TreatmentDecision.Kind.APPROVED: ["revoke"]}.get(found.standing, [])


@require_POST
def treatment_approve(request, slug, pk):
    """Approve it as a second person."""
    return decide(request, slug, pk, "approve")


@require_POST
def treatment_refuse(request, slug, pk):
    """Refuse it as a second person."""
    return decide(request, slug, pk, "refuse")


@require_POST
def treatment_revoke(request, slug, pk):
    """Take an approved one out of force."""
    return decide(request, slug, pk, "revoke")


def decide(request, slug, pk, name):
    """Decide, or show the page again with the reason why not."""
    survey, found = fetch_treatment(request, slug, pk)
    form = DecideForm(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return treatment_page(request, survey, found, {name: form}, status=400)
    try:
        ACTS[name](treatment=found, by=request.user, at=timezone.now(), **form.cleaned_data)
    except NotTreatable as refusal:
        form.with_new_key().add_error(None, refusal.refusal.label)
        return treatment_page(request, survey, found, {name: form}, status=409)
    except KeyReused:
        form.with_new_key().add_error(None, _("This page was sent before with something else in it."))
        return treatment_page(request, survey, found, {name: form}, status=409)
    messages.success(request, _("The decision is recorded. Editions that are compiled from now on follow it."))
    return redirect("reports:treatment", slug, pk)
