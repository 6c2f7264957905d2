"""Contributions: the list, one of them, entered and changed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.contributions import change_contribution, enter_contribution
from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.contributions import (
    ContributionForm,
    ContributionsForm,
    DeclineForm,
    InviteForm,
    ReceiveForm,
    RemindForm,
)
from consultations.forms.refusals import add_refusal
from consultations.models import Contribution, ContributionStanding
from consultations.overview.history import of_contribution
from consultations.permissions import may_keep_register, may_read_register
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import fetch_survey, frame, status_of
from consultations.views.frame import steps_to as steps_of_register
from consultations.views.register import PER_PAGE, query_of
from surveys.actions.write_keys import KeyReused

AWAITED = frozenset({ContributionStanding.INVITED, ContributionStanding.LATE})


def fetch_contribution(request, slug, code, permission=may_read_register):
    """The contribution, for a person who may."""
    if not permission(request.user):
        raise Http404
    visible = Contribution.objects.visible_to(request.user).select_related("requested_by").with_letters()
    return get_object_or_404(visible, survey__slug=slug, code=code)


def steps_to(survey, *contributions):
    """The way from the register over the contributions: pairs of address and words."""
    listed = (reverse("consultations:contributions", args=[survey.slug]), _("Contributions"))
    return [*steps_of_register(survey), listed, *((one.get_absolute_url(), str(one)) for one in contributions)]


def line_of(contribution, standing):
    """What a list tells of a contribution."""
    letters = list(contribution.letters.all())
    return {
        "contribution": contribution,
        "standing": standing,
        "standing_words": standing.label if standing else "",
        "letters": letters,
        "reminders": [one for one in letters if one.kind == one.Kind.REMINDER],
        "held": [one for one in letters if one.letter.state == "held"],
    }


@require_safe
def contributions(request, slug):
    """The contributions that fit, as of a day."""
    survey = fetch_survey(request, slug)
    form = ContributionsForm(request.GET, today=request.today)
    visible = Contribution.objects.visible_to(request.user).filter(survey=survey).with_letters()
    pairs = form.chosen(visible) if form.is_valid() else []
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        request,
        survey,
        form=form,
        page=page,
        query=query_of(request),
        lines=[line_of(one, standing) for one, standing in page],
        day=form.cleaned_data["as_of"] if form.is_valid() else None,
        steps=steps_of_register(survey),
    )
    return render(request, "consultations/contributions.html", context, status=200 if form.is_valid() else 400)


@require_safe
def contribution(request, slug, code):
    """One contribution, its letters, documents and outcomes, and what may be done next."""
    return contribution_page(request, fetch_contribution(request, slug, code))


def contribution_page(request, found, refused=None, status=200):
    """The page; `refused` holds forms that came back, by their names."""
    standing = found.standing_on(request.today)
    context = frame(
        request,
        found.survey,
        contribution=found,
        title_language=language_of(found.titles),
        line=line_of(found, standing),
        outcomes=[source.outcome for source in found.outcome_sources.select_related("outcome__survey")],
        chapters=[one.chapter for one in found.chapter_sources.select_related("chapter__report__survey")],
        documents=[(one, filesizeformat(one.size)) for one in found.documents.all()],
        steps=steps_to(found.survey),
        **forms_for(request, found, standing, refused or {}),
    )
    return render(request, "consultations/contribution.html", context, status=status)


def forms_for(request, found, standing, refused):
    """The forms of what this person may do with it now, and those that came back."""
    if not may_keep_register(request.user):
        return {}
    initial, today = {"seen": last_event(found)}, request.today
    awaited = standing in AWAITED
    offered = {
        "invite_form": InviteForm(initial={**initial, "due_on": found.due_on}, today=today)
        if awaited and found.invited_on is None
        else None,
        "remind_form": RemindForm(initial=initial) if found.may_be_reminded_on(today) else None,
        "receive_form": ReceiveForm(initial={**initial, "received_on": today}, today=today) if awaited else None,
        "decline_form": DeclineForm(initial={**initial, "declined_on": today}, today=today) if awaited else None,
    }
    return {**offered, **refused}


def language_of(texts):
    """In which language a text is shown to the reader."""
    short = get_language().split("-")[0]
    return next((code for code in (short, "en", *texts) if code in texts), "")


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_new(request, slug):
    """Enter a contribution, invited or received."""
    survey = fetch_survey(request, slug, may_keep_register)
    data = request.POST if request.method == "POST" else None
    form = ContributionForm(data, survey=survey, today=request.today)
    if form.is_valid():
        try:
            made = enter_contribution(
                survey=survey, code=form.cleaned_data["code"], values=form.values(), **who(request, form)
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form)
        else:
            messages.success(request, _("The contribution is entered."))
            return redirect(made)
    context = frame(request, survey, form=form, steps=steps_to(survey))
    return render(request, "consultations/contribution_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_edit(request, slug, code):
    """Change a contribution; what somebody else has stored meanwhile is shown beside what was typed."""
    found = fetch_contribution(request, slug, code, may_keep_register)
    options = {"survey": found.survey, "today": request.today, "contribution": found}
    now, conflict = last_event(found), None
    form = ContributionForm(request.POST if request.method == "POST" else None, initial={"seen": now}, **options)
    if form.is_valid():
        try:
            change_contribution(
                contribution=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form)
            )
        except ChangedMeanwhile:
            conflict = conflict_of(form, ContributionForm(**options), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The contribution is changed."))
            return redirect(found)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, form=form, contribution=found, conflict=conflict, steps=steps)
    return render(request, "consultations/contribution_edit.html", context, status=status_of(form))


@require_safe
def contribution_history(request, slug, code):
    """Who changed what when."""
    found = fetch_contribution(request, slug, code)
    steps = steps_to(found.survey, found)
    context = frame(request, found.survey, thing=found, history=of_contribution(found), steps=steps)
    return render(request, "consultations/history.html", context)
