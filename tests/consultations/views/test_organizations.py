"""Organizations: listed, shown, entered, changed."""

from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.actions.versions import last_event
from consultations.models import Organization
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import come_in, errors_of, make_consultation, make_organization, name_in, text_of
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


def address(name, *arguments):
    return reverse(f"consultations:{name}", args=arguments)


def send(client, target, **changed):
    fields = {"key": token_hex(8), "name_en": "Labour Office", "kind": "un_agency", "language": "en", **changed}
    return client.post(target, fields)


def test_one_is_entered_with_its_names(client):
    make_organization("un")

    send(
        client,
        address("organization_new"),
        name_fr="Bureau du travail",
        acronym_en="ILO",
        acronym_fr="BIT",
        aliases="Old name\r\n\r\nAnother one",
        parent="un",
        email="ilo@example.org",
    )

    one = Organization.objects.get(code="ilo")
    assert one.names == {"en": "Labour Office", "fr": "Bureau du travail"}
    assert one.acronyms == {"en": "ILO", "fr": "BIT"}
    assert (one.aliases, one.parent.code, one.email) == (["Old name", "Another one"], "un", "ilo@example.org")


def test_a_code_is_given_once(client):
    make_organization("ilo")

    errors = errors_of(send(client, address("organization_new"), code="ilo"))

    assert errors == {"code": ["There is an organization of this code already."]}


def test_an_organization_is_no_part_of_itself(client):
    upper = make_organization("upper")
    make_organization("lower", parent=upper)

    target = address("organization_edit", "upper")
    errors = errors_of(send(client, target, seen=last_event(upper), parent="lower"))

    assert errors == {"parent": ["The organization would be a part of itself."]}


def test_two_people_at_once(client):
    one = make_organization("ilo")
    seen = last_event(one)
    with acting_as("tests"):
        one.email = "theirs@example.org"
        one.save()

    answer = send(client, address("organization_edit", "ilo"), seen=seen, email="mine@example.org")

    assert answer.status_code == 409
    assert "theirs@example.org" in text_of(answer)
    assert "mine@example.org" in text_of(answer)
    one.refresh_from_db()
    assert one.email == "theirs@example.org"


def test_the_list_finds_a_name_in_any_language_and_as_it_was_printed(client):
    make_organization("ilo", names={"en": "Labour Office", "ar": "مكتب العمل"}, aliases=["Büro der Arbeit"])
    make_organization("iom", kind="intergovernmental")

    def codes(**query):
        return [one.code for one, _name, _acronym in client.get(address("organizations"), query).context["lines"]]

    assert codes(q="buro") == codes(q="العمل") == codes(kind="un_agency") == ["ilo"]
    assert codes() == ["iom", "ilo"]


def test_the_page_tells_the_consultations_that_name_it(client):
    one = make_organization("ilo")
    name_in(make_consultation(make_survey(), titles={"en": "Talks in Rome"}), "organizer", organization=one)

    told = text_of(client.get(one.get_absolute_url()))

    assert "Talks in Rome" in told
    assert "organizer" in told


def test_the_list_asks_the_database_the_same_with_one_and_with_many(client):
    def statements():
        client.get(address("organizations"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("organizations"))
        return len(queries)

    upper = make_organization("upper")
    first = statements()
    for number in range(3):
        make_organization(f"part-{number}", parent=upper)

    assert statements() == first <= 10


def test_a_government_finds_none_of_it(client, settings):
    make_organization("ilo")
    come_in(client, settings, people.amina(make_state()))

    for target in ("organizations", "organization_new"):
        assert client.get(address(target)).status_code == 404
    assert client.get(address("organization", "ilo")).status_code == 404


def test_an_analyst_reads_and_enters_nothing(client, settings):
    make_organization("ilo")
    come_in(client, settings, people.grace())

    assert client.get(address("organization", "ilo")).status_code == 200
    assert send(client, address("organization_new")).status_code == 404
