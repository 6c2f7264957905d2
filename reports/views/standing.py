"""Where a round stands as of a day, on one printed page; who is responsible for a milestone and when it was done."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_percent
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.refusals import add_refusal
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.actions.milestones import change_milestone
from reports.forms.standing import DayForm, MilestoneForm
from reports.models import Milestone
from reports.permissions import may_keep_milestones
from reports.standing import standing_of
from reports.views.editions import fetch_survey, frame
from surveys.actions.write_keys import KeyReused

# What fits beside the rest on one printed page; the links lead to all of them.
MOST = {"chapters": 7, "contributions": 7, "meetings": 7, "outcomes": 8}


@dataclass(frozen=True)
class Block:
    """The first of the things in a block, and how many more there are."""

    lines: list[Any]
    more: int
    total: int


@require_safe
def standing(request, slug):
    """Milestones, replies, late chapters and contributions, meetings without a record, outcomes without a chapter."""
    survey, language = fetch_survey(request, slug), get_language()
    form = DayForm(request.GET, today=request.today)
    context = frame(
        survey,
        form=form,
        today=request.today,
        cut_offs=[(cut_off.name(language), cut_off.day) for cut_off in survey.cut_offs.all()],
        may_keep=may_keep_milestones(request.user),
    )
    if form.is_valid():
        context |= page_of(survey, form.cleaned_data["as_of"], language)
    return render(request, "reports/standing.html", context, status=200 if form.is_valid() else 400)


def page_of(survey, day, language):
    """The blocks of the page in words."""
    found, short = standing_of(survey, day), language.split("-")[0]
    total = found.replies.total
    return {
        "day": day,
        "total": total,
        "share": format_percent(total.received / total.sent, "0.#%", language) if total.sent else "",
        "replies": [(line, line.cut_off.name(language)) for line in found.replies.cut_offs],
        "milestones": [(one, one.period.words(language), state) for one, state in found.milestones],
        "chapters": block_of("chapters", found.chapters),
        "contributions": block_of("contributions", found.contributions),
        "meetings": block_of("meetings", [(one, one.period.words(language)) for one in found.meetings]),
        "outcomes": block_of("outcomes", [(one, *text_of(one, short)) for one in found.outcomes]),
    }


def block_of(name, lines):
    """What a block shows."""
    return Block(lines[: MOST[name]], max(0, len(lines) - MOST[name]), len(lines))


def text_of(outcome, language):
    """What an outcome says, and in which language that is."""
    found = next((code for code in (language, "en", *outcome.texts) if code in outcome.texts), "")
    return outcome.text(language), found


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request, slug, code):
    """Say who is responsible for a milestone, and when it was done."""
    survey = fetch_survey(request, slug)
    if not may_keep_milestones(request.user):
        raise Http404
    found = get_object_or_404(Milestone.objects.select_related("owner"), survey=survey, code=code)
    options, now, conflict = {"milestone": found, "today": request.today}, last_event(found), None
    form = MilestoneForm(request.POST if request.method == "POST" else None, initial={"seen": now}, **options)
    if form.is_valid():
        try:
            change_milestone(milestone=found, seen=form.cleaned_data["seen"], **form.values(), **who(request, form))
        except ChangedMeanwhile:
            conflict = conflict_of(form, MilestoneForm(**options), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The milestone is changed."))
            return redirect("reports:standing", slug)
    steps = [(reverse("reports:standing", args=[slug]), _("Where we stand"))]
    when = found.period.words(get_language())
    context = frame(survey, form=form, milestone=found, when=when, conflict=conflict, steps=steps)
    return render(request, "reports/milestone.html", context, status=status_of(form))
