"""How pages of the Office fetch a survey or a return, and what their frame shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from surveys.models import Return, Survey


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
