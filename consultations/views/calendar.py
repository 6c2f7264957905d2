"""Consultations month by month, and the same for calendar programs."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultations.models import Consultation
from consultations.models.consultations import STATUS_WORDS
from consultations.register.months import Month, weeks
from consultations.register.periods import Period, Precision, period_of
from consultations.register.standing import Status
from consultations.views.frame import fetch_survey, frame, steps_to
from consultations.views.register import place_of

LONG = 7


@require_safe
def calendar(request, slug):
    """To the month that is asked for, else to this one."""
    fetch_survey(request, slug)
    try:
        day = period_of(request.GET.get("month", "")).first
    except ValueError:
        day = request.today
    day = day if Month.is_one(day.year, day.month) else request.today
    return redirect("consultations:month", slug, day.year, day.month)


@require_safe
def month(request, slug, year, month):
    """All consultations that touch the month: those with days in a grid, the others beside it."""
    survey = fetch_survey(request, slug)
    if not Month.is_one(year, month):
        raise Http404
    shown = Month(year, month)
    known = Consultation.objects.filter(survey=survey).consultations().with_standing(request.today)
    touching = known.touching(shown.first, shown.last).select_related("survey", "country").in_time()
    language = get_language()
    things = [thing_of(one, language) for one in touching]
    in_grid = [one for one in things if one["is_exact"]]
    context = frame(
        request,
        survey,
        month=shown,
        name=Period(shown.first, shown.last, Precision.MONTH).words(language),
        weeks=weeks(shown, [(one, one["first"], one["last"]) for one in in_grid]),
        beside=[one for one in things if not one["is_exact"]],
        number=len(things),
        today=request.today,
        near=near_of(known, shown, language),
        steps=steps_to(survey),
    )
    return render(request, "consultations/month.html", context)


def thing_of(one, language):
    """What the calendar tells of a consultation; exact is what has days and an end."""
    return {
        "consultation": one,
        "title": one.title(language),
        "place": place_of(one, language),
        "when": one.period.words(language),
        "first": one.first_day,
        "last": one.last_day,
        "is_exact": one.precision == Precision.DAY and one.last_day is not None,
        "goes_on": one.last_day is None,
        "standing": one.standing,
        "standing_words": STATUS_WORDS[Status(one.standing)],
    }


def near_of(known, shown, language):
    """The nearest earlier and later months that something begins in, so that nobody turns over empty leaves."""
    earlier = (
        known.filter(first_day__lt=shown.first).order_by("-first_day").values_list("first_day", flat=True).first()
    )
    later = known.filter(first_day__gt=shown.last).order_by("first_day").values_list("first_day", flat=True).first()
    found = {}
    for name, day in (("earlier", earlier), ("later", later)):
        if day:
            month = Month(day.year, day.month)
            found[name] = (month, Period(month.first, month.last, Precision.MONTH).words(language))
    return found
