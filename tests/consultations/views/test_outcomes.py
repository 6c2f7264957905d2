"""Outcomes: listed, entered with several sources, changed, taken out."""

from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultations.actions.outcomes import version_of
from consultations.models import Contribution, Outcome
from surveys.models.history import acting_as
from tests import people
from tests.consultations.entries import (
    address,
    come_in,
    errors_of,
    make_consultation,
    make_organization,
    make_outcome,
    make_theme,
    text_of,
)
from tests.consultations.views.test_entry import make_chapter
from tests.factories import make_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def farid(client, settings):
    return come_in(client, settings, people.farid())


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def one(survey):
    return make_consultation(survey, "E1", titles={"en": "First talks"})


@pytest.fixture
def other(survey):
    return make_consultation(survey, "E2", titles={"en": "Second talks"})


def make_contribution(survey, code="C1"):
    with acting_as("tests"):
        return Contribution.objects.create(
            survey=survey,
            code=code,
            contributor=make_organization("iom"),
            kind="study",
            titles={"en": "A study"},
            recorded_on="2004-02-01",
        )


def enter(client, **changed):
    fields = {"key": token_hex(8), "text_en": "States should ratify.", "kind": "recommendation", **changed}
    return client.post(address("outcome_new"), fields)


def change(client, outcome, **changed):
    fields = {"key": token_hex(8), "seen": version_of(outcome), "text_en": "Changed.", "kind": "recommendation"}
    return client.post(address("outcome_edit", outcome.code), {**fields, **changed})


def sources(outcome):
    found = outcome.sources.order_by("consultation__code", "contribution__code")
    return [(source.consultation or source.contribution).code for source in found]


def test_an_outcome_comes_from_several(client, survey, one, other):
    make_theme(survey, "T3")
    make_contribution(survey)

    enter(
        client,
        consultation_1="First talks",
        consultation_2="E2",
        contribution="C1",
        theme="T3",
        instruments=["C97", "C143"],
    )

    outcome = Outcome.objects.get()
    assert (outcome.code, outcome.theme.code, outcome.instruments) == ("states-should-ratify", "T3", ["C97", "C143"])
    assert sources(outcome) == ["E1", "E2", "C1"]


def test_one_that_comes_from_nowhere_is_refused_at_its_field(client, one):
    answer = enter(client)

    assert answer.status_code == 400
    words = "Name the consultation or the contribution that it comes from."
    assert errors_of(answer) == {"consultation_1": [words]}


def test_the_page_of_a_consultation_leads_to_the_form_with_its_name(client, one):
    form = client.get(address("outcome_new"), {"from": "E1"}).context["form"]

    assert form["consultation_1"].value() == "E1"


def test_sources_are_taken_away_and_added(client, survey, one, other):
    outcome = make_outcome(survey, one)

    assert change(client, outcome, sources=[], consultation_1="E2").status_code == 302
    assert sources(outcome) == ["E2"]

    answer = change(client, outcome, sources=[])
    assert errors_of(answer) == {"sources": ["Name the consultation or the contribution that it comes from."]}
    assert sources(outcome) == ["E2"]


def test_two_people_at_once_also_where_only_a_source_was_added(client, survey, one, other):
    outcome = make_outcome(survey, one)
    seen = version_of(outcome)
    change(client, outcome, text_en=outcome.texts["en"], sources=[f"c{one.pk}"], consultation_1="E2")

    answer = change(client, outcome, seen=seen, text_en="Mine.", sources=[f"c{one.pk}"])

    assert answer.status_code == 409
    assert "Mine." in text_of(answer)
    assert sources(outcome) == ["E1", "E2"]


def test_an_outcome_that_no_chapter_uses_can_go(client, survey, one):
    outcome = make_outcome(survey, one)

    answer = client.post(address("outcome_delete", "O1"), {"key": "a", "seen": version_of(outcome)})

    assert answer.status_code == 302
    assert not Outcome.objects.exists()


def test_one_that_a_chapter_uses_stays(client, survey, one):
    outcome = make_outcome(survey, one)
    make_chapter(survey, outcome)

    answer = client.post(address("outcome_delete", "O1"), {"key": "a", "seen": version_of(outcome)})

    assert answer.status_code == 409
    assert "Protection" in text_of(answer)
    assert Outcome.objects.exists()


def test_the_list_finds_and_filters(client, survey, one):
    theme = make_theme(survey, "T3")
    used = make_outcome(survey, one, texts={"en": "Ratifier", "fr": "Égalité"}, theme=theme)
    make_outcome(survey, one, code="O2", kind="finding")
    make_chapter(survey, used)

    def codes(**query):
        lines = client.get(address("outcomes"), query).context["lines"]
        return [line["outcome"].code for line in lines]

    assert codes() == ["O1", "O2"]
    assert codes(q="egalite") == codes(theme="T3") == codes(used="yes") == ["O1"]
    assert codes(kind="finding") == codes(used="no") == ["O2"]
    assert codes(q="first talks") == ["O1", "O2"]


def test_the_list_asks_the_database_the_same_with_one_and_with_many(client, survey, one, other):
    def statements():
        client.get(address("outcomes"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("outcomes"))
        return len(queries)

    make_chapter(survey, make_outcome(survey, one))
    first = statements()
    for number in range(4):
        make_outcome(survey, one, other, code=f"P{number}", theme=make_theme(survey, f"T{number}"))

    assert statements() == first <= 16
