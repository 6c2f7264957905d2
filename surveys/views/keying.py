"""Key a registered paper reply in: the first time, again by somebody else, and on to comparing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys.actions.keying import (
    HasDraft,
    OutOfTurn,
    begin_keying,
    begin_second_keying,
    finish_keying,
    finish_second_keying,
    key_again,
)
from surveys.actions.paper import NotWaiting, SamePerson
from surveys.models import Appointment, PaperReturn
from surveys.models.history import acting_as
from surveys.permissions import may_register_paper
from surveys.views.office import fetch_return, frame


def fetch_paper(request, slug, iso3):
    """The paper reply of this State that is to be keyed in or on the way, for a person who may."""
    survey_return = fetch_return(request, slug, iso3, may_register_paper)
    related = survey_return.paperreturns.waiting().select_related("keyed_by", "second_keyed_by", "void_asked_by")
    paper = related.first()
    if paper is None:
        raise Http404
    paper.survey_return, paper.survey, paper.member_state = (
        survey_return,
        survey_return.survey,
        survey_return.member_state,
    )
    return paper


def around_paper(paper):
    """What the frame of a page on this paper reply shows."""
    names = {"survey_return": paper.survey_return, "member_state": paper.member_state, "paper": paper}
    return frame(paper.survey) | names


def to_office(paper):
    """Back to the return as the Office sees it."""
    return redirect("surveys:return_office", paper.survey.slug, paper.member_state.iso3)


def step(request, paper, action, then):
    """Do the action and go on to `then`; say why not where it is another's turn."""
    try:
        with acting_as(request.user, on_behalf_of=paper.member_state.iso3, channel=paper.channel):
            action(paper=paper, by=request.user, on=request.today)
    except SamePerson:
        messages.warning(request, _("The two keyings are done by two people: a colleague has to do this."))
    except (OutOfTurn, NotWaiting):
        messages.warning(request, _("The paper reply stands at another step meanwhile. Nothing was changed."))
    else:
        return then
    return to_office(paper)


@require_POST
def paper_key(request, slug, iso3):
    """Open the return's form to this person, to key in the registered paper reply."""
    paper = fetch_paper(request, slug, iso3)
    try:
        return step(request, paper, begin_keying, redirect(paper.survey_return))
    except HasDraft:
        focal_points = Appointment.objects.in_force(request.today).filter(
            member_state=paper.member_state, role="focal_point"
        )
        context = around_paper(paper) | {"focal_points": focal_points.select_related("user")}
        return render(request, "surveys/paper/has_draft.html", context, status=409)


@require_POST
def paper_keyed(request, slug, iso3):
    """The first keying is finished."""
    paper = fetch_paper(request, slug, iso3)
    return step(request, paper, finish_keying, to_office(paper))


@require_POST
def paper_second_begin(request, slug, iso3):
    """Begin to key the codes and figures in again."""
    paper = fetch_paper(request, slug, iso3)
    return step(request, paper, begin_second_keying, redirect("surveys:paper_second", slug, iso3))


@require_POST
def paper_second_keyed(request, slug, iso3):
    """The second keying is finished: on to what differs."""
    paper = fetch_paper(request, slug, iso3)
    return step(request, paper, finish_second_keying, redirect("surveys:paper_compare", slug, iso3))


@require_POST
def paper_again(request, slug, iso3):
    """Back to the first keying."""
    paper = fetch_paper(request, slug, iso3)
    return step(request, paper, key_again, to_office(paper))


def is_second(request, paper):
    """Whether this person does the second keying, and it is under way."""
    return paper.state == PaperReturn.State.KEYED and paper.second_keyed_by_id == request.user.pk
