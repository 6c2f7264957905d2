"""The timeline of a return: everything around it, in one line each, newest first."""

from datetime import date, datetime
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.actions.life import extend
from surveys.models import CutOff
from surveys.models.history import acting_as
from surveys.overview.timeline import of_letters, timeline
from tests.factories import (
    AT,
    MINIMUM,
    appoint,
    make_focal_point,
    make_paper,
    make_return,
    make_state,
    make_submission,
    make_survey,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(db):
    return make_user("farid@example.org", name="Farid", groups=["office_staff"])


@pytest.fixture
def survey_return(staff):
    return make_return(make_survey(), make_state("FRA"), staff=staff)


def entries(survey_return):
    events = survey_return.events.select_related("actor", "on_behalf_of")
    papers, letters = survey_return.paperreturns.all(), survey_return.letters.select_related("job")
    return timeline(survey_return, events=events, papers=papers, letters=letters)


def told(survey_return, *, without=("Responsible at the Office",)):
    return [(entry.day, entry.words) for entry in entries(survey_return) if entry.words not in without]


def find(survey_return, words):
    return next(entry for entry in entries(survey_return) if entry.words == words)


def grant(survey_return, staff, until):
    with acting_as("tests"):
        CutOff.objects.create(survey=survey_return.survey, slug="report", names={"en": "R"}, day=date(2003, 12, 31))
        extend(survey_return=survey_return, until=until, by=staff, key=token_hex(8), on=date(2003, 10, 20), at=AT)


def test_is_newest_first_by_the_day_that_counts(survey_return):
    make_submission(survey_return, received_on=date(2003, 10, 1))

    shown = told(survey_return)

    assert [day for day, _words in shown] == sorted((day for day, _words in shown), reverse=True)
    assert (date(2003, 7, 15), "The survey was sent") in shown
    assert (date(2003, 10, 1), "The reply was submitted") in shown
    assert (date(2003, 10, 1), "Acknowledgement of a reply") in shown
    assert (date(2003, 7, 1), "An appointment began") in shown


def test_tells_the_facts_of_an_event(survey_return, staff):
    grant(survey_return, staff, date(2003, 11, 30))

    entry = find(survey_return, "An extension was granted")

    assert entry.details == [("Until", "30 November 2003")]
    assert (entry.day, entry.actor) == (date(2003, 10, 20), "Farid")


def test_tells_on_whose_behalf_and_the_stations_of_a_paper_reply(survey_return, staff):
    paper = make_paper(survey_return, staff, received_on=date(2003, 11, 3))
    paper.at_mission_on = date(2003, 10, 30)

    found = timeline(survey_return, events=survey_return.events.all(), papers=[paper], letters=[])

    registered = next(entry for entry in found if entry.words == "A paper reply was registered")
    assert (registered.day, registered.on_behalf_of) == (date(2003, 11, 3), survey_return.member_state)
    assert registered.details == [("Channel", "fax")]
    station = next(entry for entry in found if entry.words == "A paper reply reached the mission")
    assert (station.day, station.actor) == (date(2003, 10, 30), "Farid")
    assert "A paper reply reached Geneva" not in [entry.words for entry in found]


def test_tells_letters_with_where_they_stand_and_to_whom(staff):
    state = make_state("DEU", language_confirmed=True)
    appoint(make_user("elena@gov.example"), state)
    survey_return = make_return(make_survey(), state, staff=staff)

    entry = find(survey_return, "Invitation to take part")

    assert entry.details == [("State of the letter", "to be sent"), ("To", "elena@gov.example")]
    assert entry.recorded_at == AT


def test_tells_who_became_responsible(survey_return, staff):
    with acting_as(staff):
        survey_return.staff = staff
        survey_return.save()
    with acting_as(staff):
        survey_return.staff = None
        survey_return.save()

    found = [entry for entry in entries(survey_return) if entry.words == "Responsible at the Office"]

    assert [entry.details for entry in found] == [[("Person", "nobody")], [("Person", "Farid")]]
    assert {entry.actor for entry in found} == {"Farid"}


def test_tells_when_appointments_begin_and_end(survey_return):
    amina = make_user("amina@gov.example", name="Amina")
    appoint(amina, survey_return.member_state, valid_until=date(2003, 9, 30))

    shown = [entry for entry in entries(survey_return) if "appointment" in entry.words]

    assert [(entry.day, entry.words) for entry in shown] == [
        (date(2003, 9, 30), "Last day of an appointment"),
        (date(2003, 7, 1), "An appointment began"),
    ]
    assert shown[0].details == [("Person", "Amina"), ("Role", "focal point")]


def test_never_tells_a_word_of_a_draft(survey_return):
    make_submission(survey_return, values={**MINIMUM, "respondent_ministry": "zqdraftqz"})

    assert "zqdraftqz" not in str(entries(survey_return))


def test_the_day_of_a_letter_is_that_of_geneva(survey_return):
    letter = survey_return.letters.get()
    letter.written_at = datetime.fromisoformat("2003-12-31T23:30:00+00:00")

    [entry] = of_letters([letter])

    assert entry.day == date(2004, 1, 1)


def test_the_number_of_queries_does_not_grow(survey_return, staff):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            entries(survey_return)
        return len(captured)

    make_focal_point(survey_return.member_state)
    few = queries()
    make_submission(survey_return)
    grown = len(entries(survey_return))

    assert (queries(), grown > 4) == (few, True)
