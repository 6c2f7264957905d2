"""Contributions: listed as of a day, entered, changed, invited, received, declined, with letters and documents."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.actions.versions import last_event
from consultations.models import Contribution, Document
from surveys.models import Letter
from tests import people
from tests.consultations.entries import TODAY, address, come_in, errors_of, make_organization, text_of
from tests.factories import make_survey
from tests.reports.report import key, make_awaited, make_contribution

pytestmark = pytest.mark.django_db
STATISTICS = {"title_en": "Statistics", "contributor": "oecd", "kind": "data", "recorded_on": "2004-02-01"}


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


def listed(client, **query):
    response = client.get(address("contributions"), query)
    return [(str(line["contribution"]), str(line["standing"])) for line in response.context["lines"]]


def press(client, contribution, name, **data):
    fields = {"key": key(), "seen": last_event(contribution), **data}
    return client.post(address(f"contribution_{name}", contribution.code), fields)


def test_the_list_is_as_of_a_day(client, survey):
    make_awaited(survey, "C1")
    make_contribution(survey, "C2", is_received=True, received_on=date(2004, 2, 5), new_information=True)
    assert listed(client) == [("Data C1", "late"), ("Data C2", "received")]
    assert listed(client, as_of="2004-01-20") == [("Data C1", "invited"), ("Data C2", "invited")]
    assert listed(client, as_of="2003-12-31") == []
    assert listed(client, standing="late") == [("Data C1", "late")]
    assert listed(client, brings="new_information") == [("Data C2", "received")]
    assert listed(client, q="of-c2") == [("Data C2", "received")]
    assert client.get(address("contributions"), {"as_of": "2005-01-01"}).status_code == 400


def test_the_list_takes_as_many_queries_for_many(client, survey):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address("contributions"))
        return len(queries)

    make_awaited(survey, "C1")
    asked()
    first = asked()
    for number in range(2, 6):
        make_awaited(survey, f"C{number}")
    assert asked() == first


def test_one_is_entered_and_changed(client, survey):
    make_organization("oecd")
    fields = {
        "key": key(),
        "title_en": "Statistics",
        "contributor": "oecd",
        "kind": "data",
        "recorded_on": "2004-02-01",
    }
    response = client.post(address("contribution_new"), fields)
    made = Contribution.objects.get()
    assert (response.url, made.code, made.contributor.code) == (made.get_absolute_url(), "statistics", "oecd")

    changed = {**fields, "key": key(), "seen": last_event(made), "is_received": "on", "received_on": "2004-02-02"}
    assert client.post(address("contribution_edit", made.code), changed).status_code == 302
    made.refresh_from_db()
    assert (made.is_received, made.received_on) == (True, date(2004, 2, 2))
    assert "received on" in text_of(client.get(address("contribution_history", made.code)))


def test_what_does_not_fit_is_told_at_its_field(client, survey):
    make_organization("oecd")
    fields = {
        "key": key(),
        "title_en": "Statistics",
        "contributor": "oecd",
        "kind": "data",
        "recorded_on": "2004-02-01",
    }
    fields |= {"invited_on": "2004-02-05", "due_on": "2004-02-01", "received_on": "2004-02-30"}
    response = client.post(address("contribution_new"), fields)
    assert response.status_code == 400
    assert errors_of(response) == {
        "due_on": ["It cannot be requested for a day before the invitation."],
        "received_on": ["Enter a day in the form 2003-12-31."],
    }
    both = {**fields, "due_on": "", "received_on": "2004-02-06", "declined_on": "2004-02-07"}
    assert errors_of(client.post(address("contribution_new"), both)) == {
        "received_on": ["Only what was received has a day of receipt."]
    }
    assert not Contribution.objects.exists()


def test_two_people_at_once_see_both_versions(client, survey):
    contribution = make_contribution(survey)
    seen = last_event(contribution)
    fields = {"title_en": "Data C1", "contributor": "of-c1", "kind": "data", "recorded_on": "2004-01-01"}
    edit = address("contribution_edit", "C1")
    assert client.post(edit, {**fields, "key": key(), "seen": seen, "notes": "First."}).status_code == 302
    response = client.post(edit, {**fields, "key": key(), "seen": seen, "notes": "Second."})
    assert response.status_code == 409
    assert [(one.stored, one.typed) for one in response.context["conflict"]["differences"]] == [("First.", "Second.")]


def test_from_invitation_to_receipt(client, survey):
    contribution = make_contribution(survey, email="")
    assert press(client, contribution, "invite", due_on="2004-03-01").status_code == 302
    assert press(client, contribution, "invite", due_on="2003-03-01").status_code == 400
    assert press(client, contribution, "remind").status_code == 302
    assert press(client, contribution, "receive", received_on="2004-02-11", new_information="on").status_code == 302
    contribution.refresh_from_db()
    assert (contribution.due_on, contribution.received_on) == (date(2004, 3, 1), TODAY)
    assert contribution.new_information and not contribution.previously_unassembled
    kinds = list(contribution.letters.values_list("kind", "letter__state"))
    assert kinds == [("contribution_reminder", "held"), ("contribution_invitation", "held")]

    page = text_of(client.get(contribution.get_absolute_url()))
    assert "No addressee is known." in page and "Record as received" not in page


def test_declined_meanwhile_is_told(client, survey):
    contribution = make_awaited(survey)
    seen = last_event(contribution)
    assert press(client, contribution, "decline", declined_on="2004-02-10", notes="No time.").status_code == 302
    response = press(client, contribution, "receive", received_on="2004-02-11", seen=seen)
    assert response.status_code == 409
    contribution.refresh_from_db()
    assert (contribution.is_received, contribution.declined_on) == (False, date(2004, 2, 10))


def test_a_held_letter_is_let_go_or_not_sent(client, survey):
    contribution = make_contribution(survey, email="")
    press(client, contribution, "invite", due_on="2004-03-01")
    press(client, contribution, "remind")
    reminder, invitation = contribution.letters.all()
    assert client.get(invitation.get_absolute_url()).status_code == 200

    path = f"{invitation.get_absolute_url()}release/"
    assert client.post(path, {"key": key(), "language": "en", "addressees": "nobody"}).status_code == 400
    assert client.post(path, {"key": key(), "language": "en", "addressees": "a@example.org"}).status_code == 302
    assert client.post(path, {"key": key(), "language": "en", "addressees": "a@example.org"}).status_code == 409
    assert client.post(f"{reminder.get_absolute_url()}cancel/", {"key": key(), "reason": "Met."}).status_code == 302
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == ["due", "cancelled"]


def test_a_document_is_stored(client, survey):
    contribution = make_contribution(survey)
    fields = {"key": key(), "title": "The study", "language": "en", "file": SimpleUploadedFile("a.txt", b"Text.")}
    response = client.post(address("contribution_upload", "C1"), fields)
    assert response.url == f"{contribution.get_absolute_url()}#documents"
    assert Document.objects.get().contribution == contribution
    assert "The study" in text_of(client.get(contribution.get_absolute_url()))


def test_analysts_read_and_do_not_write(client, survey):
    make_awaited(survey)
    client.force_login(people.grace())
    assert "Record as received" not in text_of(client.get(address("contribution", "C1")))
    for name in ("edit", "invite", "remind", "receive", "decline", "upload"):
        assert client.post(address(f"contribution_{name}", "C1"), {"key": key()}).status_code == 404
