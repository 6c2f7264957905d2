"""Pages of the Office on a survey: who has answered as of a day, sending it, paper replies."""

from babel.numbers import format_percent
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.actions.events import NotNow
from surveys.actions.paper import HasDraft, begin_keying, register_paper
from surveys.actions.returns import send_survey
from surveys.actions.write_keys import KeyReused
from surveys.forms.office import PaperForm, SendForm, StatusFilter
from surveys.models import Channel, Happening, MemberState, PaperReturn, Region, Return, Survey
from surveys.models.history import acting_as
from surveys.models.life import allowed
from surveys.models.member_states import alphabetical
from surveys.permissions import is_office_staff, may_follow_survey, may_register_paper, may_send_survey
from surveys.standing import report_on, states_on
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


@require_safe
def status(request, slug):
    """Who has been asked and has replied, as of any day: numbers, regions, then every State."""
    survey = fetch_survey(request, slug, may_follow_survey)
    names = {region.code: str(region) for region in Region.objects.all()}
    form = StatusFilter({"as_of": request.today, **request.GET.dict()}, regions=names.items(), today=request.today)
    context = {**frame(survey), "form": form, "cut_offs": named_cut_offs(survey), **rights(request.user)}
    if not form.is_valid():
        return render(request, "surveys/office/status.html", context, status=400)
    day = form.cleaned_data["as_of"]
    rows = states_on(survey, day)
    report = report_on(survey, rows)
    context |= {
        "day": day,
        "total": report.total,
        "share": share_received(report.total),
        "regions": [(names[code], figures, share_received(figures)) for code, figures in report.regions.items()],
        "lines": lines_of(chosen(rows, form.cleaned_data), names),
        "number_of_rows": len(rows),
    }
    return render(request, "surveys/office/status.html", context)


def lines_of(rows, regions):
    """The rows as the reader reads them, in the order of the names in the reader's language."""
    lines = [
        {
            "name": str(row.member_state),
            "region": regions[row.standing.region],
            "channel": Channel(row.channel).label if row.channel else "",
            "row": row,
        }
        for row in rows
    ]
    return alphabetical(lines, key=lambda line: line["name"])


def share_received(figures):
    """The share of replies as text; empty where nobody was asked."""
    return (
        format_percent(figures.received / figures.sent, "0.0%", locale=get_language().split("-")[0])
        if figures.sent
        else ""
    )


def rights(user):
    """What the reader may do from the status page."""
    return {"may_send": may_send_survey(user), "is_staff": is_office_staff(user)}


def named_cut_offs(survey):
    """Pairs of name and day."""
    return [(cut_off.name(get_language()), cut_off.day) for cut_off in survey.cut_offs.all()]


def chosen(rows, wanted):
    """The rows of the wanted region and status; an empty wish is every one."""
    return [
        row for row in rows if wanted["region"] in ("", row.standing.region) and wanted["status"] in ("", row.status)
    ]


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
    sight = sight_of(survey_return, request.today)
    context = {
        **frame(survey_return.survey),
        **sight,
        "member_state": survey_return.member_state,
        "survey_return": survey_return,
        "may_register": allowed(Happening.REGISTERED, survey_return.status),
        "to_key": [paper for paper in sight["papers"] if paper.state == PaperReturn.State.REGISTERED],
    }
    return render(request, "surveys/office/return.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_register(request, slug, iso3):
    """Register a paper reply on arrival, before anything is keyed in."""
    survey_return = fetch_return(request, slug, iso3, may_register_paper)
    data = request.POST if request.method == "POST" else None
    form = PaperForm(data, survey_return=survey_return, today=request.today)
    if form.is_valid():
        try:
            register(request.user, survey_return, form)
        except NotNow:
            form.add_error(None, _("A reply of this State has already been registered or submitted."))
        except KeyReused:
            return render(request, "409.html", {"path": request.path}, status=409)
        else:
            messages.success(request, _("The paper reply is registered."))
            return redirect("surveys:return_office", slug, iso3)
    context = {**frame(survey_return.survey), "member_state": survey_return.member_state, "form": form}
    return render(request, "surveys/office/paper.html", context, status=400 if form.is_bound else 200)


def register(user, survey_return, form):
    """Register what the form says; the history names the person and the State on whose behalf it is done."""
    arrival, key = form.arrival(), form.cleaned_data["key"]
    with acting_as(user, on_behalf_of=survey_return.member_state.iso3, channel=arrival.channel, key=key):
        register_paper(survey_return=survey_return, arrival=arrival, by=user, key=key, at=timezone.now())


@require_POST
def paper_key(request, slug, iso3):
    """Open the return's form to key in the registered paper reply."""
    survey_return = fetch_return(request, slug, iso3, may_register_paper)
    waiting = survey_return.paperreturns.filter(state=PaperReturn.State.REGISTERED)
    paper = get_object_or_404(waiting.select_related("member_state"))
    try:
        with acting_as(request.user, on_behalf_of=iso3, channel=paper.channel):
            begin_keying(paper=paper, by=request.user, on=request.today)
    except HasDraft:
        context = {**frame(survey_return.survey), "member_state": survey_return.member_state}
        return render(request, "surveys/office/has_draft.html", context, status=409)
    return redirect(survey_return)
