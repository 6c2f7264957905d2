"""Users by State: nobody appoints themselves, what was ended stays, accounts come by invitation."""

from datetime import date

import pytest
from django.utils import timezone

from surveys.actions.appointments import end_appointment
from surveys.models import Appointment
from surveys.models.history import acting_as
from tests.factories import appoint, make_state, make_survey, make_user
from tests.surveys.imports.sheets import changed_csv
from tests.surveys.imports.test_plan import cells, codes, exported, plan_of

pytestmark = pytest.mark.django_db
HEADINGS = b"number,email,iso3,role,sections,valid_from,valid_until\r\n"


@pytest.fixture
def hugo():
    return make_user("hugo@example.org", groups=["administrator"])


def plan_with(row, by, **options):
    return plan_of("appointments", HEADINGS + row, by, **options)


def test_a_person_with_an_account_is_appointed(hugo):
    make_survey()
    state, amina = make_state("FRA"), make_user("amina@example.org")
    plan = plan_with(b',amina@example.org,FRA,contributor,"respondent, policies",2003-10-01,\r\n', hugo, write=True)
    assert plan.counts()["new"] == 1
    made = Appointment.objects.get()
    assert (made.user, made.member_state, made.role, made.sections, made.valid_from, made.valid_until) == (
        amina,
        state,
        "contributor",
        ["respondent", "policies"],
        date(2003, 10, 1),
        None,
    )


def test_who_has_no_account_is_refused_with_the_way_to_one(hugo):
    make_state("FRA")
    plan = plan_with(b",new@example.org,FRA,focal_point,,2003-10-01,\r\n", hugo)
    assert codes(plan) == {"B2": "no_such_person"}
    assert "Invite" in plan.faults[0].remedy


def test_nobody_appoints_themselves(hugo):
    make_state("FRA")
    assert codes(plan_with(b",hugo@example.org,FRA,focal_point,,2003-10-01,\r\n", hugo)) == {"B2": "own_appointment"}


def test_nobody_gives_their_own_appointment_to_another_or_takes_anothers(hugo):
    state = make_state("FRA")
    appoint(hugo, state)
    appoint(make_user("amina@example.org"), make_state("DEU"))
    content = changed_csv(
        exported("appointments", hugo), {(3, "email"): "amina@example.org", (2, "email"): "hugo@example.org"}
    )
    assert codes(plan_of("appointments", content, hugo)) == {"B2": "own_appointment", "B3": "own_appointment"}


def test_an_appointment_that_was_ended_stays_as_it_was(hugo):
    appointment = appoint(make_user("amina@example.org"), make_state("FRA"))
    with acting_as("tests"):
        end_appointment(appointment=appointment, on=date(2003, 10, 1), at=timezone.now())
    content = exported("appointments", hugo)
    assert plan_of("appointments", content, hugo).counts()["unchanged"] == 1
    assert codes(plan_of("appointments", changed_csv(content, {(2, "valid_until"): ""}), hugo)) == {
        "2": "ended_appointment"
    }
    assert codes(plan_of("appointments", changed_csv(content, {(2, "ended"): "no"}), hugo)) == {"I2": "only_told"}


def test_the_same_role_twice_is_refused_by_the_models_rule(hugo):
    appoint(make_user("amina@example.org"), make_state("FRA"))
    (fault,) = plan_with(b",amina@example.org,FRA,focal_point,,2003-10-01,\r\n", hugo).faults
    assert (fault.cell, fault.rule) == ("2", "This person already has this role.")


def test_unknown_sections_roles_and_states_are_refused(hugo):
    make_user("amina@example.org")
    plan = plan_with(b",amina@example.org,XXX,boss,nothing,2003-10-01,\r\n", hugo)
    assert plan.faults[0].heading == "iso3"
    assert {fault.heading for fault in plan.faults} == {"iso3", "role", "sections"}


def test_the_end_of_an_appointment_is_changed(hugo):
    appoint(make_user("amina@example.org"), make_state("FRA"))
    content = changed_csv(exported("appointments", hugo), {(2, "valid_until"): "2004-01-31"})
    assert cells(plan_of("appointments", content, hugo)) == {(2, "valid_until"): ("", "2004-01-31")}
