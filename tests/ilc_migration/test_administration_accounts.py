"""Accounts in the administration: closing ends sessions, and nobody alone gives a role of the Office."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from surveys.actions.appointments import end_appointment
from surveys.models import User
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_state, make_user

LIST = "/administration/surveys/user/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(people.hugo())
    return client


@pytest.fixture
def amina():
    return people.amina(make_state("FRA"))


@pytest.fixture
def analysts():
    return Group.objects.get_or_create(name="analyst")[0]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def change(client, user, **fields):
    values = {"name": user.name, "language": user.language, "is_active": "on", **fields}
    return client.post(f"{LIST}{user.pk}/change/", {key: value for key, value in values.items() if value})


def test_closing_an_account_ends_its_sessions(office, amina):
    sessions = [signed_in(amina), signed_in(amina)]

    assert change(office, amina, is_active="").status_code == 302

    assert all("_auth_user_id" not in client.session for client in sessions)
    assert "_auth_user_id" in office.session


def test_changing_a_name_ends_none(office, amina):
    there = signed_in(amina)

    change(office, amina, name="Amina B.")

    assert "_auth_user_id" in there.session


def test_several_accounts_are_closed_at_once_but_never_ones_own(office, amina):
    there, hugo = signed_in(amina), User.objects.get(email="hugo@example.org")

    office.post(LIST, {"action": "close_accounts", "_selected_action": [amina.pk, hugo.pk]})

    assert list(User.objects.filter(is_active=True)) == [hugo] and "_auth_user_id" not in there.session


def test_a_role_of_the_office_is_not_given_by_one_of_two(office, amina, analysts):
    make_user(groups=["administrator"])

    answer = change(office, amina, groups=[analysts.pk])

    assert answer.status_code == 200 and list(answer.context["adminform"].form.errors) == ["groups"]
    assert not amina.groups.exists()


def test_the_only_administrator_gives_it(office, amina, analysts):
    assert change(office, amina, groups=[analysts.pk]).status_code == 302

    assert list(amina.groups.all()) == [analysts]


def test_a_role_is_taken_away_by_one(office, amina, analysts):
    make_user(groups=["administrator"])
    with acting_as("tests"):
        amina.groups.add(analysts)

    assert change(office, amina).status_code == 302

    assert not amina.groups.exists()


def test_a_closed_account_of_the_office_is_not_opened_again_by_one_of_two(office, analysts):
    make_user(groups=["administrator"])
    grace = make_user("grace@example.org", is_active=False, groups=["analyst"])

    answer = change(office, grace, groups=[analysts.pk])

    assert list(answer.context["adminform"].form.errors) == ["groups"]
    assert not User.objects.get(pk=grace.pk).is_active
    assert change(office, grace).status_code == 302
    assert User.objects.get(pk=grace.pk).is_active and not grace.groups.exists()


def test_an_appointment_that_was_ended_stays_as_it_was(office, amina):
    appointment = amina.appointments.get()
    page = f"/administration/surveys/appointment/{appointment.pk}/change/"
    values = {"user": amina.pk, "member_state": appointment.member_state_id, "role": "focal_point", "sections": "[]"}
    values["valid_from"] = appointment.valid_from.isoformat()
    assert office.post(page, values).status_code == 302
    with acting_as("tests"):
        end_appointment(appointment=appointment, on=date(2003, 10, 1), at=timezone.now())

    assert office.post(page, values).status_code == 403

    assert not amina.appointments.in_force(date(2003, 10, 2)).exists()
