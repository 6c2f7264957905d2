"""Saying who organized a consultation and who took part."""

from datetime import date
from secrets import token_hex

import pytest

from consultations.actions.versions import last_event
from consultations.models import Participation
from tests import people
from tests.consultations.entries import (
    address,
    come_in,
    errors_of,
    make_consultation,
    make_group,
    make_organization,
    name_in,
)
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def one():
    return make_consultation(make_survey())


def add(client, one, **fields):
    return client.post(address("participants", one.code), {"key": token_hex(8), "part": "participant", **fields})


def test_each_of_four_can_be_named(client, one):
    ilo = make_organization()
    make_state("FRA")
    make_group("sadc")

    add(client, one, part="organizer", organization=str(ilo.pk))
    add(client, one, member_state="FRA", group="employers")
    add(client, one, group_of_states="sadc")
    add(client, one, described_en="delegates", described_fr="délégués")

    named = [(row.part, row.name("fr"), row.group) for row in Participation.objects.order_by("order")]
    assert named == [
        ("organizer", "ILO", ""),
        ("participant", "State FRA", "employers"),
        ("participant", "SADC", ""),
        ("participant", "délégués", ""),
    ]


def test_exactly_one_is_named(client, one):
    ilo = make_organization()
    make_state("FRA")
    words = ["Name one: an organization, a State, a group of States, or people."]

    assert errors_of(add(client, one)) == {"organization": words}
    assert errors_of(add(client, one, organization=str(ilo.pk), member_state="FRA")) == {"member_state": words}
    assert errors_of(add(client, one, described_fr="délégués")) == {"described_en": ["Say it in English too."]}
    assert not Participation.objects.exists()


def test_a_state_that_was_no_member_then_is_refused_and_the_day_named(client, one):
    make_state("TLS", names={"en": "Timor-Leste"}, member_from=date(2003, 8, 19))
    make_state("GON", names={"en": "Gone"}, member_until=date(2002, 12, 31))

    answer = add(client, one, member_state="TLS")

    assert answer.status_code == 400
    assert errors_of(answer) == {"member_state": ["Timor-Leste became a member on 19 August 2003, after this time."]}
    assert errors_of(add(client, one, member_state="GON")) == {
        "member_state": ["Gone was a member until 31 December 2002, before this time."]
    }


def test_nobody_is_named_twice_in_a_part(client, one):
    ilo = make_organization()
    add(client, one, organization=str(ilo.pk))

    assert errors_of(add(client, one, organization=str(ilo.pk))) == {
        "organization": ["It is named already in this part."]
    }
    assert add(client, one, part="organizer", organization=str(ilo.pk)).status_code == 302


def remove(client, named, seen):
    target = address("participant_remove", named.consultation.code, named.pk)
    return client.post(target, {"key": token_hex(8), "seen": seen})


def test_who_is_named_can_be_removed(client, one):
    named = name_in(one, organization=make_organization())

    assert remove(client, named, last_event(named)).status_code == 302
    assert not Participation.objects.exists()


def test_what_has_changed_meanwhile_is_not_removed(client, one):
    named = name_in(one, organization=make_organization())

    assert remove(client, named, last_event(named) - 1).status_code == 409
    assert Participation.objects.exists()


def test_a_participant_of_another_consultation_is_not_found(client, one):
    other = name_in(make_consultation(one.survey), organization=make_organization())
    target = address("participant_remove", one.code, other.pk)

    assert client.post(target, {"key": "a", "seen": last_event(other)}).status_code == 404
    assert Participation.objects.exists()


def test_an_analyst_names_nobody(client, settings, one):
    come_in(client, settings, people.grace())

    assert add(client, one).status_code == 404
