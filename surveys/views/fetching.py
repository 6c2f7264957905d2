"""Fetch a return for a person who may have it; what one may not see answers as what does not exist."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from surveys.actions.life import close_if_over
from surveys.models import Return, Status
from surveys.models.history import acting_as
from surveys.permissions import may_read_draft, may_read_submissions


def fetch_return(request, slug, iso3, permission):
    """The return with its survey and State, if `permission` lets this person have it."""
    visible = Return.objects.visible_to(request.user, on=request.today)
    related = visible.select_related("survey", "member_state__region", "keyed_from")
    survey_return = get_object_or_404(related, survey__slug=slug, member_state__iso3=iso3)
    if survey_return.status == "not_sent" or not permission(request.user, survey_return, on=request.today):
        raise Http404
    close_when_over(request, survey_return)
    return survey_return


def close_when_over(request, survey_return):
    """Nobody writes into a reopened return after its last day, also before the daily work has closed it."""
    if survey_return.status == Status.REOPENED:
        with acting_as(request.user, channel="web"):
            if close_if_over(survey_return=survey_return, on=request.today):
                survey_return.refresh_from_db(fields=["status", "draft_open"])


def fetch_for_answering(request, slug, iso3):
    """The return of a person who may read its draft."""
    return fetch_return(request, slug, iso3, may_read_draft)


def fetch_for_reading(request, slug, iso3):
    """The return of a person who may read its submissions."""
    return fetch_return(request, slug, iso3, may_read_submissions)


def around(survey_return):
    """What the frame of a return's pages shows."""
    survey = survey_return.survey
    return {
        "survey": survey,
        "member_state": survey_return.member_state,
        "survey_return": survey_return,
        "demonstration": survey.synthetic,
    }


def questionnaire_language(request, definition):
    """The language in which this person reads the questionnaire: as chosen, else the portal's, else its own."""
    chosen = request.session.get("questionnaire_language") or request.LANGUAGE_CODE.split("-")[0]
    return chosen if chosen in definition.languages else definition.default_language
