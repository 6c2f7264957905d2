"""What goes out for a signature: letters, papers, editions that are proposed; and the steps with one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.versions import NotPossible
from reports.actions.clearances import (
    NoSuchSubject,
    TextChanged,
    WaitsNoLonger,
    courses_of,
    subject_with_steps,
    take_step,
)
from reports.actions.signature import SUBJECTS
from reports.actions.signature.letters import candidates, subject_of
from reports.forms.signature import ClearanceForm, HeldLetters
from reports.models import Stage, Summary
from reports.models.clearances import ClearanceStep
from reports.permissions import may_clear
from reports.views.editions import frame
from surveys.actions.write_keys import KeyReused
from surveys.models import MemberState, Survey
from surveys.rendering import direction
from surveys.views.letters import query_of

PER_PAGE = 20
# By the step: what the button says, and what is said once it is taken.
WORDS = {
    ClearanceStep.DRAFTED: (
        gettext_lazy("Put forward for signature"),
        gettext_lazy("It is put forward for signature."),
    ),
    ClearanceStep.CLEARED: (pgettext_lazy("for signature", "Clear"), gettext_lazy("It is cleared.")),
    ClearanceStep.SIGNED: (pgettext_lazy("for signature", "Sign"), gettext_lazy("It is signed.")),
}
SECOND = "clearance_second_person_signs"
REFUSED = gettext_lazy(
    "Somebody else has taken a step meanwhile, and this one does not follow it. Nothing was changed."
)
REFUSALS = {
    SECOND: gettext_lazy("A second person signs: you have drafted or cleared this text yourself."),
    "clearance_once": gettext_lazy("Somebody else has taken this step meanwhile. Nothing was changed."),
}


def fetch_survey(request, slug):
    """The survey, for a person who may; everybody else gets what one that is not there gives."""
    if not may_clear(request.user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


@require_safe
def signature(request, slug):
    """What has been put forward, kind by kind; editions that wait for a second person; letters that may follow."""
    survey = fetch_survey(request, slug)
    editions = Summary.objects.visible_to(request.user).filter(survey=survey).meta().with_stage()
    states = MemberState.objects.filter(returns__survey=survey).distinct()
    form, held = HeldLetters(request.GET, survey=survey, states=states), candidates(survey)
    page = Paginator(form.chosen(held) if form.is_valid() else held, PER_PAGE).get_page(request.GET.get("page"))
    context = frame(
        survey,
        kinds=[(provider, courses_of(survey, kind, provider.listed(survey))) for kind, provider in SUBJECTS.items()],
        editions=list(editions.filter(stage__in=[Stage.PROPOSED, Stage.APPROVED])),
        form=form,
        page=page,
        query=query_of(request),
        candidates=[subject_of(letter) for letter in page],
    )
    return render(request, "reports/signature.html", context, status=200 if form.is_valid() else 400)


@require_http_methods(["GET", "HEAD", "POST"])
def signature_step(request, slug, kind, code):
    """One thing to be signed: its text, the steps taken, and the one that follows."""
    survey = fetch_survey(request, slug)
    if request.method != "POST":
        return step_page(request, survey, kind, code)
    fetch_course(survey, kind, code)
    form = ClearanceForm(request.POST)
    if not form.is_valid():
        return step_page(request, survey, kind, code, form, status=400)
    try:
        take_step(survey=survey, kind=kind, code=code, by=request.user, at=timezone.now(), **form.cleaned_data)
    except (NoSuchSubject, WaitsNoLonger, TextChanged, NotPossible, KeyReused) as refusal:
        form.add_error(None, words_of(refusal))
        return step_page(request, survey, kind, code, form, status=409)
    messages.success(request, WORDS[form.cleaned_data["step"]][1])
    return redirect("reports:signature_step", slug, kind, code)


def words_of(refusal):
    """Why the step cannot be taken."""
    if isinstance(refusal, TextChanged):
        return _("The text has changed since you read it, so nothing was recorded. Read it again: it stands below.")
    if isinstance(refusal, WaitsNoLonger):
        return _("It has gone out or was cancelled meanwhile: there is nothing more to sign.")
    if isinstance(refusal, KeyReused):
        return _(
            "This page was sent before with something else in it. Nothing was changed; send it again if you mean it."
        )
    return REFUSALS.get(getattr(refusal, "constraint", ""), REFUSED)


def fetch_course(survey, kind, code):
    """The subject with its steps."""
    try:
        return subject_with_steps(survey=survey, kind=kind, code=code)
    except NoSuchSubject as missing:
        raise Http404 from missing


def step_page(request, survey, kind, code, form=None, status=200):
    """The page of one subject; `form` came back with what was typed, for the text and the step as they are now."""
    course = fetch_course(survey, kind, code)
    needs_another = course.needs_another(request.user)
    if form:
        form.again(course)
    elif course.step and not needs_another:
        form = ClearanceForm(initial={"step": course.step, "digest": course.subject.digest})
    text = course.subject.text
    context = frame(
        survey,
        course=course,
        subject=course.subject,
        form=form,
        button=WORDS[course.step][0] if course.step else "",
        needs_another=needs_another,
        direction=direction(text.language) if text else "",
        steps=[(reverse("reports:signature", args=[survey.slug]), _("For my signature"))],
    )
    return render(request, "reports/signature_step.html", context, status=status)
