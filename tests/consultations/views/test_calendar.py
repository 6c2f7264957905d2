"""The month, and the calendar under a secret address."""

from datetime import date
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import CalendarFeed
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import address, come_in, make_consultation, make_planned, text_of
from tests.consultations.register.test_icalendar import read
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


def titled(survey, title, **fields):
    return make_consultation(survey, titles={"en": title}, **fields)


def day(survey, title, first, last=None, **fields):
    last = last or first
    return titled(survey, title, first_day=first, last_day=last, precision="day", recorded_on=last, **fields)


def month(client, year=2003, number=7):
    return client.get(address("month", year, number))


def in_grid(answer):
    return {
        cell.day.day: [thing["title"] for thing in cell.things]
        for week in answer.context["weeks"]
        for cell in week
        if cell.things
    }


def beside(answer):
    return [thing["title"] for thing in answer.context["beside"]]


def test_days_stand_in_the_grid_and_what_is_known_to_the_month_beside_it(client, survey):
    day(survey, "Three days", date(2003, 6, 30), date(2003, 7, 2))
    titled(survey, "To the month")
    titled(survey, "To the year", first_day=date(2003, 1, 1), last_day=date(2003, 12, 31), precision="year")
    titled(survey, "Goes on", status="continuing", first_day=date(2002, 3, 1), last_day=None)
    titled(survey, "Undated", first_day=None, last_day=None, precision="none")
    titled(survey, "A session", kind="session")

    answer = month(client)

    assert in_grid(answer) == {1: ["Three days"], 2: ["Three days"]}
    assert beside(answer) == ["Goes on", "To the year", "To the month"]
    assert answer.context["number"] == 4


def test_the_calendar_begins_with_this_month_or_the_one_asked_for(client, survey):
    assert client.get(address("calendar"))["Location"] == address("month", 2004, 2)
    assert client.get(address("calendar"), {"month": "2003-07"})["Location"] == address("month", 2003, 7)
    assert client.get(address("calendar"), {"month": "nonsense"})["Location"] == address("month", 2004, 2)
    assert month(client, 2003, 13).status_code == 404


def test_an_empty_month_leads_to_the_nearest_with_something(client, survey):
    titled(survey, "July")
    make_planned(survey)

    told = text_of(month(client, 2003, 9))

    assert address("month", 2003, 7) in told
    assert address("month", 2004, 3) in told


def test_a_month_asks_the_database_the_same_with_one_and_with_many(client, survey):
    def statements():
        month(client)
        with CaptureQueriesContext(connection) as queries:
            month(client)
        return len(queries)

    day(survey, "One", date(2003, 7, 1), country=make_state("FRA"))
    first = statements()
    for number in range(2, 6):
        day(survey, "More", date(2003, 7, number), country=make_state(f"X{number}X"))

    assert statements() == first <= 10


# The secret address


def make_address(client):
    """The path of the address that a page shows once."""
    answer = client.post(address("feed_make"), {"key": token_hex(8)})
    assert answer["Cache-Control"] == "no-store"
    return answer.context["address"].removeprefix("http://testserver")


def events(content):
    """The entries of a calendar by summary, each by property."""
    found = {}
    for part in "\n".join(read(content)).split("BEGIN:VEVENT\n")[1:]:
        lines = dict(line.split(":", 1) for line in part.split("END:VEVENT")[0].strip().split("\n"))
        found[lines["SUMMARY"]] = lines
    return found


def test_a_program_reads_the_calendar_without_signing_in(client, survey):
    held = day(survey, "Three days", date(2003, 6, 30), date(2003, 7, 2))
    titled(survey, "A month")
    make_planned(survey, titles={"en": "To come"})
    day(survey, "Called off", date(2003, 5, 5), status="cancelled")
    titled(survey, "Goes on", status="continuing", first_day=date(2002, 3, 1), last_day=None)
    titled(survey, "Undated", first_day=None, last_day=None, precision="none")
    path = make_address(client)
    client.logout()

    answer = client.get(path)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    assert {name: lines["STATUS"] for name, lines in found.items()} == {
        "Goes on (since March 2002\\, continuing)": "CONFIRMED",
        "Called off": "CANCELLED",
        "Three days": "CONFIRMED",
        "A month (July 2003\\, exact days not known)": "CONFIRMED",
        "To come (March 2004\\, exact days not known)": "TENTATIVE",
    }
    three = found["Three days"]
    assert (three["DTSTART;VALUE=DATE"], three["DTEND;VALUE=DATE"]) == ("20030630", "20030703")
    assert three["URL"] == f"http://testserver{held.get_absolute_url()}"
    whole = found["A month (July 2003\\, exact days not known)"]
    assert (whole["DTSTART;VALUE=DATE"], whole["DTEND;VALUE=DATE"]) == ("20030701", "20030801")
    begins = found["Goes on (since March 2002\\, continuing)"]
    assert (begins["DTSTART;VALUE=DATE"], begins["DTEND;VALUE=DATE"]) == ("20020301", "20020401")


def test_an_entry_keeps_its_uid_and_counts_its_changes(client, survey):
    one = day(survey, "Talks", date(2003, 7, 1))
    path = make_address(client)
    before = events(client.get(path).content)["Talks"]
    with acting_as("tests"):
        one.titles = {"en": "Long talks"}
        one.save()

    after = events(client.get(path).content)["Long talks"]

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")


def test_the_secret_itself_is_kept_nowhere_and_shown_once(client, survey):
    path = make_address(client)
    secret = path.split("/")[-1].removesuffix(".ics")

    assert len(secret) >= 43
    assert secret not in text_of(client.get(address("feed_settings")))
    assert secret not in str(CalendarFeed.objects.values()) + str(CalendarFeed.objects.get().changes.values())


def test_the_page_that_made_it_sent_again_makes_no_second_one(client, survey):
    fields = {"key": "the-same"}
    client.post(address("feed_make"), fields)

    assert client.post(address("feed_make"), fields).status_code == 302
    assert CalendarFeed.objects.count() == 1


def test_it_ends_when_it_is_revoked_or_made_anew(client, survey):
    first = make_address(client)
    second = make_address(client)
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]

    client.post(address("feed_revoke"))

    assert client.get(second).status_code == 404


def test_it_ends_with_the_role_and_with_the_account(client, survey, farid):
    path = make_address(client)
    group = farid.groups.get()
    with acting_as("tests"):
        farid.groups.clear()
    assert client.get(path).status_code == 404

    with acting_as("tests"):
        farid.groups.add(group)
        assert client.get(path).status_code == 200
        farid.is_active = False
        farid.save()
    client.logout()
    assert client.get(path).status_code == 404


def test_a_wrong_address_does_not_exist(client, survey):
    client.logout()

    for secret in ("nonsense", "x" * 43, "ü"):
        assert client.get(reverse("consultations:feed", args=[secret])).status_code == 404


def test_the_calendar_speaks_the_language_in_which_it_was_made(client, survey):
    titled(survey, "A month")
    client.cookies["django_language"] = "fr"
    path = make_address(client)
    client.cookies["django_language"] = "en"

    assert "juillet 2003" in client.get(path).content.decode()


def test_a_government_has_no_calendar(client, settings, survey):
    come_in(client, settings, people.amina(make_state()))

    assert month(client).status_code == 404
    assert client.get(address("feed_settings")).status_code == 404
    assert client.post(address("feed_make"), {"key": "a"}).status_code == 404
