"""Sending the survey: first a dry run that says who gets what in which language, then the sending itself."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.actions.returns import planned_invitations, send_survey
from surveys.forms.office import SendForm
from surveys.models import MemberState
from surveys.models.member_states import alphabetical
from surveys.permissions import may_send_survey
from surveys.views.office import fetch_survey, frame


@require_http_methods(["GET", "HEAD", "POST"])
def send(request, slug):
    """Send the survey to the members of a day that do not have it; sending again reaches nobody twice."""
    survey = fetch_survey(request, slug, may_send_survey)
    asked = request.POST if request.method == "POST" else {"day": request.today, **request.GET.dict()}
    form = SendForm(asked, today=request.today)
    questionnaire = survey.current_questionnaire()
    if request.method == "POST" and form.is_valid() and questionnaire:
        return do_send(request, survey, questionnaire, form.cleaned_data["day"])
    planned = dry_run(survey, form.cleaned_data["day"]) if form.is_valid() else []
    context = {
        **frame(survey),
        "form": form,
        "questionnaire": questionnaire,
        "planned": planned,
        "held": sum(bool(invitation.holds) for invitation in planned),
    }
    bad = not form.is_valid() or (request.method == "POST" and not questionnaire)
    return render(request, "surveys/office/send.html", context, status=400 if bad else 200)


def dry_run(survey, day):
    """What would be written to the members of that day that have not been sent the survey, in the order of names."""
    states = MemberState.objects.members_on(day).without(survey)
    planned = planned_invitations(survey=survey, member_states=list(states), on=day)
    return alphabetical(planned, key=lambda invitation: str(invitation.member_state))


def do_send(request, survey, questionnaire, day):
    """Send it, tell to how many States, and lead to the letters that wait for a person."""
    sent = send_survey(
        survey=survey,
        questionnaire=questionnaire,
        member_states=list(MemberState.objects.members_on(day).without(survey)),
        by=request.user,
        on=day,
        at=timezone.now(),
    )
    number = len(sent)
    text = ngettext("The survey was sent to %(n)s State.", "The survey was sent to %(n)s States.", number)
    messages.success(request, text % {"n": number})
    return redirect(survey)
