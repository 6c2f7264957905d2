"""Who owes what: contributors their contributions, leads their chapters, as of a day; and reminding them."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.actions.contributions import remind
from consultations.models import Contribution, ContributionStanding
from consultations.views.conflicts import refuse_reuse
from consultations.views.editing import who
from consultations.views.frame import status_of
from reports.forms.report import DayForm, RemindForm
from reports.lines import contributors_on, leads_on
from reports.permissions import may_keep_report
from reports.views.report import fetch_survey, frame, steps_to
from surveys.actions.write_keys import KeyReused


@require_safe
def owed(request, slug):
    """The board of who owes what."""
    survey = fetch_survey(request, slug)
    form = DayForm(request.GET, today=request.today)
    return owed_page(request, survey, form, RemindForm(among=[]))


def owed_page(request, survey, form, batch):
    """The page as of the form's day; `batch` is what was made of the ticked ones."""
    context = frame(request, survey, form=form, batch=batch, steps=steps_to(survey))
    if form.is_valid():
        day = form.cleaned_data["as_of"]
        contributors = contributors_on(survey, day, get_language(), request.today)
        lines = [line for contributor in contributors for line in contributor.lines]
        numbers = Counter(line.standing for line in lines)
        context |= {
            "day": day,
            "is_today": day == request.today,
            "contributors": contributors,
            "numbers": [(standing, standing.label, numbers[standing]) for standing in ContributionStanding],
            "some_to_remind": any(line.may_be_reminded for line in lines),
            "leads": leads_on(survey, day),
        }
    status = status_of(batch) if form.is_valid() else 400
    return render(request, "reports/report/owed.html", context, status=status)


@require_POST
def owed_remind(request, slug):
    """Write reminders of those that are ticked: of each at most one a day."""
    survey = fetch_survey(request, slug, may_keep_report)
    among = {one.pk: one for one in Contribution.objects.filter(survey=survey)}
    batch = RemindForm(request.POST, among=among)
    page = DayForm(request.GET, today=request.today)
    if not batch.is_valid() or not set(batch.chosen()) <= among.keys():
        return owed_page(request, survey, page, batch)
    try:
        done = remind(contributions=[among[pk] for pk in batch.chosen()], on=request.today, **who(request, batch))
    except KeyReused:
        refuse_reuse(batch)
        return owed_page(request, survey, page, batch)
    messages.success(request, words_of(done))
    return redirect("reports:owed", slug)


def words_of(done):
    """What reminding has done."""
    written = ngettext("%(n)s reminder is written.", "%(n)s reminders are written.", done.written)
    held = ngettext(
        "%(n)s is held: no address for letters is known.",
        "%(n)s are held: no address for letters is known.",
        done.held,
    )
    parts = [written % {"n": done.written}]
    if done.held:
        parts.append(held % {"n": done.held})
    if done.left:
        parts.append(_("The others were reminded today, or are no longer awaited."))
    return " ".join(parts)
