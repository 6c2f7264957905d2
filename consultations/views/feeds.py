"""The calendar under a secret address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultations.actions.feeds import feed_of, make_feed, revoke_feed
from consultations.forms.fields import KeyedForm
from consultations.models import CalendarFeed, Consultation
from consultations.models.consultations import STATUS_WORDS
from consultations.register.icalendar import Entry
from consultations.register.icalendar import calendar as written
from consultations.register.periods import Precision, period_of
from consultations.register.standing import Status
from consultations.views.editing import who
from consultations.views.frame import fetch_survey, frame, steps_to
from consultations.views.register import place_of
from surveys.actions.write_keys import KeyReused

STATUSES = {
    Status.PLANNED: "TENTATIVE",
    Status.UNRECORDED: "TENTATIVE",
    Status.HELD: "CONFIRMED",
    Status.CONTINUING: "CONFIRMED",
    Status.CANCELLED: "CANCELLED",
}


@require_safe
def feed_settings(request, slug):
    """Whether this person's calendar program has an address, and what can be done about it."""
    survey = fetch_survey(request, slug)
    return feed_page(request, survey)


def feed_page(request, survey, address="", status=200):
    """The page; `address` is shown this once."""
    own = CalendarFeed.objects.filter(survey=survey, user=request.user, revoked_at__isnull=True).first()
    steps = [*steps_to(survey), (reverse("consultations:calendar", args=[survey.slug]), _("Calendar"))]
    context = frame(request, survey, feed=own, address=address, form=KeyedForm(), steps=steps)
    return render(request, "consultations/feed.html", context, status=status)


@require_POST
def feed_make(request, slug):
    """Make a new address in the place of the one there was, and show it."""
    survey = fetch_survey(request, slug)
    form = KeyedForm(request.POST)
    if not form.is_valid():
        raise BadRequest("key")
    try:
        secret = make_feed(survey=survey, language=get_language(), **who(request, form))
    except KeyReused:
        return render(request, "409.html", {"path": feed_address(slug)}, status=409)
    if secret is None:
        messages.warning(request, _("The address was shown already. Make a new one if you have not kept it."))
        return redirect(feed_address(slug))
    address = request.build_absolute_uri(reverse("consultations:feed", args=[secret]))
    return feed_page(request, survey, address)


@require_POST
def feed_revoke(request, slug):
    """End the address."""
    survey = fetch_survey(request, slug)
    revoke_feed(survey=survey, by=request.user, at=timezone.now())
    messages.success(request, _("The address no longer works."))
    return redirect(feed_address(slug))


def feed_address(slug):
    """The page on which the address is made."""
    return reverse("consultations:feed_settings", args=[slug])


@login_not_required
@require_safe
def feed(request, secret):
    """The calendar of whoever holds the secret; everything else answers as an address that does not exist."""
    found = feed_of(secret)
    if found is None:
        raise Http404
    with translation.override(found.language):
        name = _("Consultations: %(survey)s") % {"survey": found.survey}
        content = written(name, entries_of(request, found))
    headers = {
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Content-Disposition": 'attachment; filename="consultations.ics"',
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def entries_of(request, found):
    """All consultations that have a time, as the calendar tells them today."""
    known = Consultation.objects.filter(survey=found.survey).consultations().with_standing(request.today)
    timed = known.filter(first_day__isnull=False).select_related("survey", "country").in_time()
    history = Consultation._meta.get_field("changes").related_model
    events = history.objects.filter(survey_id=found.survey_id).values_list("pgh_obj_id")
    changes = {pk: (at, number) for pk, at, number in events.annotate(Max("pgh_created_at"), Count("pgh_id"))}
    return [entry_of(request, one, *changes[one.pk]) for one in timed]


def entry_of(request, one, changed_at, number):
    """What a calendar program is told of a consultation."""
    language, standing = get_language(), Status(one.standing)
    return Entry(
        uid=f"consultation-{one.pk}@{request.get_host()}",
        summary=summary_of(one, standing, language),
        first=one.first_day,
        last=one.last_day or shown_until(one),
        status=STATUSES[standing],
        changed_at=changed_at.astimezone(timezone.get_fixed_timezone(0)),
        changes=number - 1,
        place=", ".join(place_of(one, language)),
        description=f"{one.get_kind_display()} · {STATUS_WORDS[standing]}",
        address=request.build_absolute_uri(one.get_absolute_url()),
    )


def shown_until(one):
    """The end of the span in which something without an end is shown: the day, month or year in which it began."""
    return period_of(one.period.written()[0]).last


def summary_of(one, standing, language):
    """The title, and how exactly its time is known where that is not to the day."""
    title, when = one.title(language), one.period.words(language)
    if standing == Status.CONTINUING and one.last_day is None:
        return _("%(title)s (since %(time)s, continuing)") % {"title": title, "time": when}
    if one.precision == Precision.DAY:
        return title
    return _("%(title)s (%(time)s, exact days not known)") % {"title": title, "time": when}
