"""The register's tables refuse what cannot be true."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from consultations.models import (
    Consultation,
    Contribution,
    Organization,
    Outcome,
    OutcomeSource,
    Participation,
    Theme,
)
from surveys.models.history import acting_as
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


def consultation(survey, code="E1", **fields):
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
        return Consultation.objects.create(survey=survey, code=code, **{**values, **fields})


def refused(constraint):
    """A block in which the database refuses by this constraint."""
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"last_day": date(2003, 6, 30)}, "consultation_dates_in_order"),
        ({"precision": "none"}, "consultation_date_if_exact"),
        ({"first_day": None, "last_day": None}, "consultation_date_if_exact"),
        ({"first_day": date(2003, 7, 2)}, "consultation_month_begins_on_first"),
        ({"recorded_on": None}, "consultation_status_known_since"),
        ({"status": "planned"}, "consultation_status_known_since"),
        ({"recorded_on": date(2003, 6, 30)}, "consultation_not_held_before_it_began"),
        ({"announced_on": date(2003, 8, 1)}, "consultation_announced_first"),
        (
            {"status": "planned", "recorded_on": None, "announced_on": date(2003, 8, 1)},
            "consultation_planned_not_past",
        ),
        ({"titles": {"fr": "Une réunion"}}, "consultation_has_title"),
        ({"regions": ["atlantis"]}, "a region that there is not"),
        ({"themes": ["T9"]}, "a theme that its survey has not"),
    ],
)
def test_what_cannot_be_is_refused(fields, constraint):
    with refused(constraint):
        consultation(make_survey(), **fields)


def test_a_meeting_is_no_part_of_itself():
    survey = make_survey()
    upper = consultation(survey, "E1")
    lower = consultation(survey, "E2", parent=upper)
    upper.parent = lower
    with refused("part of itself"), acting_as("tests"):
        upper.save()


def test_an_organization_is_no_part_of_itself():
    with acting_as("tests"):
        one = Organization.objects.create(code="one", names={"en": "One"}, kind="unit")
        one.parent = one
        with refused("part of itself"):
            one.save()


def test_a_participant_was_a_member_then():
    survey, late = make_survey(), make_state("TLS", member_from=date(2003, 8, 19))
    held = consultation(survey)
    with refused("was no member then"), transaction.atomic(), acting_as("tests"):
        Participation.objects.create(consultation=held, member_state=late)
    on_time = consultation(
        survey, "E2", first_day=date(2003, 9, 1), last_day=date(2003, 9, 30), recorded_on="2003-09-30"
    )
    with acting_as("tests"):
        Participation.objects.create(consultation=on_time, member_state=late)
        on_time.first_day, on_time.last_day = held.first_day, held.last_day
        with refused("was no member then"):
            on_time.save()


def test_a_participation_names_one():
    held, state = consultation(make_survey()), make_state()
    for fields in ({}, {"member_state": state, "described": {"en": "ministers"}}):
        with refused("participation_of_one"), transaction.atomic(), acting_as("tests"):
            Participation.objects.create(consultation=held, **fields)


def test_an_outcome_comes_from_somewhere():
    survey = make_survey()
    with refused("an outcome comes from"), transaction.atomic(), acting_as("tests"):
        Outcome.objects.create(survey=survey, code="O1", texts={"en": "More"}, kind="finding")
        connection.check_constraints()
    with transaction.atomic(), acting_as("tests"):
        outcome = Outcome.objects.create(survey=survey, code="O1", texts={"en": "More"}, kind="finding")
        source = OutcomeSource.objects.create(outcome=outcome, consultation=consultation(survey))
        connection.check_constraints()
    with refused("an outcome comes from"), transaction.atomic(), acting_as("tests"):
        source.delete()
        connection.check_constraints()


def test_a_theme_belongs_to_the_survey():
    survey = make_survey()
    with acting_as("tests"):
        Theme.objects.create(survey=survey, code="T1", titles={"en": "Migration"})
    assert consultation(survey, themes=["T1"]).themes == ["T1"]


def test_the_standing_of_a_contribution_goes_with_the_day():
    with acting_as("tests"):
        unit = Organization.objects.create(code="unit", names={"en": "Unit"}, kind="unit")
    asked = Contribution(
        survey=make_survey(),
        contributor=unit,
        kind="data",
        titles={"en": "Data"},
        invited_on=date(2003, 3, 1),
        due_on=date(2003, 6, 1),
        is_received=True,
        received_on=date(2003, 7, 1),
        recorded_on=date(2003, 3, 1),
    )
    days = [date(2003, 2, 28), date(2003, 6, 1), date(2003, 6, 2), date(2003, 7, 1)]
    assert [asked.standing_on(day) for day in days] == [None, "invited", "late", "received"]
