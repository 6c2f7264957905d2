"""The register: what it shows, in which order, counted how, and how much it asks of the database."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import people
from tests.consultations.entries import (
    address,
    come_in,
    errors_of,
    make_consultation,
    make_group,
    make_organization,
    make_outcome,
    make_planned,
    make_theme,
    name_in,
    text_of,
)
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def farid(client, settings):
    return come_in(client, settings, people.farid())


def shown(client, **query):
    """The titles of the rows, in their order."""
    answer = client.get(address("register"), query)
    assert answer.status_code == 200, errors_of(answer)
    return [line.title for line in answer.context["lines"]]


def titled(survey, title, **fields):
    return make_consultation(survey, titles={"en": title}, **fields)


def counts(client, **query):
    return client.get(address("register"), query).context["counts"]


def test_others_than_the_office_find_no_register(client, settings, survey):
    come_in(client, settings, people.amina(make_state()))

    assert client.get(address("register")).status_code == 404


def test_an_analyst_reads_and_has_no_door_to_enter(client, settings, survey):
    come_in(client, settings, people.grace())

    page = text_of(client.get(address("register")))

    assert "Enter a consultation" not in page
    assert client.get(address("consultation_new")).status_code == 404


def test_consultations_are_counted_by_where_they_stand_and_frames_not_at_all(client, farid, survey):
    titled(survey, "Held")
    titled(survey, "Continuing", status="continuing", last_day=None)
    titled(survey, "Cancelled", status="cancelled")
    make_planned(survey)
    make_planned(survey, first_day=date(2004, 1, 1), last_day=date(2004, 1, 31), announced_on=date(2003, 12, 1))
    titled(survey, "A session", kind="session")

    numbers = counts(client)

    assert numbers == {"all": 5, "held": 2, "continuing": 1, "planned": 1, "unrecorded": 1, "cancelled": 1}
    page = text_of(client.get(address("register")))
    assert "planned, not recorded as held" in page
    assert "A session" not in page
    assert shown(client, kind="session") == ["A session"]


def test_the_register_of_an_earlier_day_knows_what_was_known_then(client, farid, survey):
    titled(survey, "Later", recorded_on=date(2004, 2, 1))
    titled(survey, "Planned then", announced_on=date(2003, 6, 1), recorded_on=date(2003, 8, 1))

    assert shown(client, as_of="2003-07-01") == ["Planned then"]
    assert counts(client, as_of="2003-07-01")["planned"] == 1
    assert counts(client)["held"] == 2


def test_a_day_to_come_is_refused_at_its_field(client, farid, survey):
    answer = client.get(address("register"), {"as_of": "2004-02-12"})

    assert answer.status_code == 400
    assert errors_of(answer) == {"as_of": ["This day has not come yet."]}


def test_filters(client, farid, survey):
    make_state(region="africa")
    make_theme(survey, "T1")
    ilo = make_organization("ilo")
    one = titled(survey, "One", regions=["africa"], groups=["workers"], themes=["T1"])
    titled(survey, "Two", groups=["employers"], kind="employers", status="cancelled")
    name_in(one, "organizer", organization=ilo)
    name_in(one, "participant", organization=make_organization("iom"))

    for query in (
        {"region": "africa"},
        {"group": "workers"},
        {"theme": "T1"},
        {"status": "held"},
        {"kind": "tripartite"},
        {"organizer": str(ilo.pk)},
    ):
        assert shown(client, **query) == ["One"], query
    assert shown(client, region="none") == ["Two"]
    assert shown(client, group="none") == []
    assert shown(client, group="workers", status="cancelled") == []


def test_a_period_finds_what_touches_it(client, farid, survey):
    titled(survey, "June", first_day=date(2003, 6, 1), last_day=date(2003, 6, 30), recorded_on=date(2003, 6, 30))
    titled(survey, "July")
    titled(survey, "Goes on", status="continuing", first_day=date(2003, 1, 1), last_day=None)
    titled(survey, "Undated", first_day=None, last_day=None, precision="none")

    assert shown(client, since="2003-07-15", until="2003-07-16") == ["Goes on", "July"]
    assert shown(client, until="2003-06") == ["Goes on", "June"]
    assert shown(client, since="2003") == ["Goes on", "June", "July"]


def test_a_period_that_ends_before_it_begins_is_refused_at_its_field(client, farid, survey):
    answer = client.get(address("register"), {"since": "2003-07", "until": "2003-06"})

    assert errors_of(answer) == {"until": ["The end lies before the beginning."]}


def test_words_are_found_wherever_they_stand_and_however_they_are_typed(client, farid, survey):
    egypt = make_state("EGY", names={"en": "Egypt", "fr": "Égypte"})
    one = make_consultation(
        survey, titles={"en": "A seminar", "fr": "Un séminaire"}, places={"en": "Cairo"}, country=egypt
    )
    organization = make_organization("oit", names={"en": "Labour Organization"}, aliases=["Vieux Nom"])
    name_in(one, "organizer", organization=organization)
    name_in(one, group_of_states=make_group("sadc"))
    make_outcome(survey, one, texts={"en": "Ratify", "ar": "ينبغي التصديق"})
    titled(survey, "Another")

    for words in ("SEMINAIRE", "egypte", "cairo seminar", "vieux nom", "التصديق", "sadc", "labour-organization"):
        assert shown(client, q=words) == ["A seminar"], words
    assert shown(client, q="seminar lagos") == []
    assert shown(client, q="%") == ["A seminar", "Another"]


def test_rows_are_ordered_by_time_and_those_without_a_date_come_last(client, farid, survey):
    titled(survey, "Undated", first_day=None, last_day=None, precision="none")
    titled(survey, "Éclair", kind="internal")
    titled(survey, "Date", first_day=date(2003, 1, 1), last_day=date(2003, 1, 31))

    assert shown(client) == ["Date", "Éclair", "Undated"]
    assert shown(client, sort="-date") == ["Éclair", "Date", "Undated"]
    assert shown(client, sort="title") == ["Date", "Éclair", "Undated"]
    assert shown(client, sort="-kind") == ["Date", "Undated", "Éclair"]


def test_a_month_is_never_told_as_its_first_day(client, farid, survey):
    titled(survey, "A meeting")

    page = text_of(client.get(address("register")))

    assert ">July 2003</td>" in page
    assert "1 July 2003" not in page


def test_there_are_pages_or_all_of_them(client, farid, survey):
    for number in range(51):
        titled(survey, f"Meeting {number:02}")

    assert len(shown(client)) == 50
    assert len(shown(client, page="2")) == 1
    assert len(shown(client, page="all")) == 51


def test_the_list_asks_the_database_the_same_with_one_row_and_with_many(client, farid, survey):
    def statements(**query):
        client.get(address("register"), query)
        with CaptureQueriesContext(connection) as queries:
            client.get(address("register"), query)
        return len(queries)

    organization = make_organization()
    states = [make_state(code) for code in ("FRA", "DEU", "AUS")]
    session = titled(survey, "A session", kind="session")
    filled_one = titled(survey, "One", parent=session, country=states[0])
    name_in(filled_one, "organizer", organization=organization)
    name_in(filled_one, member_state=states[0])
    name_in(filled_one, group_of_states=make_group("sadc", *states))
    make_outcome(survey, filled_one)
    one, one_sought = statements(), statements(q="one")
    for number in range(3):
        more = titled(
            survey, f"More {number}", parent=titled(survey, "Other", kind="session"), country=states[number]
        )
        name_in(more, "organizer", organization=make_organization(f"org-{number}"))
        name_in(more, member_state=states[number])
        make_outcome(survey, more, code=f"O{number + 2}")

    assert statements() == one <= 16
    assert statements(q="more") == one_sought <= 20
