"""How pages of the register fetch what they are about, and what their frame shows."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.models import Consultation
from consultations.permissions import may_keep_register, may_read_register
from surveys.models import Survey


def fetch_survey(request, slug, permission=may_read_register):
    """The survey, for a person who may; everybody else gets what a survey that does not exist gives."""
    if not permission(request.user):
        raise Http404
    return get_object_or_404(Survey, slug=slug)


def fetch_consultation(request, slug, code, permission=may_read_register):
    """The consultation, for a person who may."""
    if not permission(request.user):
        raise Http404
    related = Consultation.objects.visible_to(request.user).select_related("survey", "country", "parent__survey")
    return get_object_or_404(related, survey__slug=slug, code=code)


def frame(request, survey=None, **context):
    """What the frame of every page here shows, and whether the reader keeps the register."""
    around = {"survey": survey, "demonstration": survey.synthetic} if survey else {"office": True}
    return {**around, "may_keep": may_keep_register(request.user), **context}


def steps_to(survey, *things):
    """The way from the register to what a page is about: pairs of address and words."""
    steps = [(reverse("consultations:register", args=[survey.slug]), _("Consultations"))]
    return [*steps, *((thing.get_absolute_url(), str(thing)) for thing in things)]


def status_of(form):
    """409 for what comes too late, 400 for what does not fit, 200 for a fresh page."""
    if getattr(form, "came_too_late", False):
        return 409
    return 400 if form.is_bound else 200
