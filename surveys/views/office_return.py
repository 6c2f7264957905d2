"""A return as the Office sees it: all about it on one page, and on one printed page before a meeting."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from surveys.models import Appointment, Happening, Instrument, Objection, PaperReturn
from surveys.models.life import allowed
from surveys.overview.open_points import open_points
from surveys.overview.timeline import of_events, of_letters
from surveys.permissions import is_office_staff
from surveys.views.office import fetch_return, frame
from surveys.views.office_sight import letters_of, sight_of

MOST_CONTACTS = 6
MOST_POINTS = 6


@require_safe
def return_office(request, slug, iso3):
    """A return as the Office sees it: its history, and how far a draft is, never what it says."""
    survey_return = fetch_return(request, slug, iso3, is_office_staff)
    sight = sight_of(survey_return, request.today)
    contacts = contacts_of(survey_return, request.today)
    context = {
        **about(survey_return),
        **sight,
        "contacts": contacts,
        "open_points": open_points(survey_return, letters=sight["letters"], contacts=contacts, on=request.today),
        "may_register": allowed(Happening.REGISTERED, survey_return.status),
        "for_office": True,
        "objections": Objection.objects.open_on(survey_return),
    }
    return render(request, "surveys/office/return.html", context)


def about(survey_return):
    """What both pages say about the return itself."""
    return {
        **frame(survey_return.survey),
        "member_state": survey_return.member_state,
        "survey_return": survey_return,
        "responsible": survey_return.staff,
    }


def contacts_of(survey_return, on):
    """Who acts for the State on this day: focal points first."""
    in_force = Appointment.objects.in_force(on).filter(member_state=survey_return.member_state_id)
    people = in_force.filter(user__is_active=True).select_related("user").order_by("pk")
    return sorted(people, key=lambda appointment: appointment.role != "focal_point")


@require_safe
def brief(request, slug, iso3):
    """The State brief: what one has to know before talking with the State, on one printed page."""
    survey_return = fetch_return(request, slug, iso3, is_office_staff)
    letters, contacts = letters_of(survey_return), contacts_of(survey_return, request.today)
    points = open_points(survey_return, letters=letters, contacts=contacts, on=request.today)
    context = {
        **about(survey_return),
        "day": request.today,
        "contacts": contacts[:MOST_CONTACTS],
        "more_contacts": len(contacts[MOST_CONTACTS:]),
        "last_event": newest(of_events(survey_return.events.select_related("actor", "on_behalf_of"))),
        "last_letter": newest(of_letters(letters)),
        "replies": replies_of(survey_return),
        "reply_by": survey_return.reply_by_on(request.today),
        "ratifications": ratifications_of(survey_return.member_state),
        "open_points": points[:MOST_POINTS],
        "more_points": len(points[MOST_POINTS:]),
        "language": get_language(),
    }
    return render(request, "surveys/office/brief.html", context)


def newest(entries):
    """The entry of the last day that counts, of those of one instant the last; None of none."""
    in_order = sorted(entries, key=lambda entry: (entry.day, entry.recorded_at))
    return in_order[-1] if in_order else None


def replies_of(survey_return):
    """The submission in force and the last paper reply; None where there is none."""
    submissions = survey_return.submissions.meta()
    return {
        "submission": submissions.in_effect().newest(),
        "number": submissions.in_effect().count(),
        "paper": survey_return.paperreturns.exclude(state=PaperReturn.State.VOID).order_by("ledger_no").last(),
    }


def ratifications_of(member_state):
    """Triples of Convention, its name, and whether the State has ratified it."""
    ratified = set(member_state.ratifications.values_list("instrument", flat=True))
    return [(value, label, value in ratified) for value, label in Instrument.choices]
