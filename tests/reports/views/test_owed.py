"""Who owes what, and reminding several at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.models import Letter
from tests import people
from tests.consultations.entries import come_in, text_of
from tests.factories import make_survey
from tests.reports.report import key, make_awaited, make_chapter, make_contribution, page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


def board(client, **query):
    return client.get(page("owed"), query).context


def test_it_tells_by_contributor_and_by_lead(client, survey, farid):
    make_awaited(survey, "C1")
    make_contribution(survey, "C2", declined_on=date(2004, 2, 1))
    make_chapter(survey, 1, lead=farid, due_on=date(2004, 1, 31))
    make_chapter(survey, 2)
    told = board(client)
    [late, declined] = [line for one in told["contributors"] for line in one.lines]
    assert (str(late.standing), late.days_late, str(declined.standing)) == ("late", 11, "declined")
    assert [(str(lead.person), [line.is_late for line in lead.lines]) for lead in told["leads"]] == [
        ("Farid", [True]),
        ("None", [False]),
    ]
    assert [number for _standing, _label, number in told["numbers"]] == [0, 1, 0, 1]
    assert board(client, as_of="2003-12-31")["contributors"] == []


def test_several_are_reminded_once(client, survey):
    one, other = make_awaited(survey, "C1"), make_awaited(survey, "C2", email="")
    response = client.post(page("owed_remind"), {"key": key(), "contributions": [one.pk, other.pk]}, follow=True)
    assert "1 reminder is written. 1 is held: no address for letters is known." in text_of(response)
    client.post(page("owed_remind"), {"key": key(), "contributions": [one.pk]})
    client.post(page("owed_remind"), {"key": key(), "one": one.pk})
    assert sorted(Letter.objects.values_list("kind", "state")) == [
        ("contribution_reminder", "due"),
        ("contribution_reminder", "held"),
    ]
    [first, _second] = [line for contributor in board(client)["contributors"] for line in contributor.lines]
    assert [about.occasion for about in first.reminders] == ["2004-02-11"]


def test_one_is_reminded_by_its_own_button(client, survey):
    one = make_awaited(survey)
    assert client.post(page("owed_remind"), {"key": key(), "one": one.pk}).status_code == 302
    assert one.letters.count() == 1


def test_nothing_ticked_is_told(client, survey):
    make_awaited(survey)
    response = client.post(page("owed_remind"), {"key": key()})
    assert response.status_code == 400
    assert "Tick at least one contribution." in text_of(response)
    assert client.post(page("owed_remind"), {"key": key(), "one": 999_999}).status_code == 400


def test_it_takes_as_many_queries_for_many(client, survey):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(page("owed"))
        return len(queries)

    make_awaited(survey, "C1")
    make_chapter(survey, 1)
    asked()
    first = asked()
    for number in range(2, 6):
        make_awaited(survey, f"C{number}")
        make_chapter(survey, number)
    assert asked() == first
