"""The page of the people of a return."""

import re
from datetime import date
from secrets import token_hex

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from surveys.actions.people import invite
from surveys.models import Appointment, Invitation
from surveys.models.history import acting_as
from tests import people
from tests.factories import make_return, make_state, make_survey

RETURN = "/surveys/ilms2003/FRA/"
PAGE = f"{RETURN}people/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = date(2003, 10, 1)


@pytest.fixture
def france():
    state = make_state("FRA")
    make_return(make_survey(), state)
    return state


@pytest.fixture
def amina(france):
    return people.amina(france)


@pytest.fixture
def boris(france):
    return people.boris(france)


@pytest.fixture
def page(client, amina):
    client.force_login(amina)
    return client


def invites(client, **fields):
    data = {"email": "lena@example.org", "sections": ["respondent"], "language": "en", "key": token_hex(16)}
    return client.post(f"{PAGE}invite/", {**data, **fields})


def accepts(link):
    """Somebody opens the link in another browser and accepts."""
    other = Client()
    other.get("/" + link.split("/", 3)[3])
    other.post("/surveys/invitations/accept/", {"name": "Nora", "password": "correct horse battery"})
    return other


def test_lists_everybody_with_their_sections_and_who_is_invited(page, amina, boris, france):
    people.chen(france)
    invites(page)

    context = page.get(PAGE).context

    rows = [(row.user.email, len(titles), may_end) for row, titles, may_end, _may in context["rows"]]
    assert rows == [
        ("amina@example.org", 0, False),
        ("boris@example.org", 1, True),
        ("chen@example.org", 0, False),
    ]
    assert [(row.email, len(titles)) for row, titles, _may in context["invitations"]] == [("lena@example.org", 1)]


def test_more_people_take_no_more_queries(page, france, boris):
    invites(page)
    few = queries_of(page)
    people.chen(france)
    people.dora(france)
    invites(page, email="other@example.org")

    assert queries_of(page) == few


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)


def test_inviting_shows_link_and_code_once(page):
    key = token_hex(16)

    first, again = invites(page, key=key), invites(page, key=key)

    assert first.context["link"] in first.content.decode() and first["Cache-Control"] == "no-store"
    assert "link" not in again.context and Invitation.objects.count() == 1


@pytest.mark.parametrize(
    "fields, field",
    [
        ({"email": "amina@example.org"}, "email"),
        ({"email": "nobody"}, "email"),
        ({"sections": []}, "sections"),
        ({"sections": ["no such"]}, "sections"),
        ({"language": "la"}, "language"),
    ],
)
def test_what_is_wrong_comes_back_at_its_field(page, fields, field):
    answer = invites(page, **fields)

    assert answer.status_code == 400 and list(answer.context["form"].errors) == [field]
    assert not Invitation.objects.exists()


def test_the_successor_takes_over(page, amina):
    appointment = amina.appointments.get()
    address = f"{PAGE}{appointment.pk}/hand-over/"
    assert page.get(address).status_code == 200
    answer = page.post(address, {"email": "nora@example.org", "language": "en", "key": token_hex(16)})
    assert page.get(PAGE).status_code == 200

    nora = accepts(answer.context["link"])

    assert nora.get(PAGE).status_code == 200 and page.get(PAGE).status_code == 404
    assert page.get("/surveys/ilms2003/FRA/").status_code == 404


def test_the_invitation_says_whom_one_takes_over_from(page, amina):
    address = f"{PAGE}{amina.appointments.get().pk}/hand-over/"
    link = page.post(address, {"email": "nora@example.org", "language": "en", "key": token_hex(16)}).context["link"]
    other = Client()
    other.get("/" + link.split("/", 3)[3])

    assert re.search(r"You take over from.*Amina", other.get("/surveys/invitations/accept/").content.decode(), re.S)


def test_handing_over_to_whoever_hands_over_is_refused(client, amina):
    client.force_login(people.farid())
    address = f"{PAGE}{amina.appointments.get().pk}/hand-over/"

    answer = client.post(address, {"email": "amina@example.org", "language": "en", "key": token_hex(16)})

    assert answer.status_code == 400 and list(answer.context["form"].errors) == ["email"]


def test_sections_are_changed(page, boris):
    address = f"{PAGE}{boris.appointments.get().pk}/sections/"
    assert page.get(address).context["form"].initial == {"sections": ["respondent"]}

    assert page.post(address, {"sections": ["policies"]}).url == PAGE

    assert boris.appointments.get().sections == ["policies"]


def test_a_contributor_without_sections_is_not_left(page, boris):
    answer = page.post(f"{PAGE}{boris.appointments.get().pk}/sections/", {})

    assert answer.status_code == 400 and boris.appointments.get().sections == ["respondent"]


def test_ending_asks_and_then_shuts_out_at_once(page, boris):
    there = Client()
    there.force_login(boris)
    assert there.get("/surveys/ilms2003/FRA/").status_code == 200
    address = f"{PAGE}{boris.appointments.get().pk}/end/"
    assert page.get(address).status_code == 200 and Appointment.objects.filter(ended_at__isnull=True).count() == 2

    assert page.post(address).url == PAGE

    assert there.get("/surveys/ilms2003/FRA/").status_code == 404


def test_a_focal_point_ends_neither_partners_nor_themselves(page, amina, france):
    chen = people.chen(france)
    for user in (chen, amina):
        assert page.post(f"{PAGE}{user.appointments.get().pk}/end/").status_code == 404
    assert not Appointment.objects.filter(ended_at__isnull=False).exists()


def test_an_invitation_is_withdrawn(page):
    invites(page)

    page.post(f"/surveys/ilms2003/FRA/invitations/{Invitation.objects.get().pk}/withdraw/")

    assert not Invitation.objects.open().exists() and page.get(PAGE).context["invitations"] == []


def test_contributors_and_partners_do_not_see_it(client, boris, france):
    for user in (boris, people.chen(france), people.grace()):
        client.force_login(user)
        assert client.get(PAGE).status_code == 404


def test_an_invitation_is_declined(page):
    link = invites(page).context["link"]
    other = Client()
    other.get("/" + link.split("/", 3)[3])

    assert "You have declined" in other.post("/surveys/invitations/decline/").content.decode()

    assert not Invitation.objects.open().exists() and page.get(PAGE).context["invitations"] == []
    assert other.get("/surveys/invitations/accept/").status_code == 404


def test_declining_nothing_changes_nothing(client, page):
    invites(page)

    assert Client().post("/surveys/invitations/decline/").status_code == 404
    assert Invitation.objects.open().count() == 1


def test_a_focal_point_does_not_replace_another(page, amina, france):
    zoe = people.appointed("zoe", france, "focal_point")
    addresses = {user: f"{PAGE}{user.appointments.get().pk}/hand-over/" for user in (amina, zoe)}

    shown = page.get(PAGE).content.decode()

    assert addresses[amina] in shown and addresses[zoe] not in shown
    assert page.get(addresses[amina]).status_code == 200
    posted = {"email": "nora@example.org", "language": "en", "key": token_hex(16)}
    assert page.get(addresses[zoe]).status_code == page.post(addresses[zoe], posted).status_code == 404
    assert not Invitation.objects.exists()


def test_a_focal_point_withdraws_nothing_that_is_for_the_social_partners(page, france):
    farid, at = people.farid(), timezone.now()
    with acting_as(farid):
        for role in ("workers_representative", "contributor"):
            made = {"email": f"{role}@example.org", "sections": [], "language": "en", "key": role}
            invite(role=role, member_state=france, by=farid, at=at, **made)
    workers, contributor = Invitation.objects.order_by("pk")

    shown = page.get(PAGE).content.decode()
    answers = [page.post(f"{RETURN}invitations/{row.pk}/withdraw/").status_code for row in (workers, contributor)]

    assert workers.email in shown and shown.count("/withdraw/") == 1
    assert answers == [404, 302]
    assert [row.email for row in Invitation.objects.open()] == [workers.email]
