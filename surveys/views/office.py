"""Pages of the Office on a survey: sending it, a return."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from surveys.actions.returns import send_survey
from surveys.forms.office import SendForm
from surveys.models import Happening, MemberState, Objection, Return, Survey
from surveys.models.life import allowed
from surveys.models.member_states import alphabetical
from surveys.permissions import is_office_staff, may_send_survey
from surveys.views.office_sight import sight_of


def fetch_survey(request, slug, permission):
    """The survey, for a person who may; everybody else gets what a survey that does not exist gives."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def fetch_return(request, slug, iso3, permission):
    """The return, for a person of the Office who may."""
    if not permission(request.user):
        raise Http404
    visible = Return.objects.visible_to(request.user, on=request.today)
    related = visible.select_related("survey", "member_state__region", "questionnaire", "keyed_from", "staff")
    return get_object_or_404(related, survey__slug=slug, member_state__iso3=iso3)


def frame(survey):
    """What the frame of a page on this survey shows; invented answers are marked so everywhere."""
    return {"survey": survey, "demonstration": survey.synthetic}


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, slug):
    """Send the survey to the members of a day that do not have it; sending again reaches nobody twice."""
    survey = fetch_survey(request, slug, may_send_survey)
    asked = request.POST if request.method == "POST" else {"day": request.today, **request.GET.dict()}
    form = SendForm(asked, today=request.today)
    states = MemberState.objects.none()
    if form.is_valid():
        states = MemberState.objects.members_on(form.cleaned_data["day"]).without(survey)
    questionnaire = survey.current_questionnaire()
    if request.method == "POST" and form.is_valid() and questionnaire:
        sent = send_survey(
            survey=survey,
            questionnaire=questionnaire,
            member_states=list(states),
            by=request.user,
            on=form.cleaned_data["day"],
            at=timezone.now(),
        )
        number = len(sent)
        text = ngettext("The survey was sent to %(n)s State.", "The survey was sent to %(n)s States.", number)
        messages.success(request, text % {"n": number})
        return redirect(survey)
    names = alphabetical([str(state) for state in states], key=str)
    context = {**frame(survey), "form": form, "questionnaire": questionnaire, "names": names}
    bad = not form.is_valid() or (request.method == "POST" and not questionnaire)
    return render(request, "surveys/office/send.html", context, status=400 if bad else 200)


@require_safe
def return_office(request, slug, iso3):
    """A return as the Office sees it: its history, and how far a draft is, never what it says."""
    survey_return = fetch_return(request, slug, iso3, is_office_staff)
    context = {
        **frame(survey_return.survey),
        **sight_of(survey_return, request.today),
        "member_state": survey_return.member_state,
        "survey_return": survey_return,
        "may_register": allowed(Happening.REGISTERED, survey_return.status),
        "for_office": True,
        "objections": Objection.objects.open_on(survey_return),
    }
    return render(request, "surveys/office/return.html", context)
