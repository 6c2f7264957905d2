"""Rows of the register for tests, and how its pages are asked."""

from datetime import UTC, date, datetime
from itertools import count
from secrets import token_hex

from django.urls import reverse

from consultations.actions.versions import last_event
from consultations.models import Consultation, Organization, Outcome, OutcomeSource, Participation, Theme
from surveys.models import GroupMembership, GroupOfStates
from surveys.models.history import acting_as

TODAY = date(2004, 2, 11)
AT = datetime(2004, 2, 11, 9, 0, tzinfo=UTC)
numbers = count(1)


def make_consultation(survey, code=None, **fields):
    """A consultation held in July 2003, to the month."""
    values = {
        "titles": {"en": "A meeting"},
        "kind": "tripartite",
        "first_day": date(2003, 7, 1),
        "last_day": date(2003, 7, 31),
        "precision": "month",
        "status": "held",
        "recorded_on": date(2003, 7, 31),
    }
    with acting_as("tests"):
        code = code or f"E{next(numbers)}"
        return Consultation.objects.create(survey=survey, code=code, **{**values, **fields})


def make_planned(survey, code=None, **fields):
    """One planned for March 2004, known since February."""
    planned = {
        "first_day": date(2004, 3, 1),
        "last_day": date(2004, 3, 31),
        "status": "planned",
        "recorded_on": None,
        "announced_on": TODAY,
    }
    return make_consultation(survey, code, **{**planned, **fields})


def make_organization(code="ilo", **fields):
    """An organization."""
    with acting_as("tests"):
        return Organization.objects.create(
            code=code, **{"names": {"en": code.upper()}, "kind": "un_agency", **fields}
        )


def name_in(consultation, part="participant", **who):
    """Somebody with a part in a consultation."""
    with acting_as("tests"):
        return Participation.objects.create(consultation=consultation, part=part, **who)


def make_theme(survey, code="T1", **fields):
    """A theme of the round."""
    with acting_as("tests"):
        return Theme.objects.create(survey=survey, code=code, **{"titles": {"en": f"Theme {code}"}, **fields})


def make_outcome(survey, *consultations, code="O1", **fields):
    """An outcome of these consultations."""
    values = {"texts": {"en": "More States should ratify."}, "kind": "recommendation"}
    with acting_as("tests"):
        outcome = Outcome.objects.create(survey=survey, code=code, **{**values, **fields})
        for consultation in consultations:
            OutcomeSource.objects.create(outcome=outcome, consultation=consultation)
    return outcome


def make_group(code, *states, since=date(1990, 1, 1)):
    """A group of States."""
    with acting_as("tests"):
        group = GroupOfStates.objects.create(code=code, names={"en": code.upper()})
        for state in states:
            GroupMembership.objects.create(group=group, member_state=state, valid_from=since)
    return group


def address(name, *arguments):
    """The address of a page of the register."""
    return reverse(f"consultations:{name}", args=["ilms2003", *arguments])


def filled(consultation=None, **changed):
    """What a browser sends of the form of a consultation."""
    fields = {
        "key": token_hex(8),
        "seen": last_event(consultation) if consultation else "",
        "title_en": "A meeting",
        "kind": "tripartite",
        "begins": "2003-07",
        "status": "held",
        "recorded_on": "2003-07-31",
        "participant_list": "not_stated",
    }
    return {**fields, **changed}


def errors_of(response):
    """What the form of a page says is wrong, by field."""
    return {name: list(map(str, errors)) for name, errors in response.context["form"].errors.items()}


def text_of(response):
    """The page."""
    return response.content.decode()


def come_in(client, settings, person):
    """The person signs in on the day of the paper."""
    settings.PORTAL_TODAY = TODAY
    client.force_login(person)
    return person
