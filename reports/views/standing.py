"""Where we stand, for the head of unit: one page as of any day; milestones and who answers for them."""

from babel.numbers import format_percent
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultations.actions.versions import ChangedMeanwhile, NotPossible, last_event
from consultations.forms.refusals import add_refusal
from consultations.views.conflicts import conflict_of, last_of, refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.actions.chapters import change
from reports.forms.report import DayForm, MilestoneForm
from reports.models import Milestone
from reports.permissions import may_keep_report
from reports.standing import where_we_stand
from reports.views.report import fetch_survey, frame, steps_to
from surveys.actions.write_keys import KeyReused


@require_safe
def standing(request, slug):
    """Milestones, replies, what is late, what nobody has recorded, what no chapter uses."""
    survey = fetch_survey(request, slug)
    form = DayForm(request.GET, today=request.today)
    context = frame(request, survey, form=form, steps=steps_to(survey))
    if form.is_valid():
        stand = where_we_stand(survey, form.cleaned_data["as_of"])
        context |= told(survey, stand, get_language())
    return render(request, "reports/report/standing.html", context, status=200 if form.is_valid() else 400)


def told(survey, stand, language):
    """The stand in the reader's language."""
    return {
        "stand": stand,
        "day": stand.day,
        "share": share(stand.figures.received, stand.figures.sent, language),
        "milestones": [(line, line.milestone.period.words(language)) for line in stand.milestones],
        "cut_offs": [
            (line, line.cut_off.name(language), share(line.figures.received, line.figures.sent, language))
            for line in stand.cut_offs
        ],
        "unrecorded": [(one, one.period.words(language)) for one in stand.unrecorded],
    }


def share(part, whole, language):
    """How many of how many, as a percentage; empty of nothing."""
    return format_percent(part / whole, locale=language.replace("-", "_")) if whole else ""


@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request, slug, code):
    """Say who answers for a milestone, and that it was done."""
    survey = fetch_survey(request, slug, may_keep_report)
    found, conflict = get_object_or_404(Milestone, survey=survey, code=code), None
    now, options = last_event(found), {"milestone": found, "today": request.today}
    form = MilestoneForm(request.POST if request.method == "POST" else None, initial={"seen": now}, **options)
    if form.is_valid():
        try:
            change(row=found, values=form.values(), seen=form.cleaned_data["seen"], **who(request, form))
        except ChangedMeanwhile:
            found.refresh_from_db()
            conflict = conflict_of(form, MilestoneForm(**options), last_of(found), seen=now)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except KeyReused:
            refuse_reuse(form, seen=now)
        else:
            messages.success(request, _("The milestone is changed."))
            return redirect("reports:standing", slug)
    when = found.period.words(get_language())
    context = frame(request, survey, form=form, milestone=found, when=when, conflict=conflict, steps=steps_to(survey))
    return render(request, "reports/report/milestone.html", context, status=status_of(form))
