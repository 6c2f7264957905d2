"""Loading a register: again it changes nothing, what is new in the files wins, and what people did stays."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import connection

from consultations.actions.rounds import load_register, organizations_there
from consultations.models import Consultation, Organization, Outcome, OutcomeSource, Participation, Theme
from consultations.register.folder import read_register
from surveys.actions.loading import ACTOR
from surveys.models import GroupOfStates, Survey
from surveys.models.history import acting_as
from tests.consultations.register.folders import KNOWN, TABLE, make_folder
from tests.factories import make_state, make_survey

pytestmark = pytest.mark.django_db

PLANNED = {"id": "E1-2", "status_2004_02_11": "planned", "start": "2004-03", "end": None}
OUTCOMES = [{"code": "O1-1", "kind": "recommendation", "text": "Ratify", "theme": "T1", "instruments": ["C97"]}]
WHO = {
    "states": ["FRA"],
    "groups_of_states": ["sadc"],
    "groups": [{"described": "officials", "group": "governments"}],
}


@pytest.fixture
def content(tmp_path):
    """A register of two meetings, one inside the other, one planned, with an outcome of both."""
    make_survey()
    make_state("FRA", region="africa")
    with acting_as("tests"):
        GroupOfStates.objects.create(code="sadc", names={"en": "SADC"})
    held = {"id": "E1-1", "participants": WHO, "outcomes": ["O1-1"], "regions": ["africa"], "themes": ["T1"]}
    folder = make_folder(tmp_path, {**held, "parent": "E1-2"}, {**PLANNED, "outcomes": ["O1-1"]}, outcomes=OUTCOMES)
    return read_register(folder, KNOWN)


def load(content):
    with acting_as(ACTOR):
        loaded = load_register(content=content, survey=Survey.objects.get())
    connection.check_constraints()
    return loaded


def history():
    """How many rows each table of history has."""
    models = [model for model in apps.get_models() if model.__name__.endswith("Change")]
    return {model.__name__: model.objects.count() for model in models}


def changed(content, code, **fields):
    """The same with fields of one consultation changed."""
    rows = [replace(row, **fields) if row.code == code else row for row in content.consultations]
    return replace(content, consultations=rows)


def test_writes_the_rows_and_counts_them(content):
    loaded = load(content)

    assert loaded.rows == {
        "organization": 2,
        "theme": 1,
        "consultation": 2,
        "participation": 5,
        "outcome": 1,
        "outcomesource": 2,
    }
    assert (loaded.added, loaded.changed) == (13, 0)
    row = Consultation.objects.get(code="E1-1")
    assert (row.parent.code, row.regions, row.themes, row.recorded_on) == (
        "E1-2",
        ["africa"],
        ["T1"],
        date(2003, 7, 31),
    )
    assert [(one.part, one.name("en"), one.group, one.order) for one in row.participations.all()] == [
        ("organizer", "The Organization", "", 1),
        ("participant", "State FRA", "", 2),
        ("participant", "SADC", "", 3),
        ("participant", "officials", "governments", 4),
    ]
    outcome = Outcome.objects.get()
    assert (outcome.theme, outcome.instruments) == (Theme.objects.get(), ["C97"])
    assert {source.consultation.code for source in outcome.sources.all()} == {"E1-1", "E1-2"}
    assert Organization.objects.get(code="unit").parent.code == "ilo"


def test_again_changes_nothing_at_all(content):
    load(content)
    before = history()

    loaded = load(content)

    assert (loaded.added, loaded.changed) == (0, 0)
    assert history() == before


def test_a_changed_row_is_updated_and_counted(content):
    load(content)

    loaded = load(changed(content, "E1-1", titles={"en": "Another title"}))

    assert (loaded.added, loaded.changed) == (0, 1)
    assert Consultation.objects.get(code="E1-1").titles == {"en": "Another title"}


def test_what_people_changed_stays_while_the_files_say_what_they_said_before(content):
    load(content)
    with acting_as("tests"):
        Consultation.objects.filter(code="E1-1").update(titles={"en": "Edited"}, places={"en": "Paris"})

    assert load(content).changed == 0
    # What loading writes into another column does not make the edit its own.
    assert load(changed(content, "E1-1", notes="New")).changed == 1
    assert load(changed(content, "E1-1", notes="New")).changed == 0
    row = Consultation.objects.get(code="E1-1")
    assert (row.titles["en"], row.places, row.notes) == ("Edited", {"en": "Paris"}, "New")


def test_where_the_files_say_something_new_they_win_over_what_was_edited(content):
    load(content)
    with acting_as("tests"):
        Consultation.objects.filter(code="E1-1").update(titles={"en": "Edited"}, places={"en": "Paris"})

    assert load(changed(content, "E1-1", titles={"en": "New in the file"})).changed == 1
    row = Consultation.objects.get(code="E1-1")
    assert (row.titles["en"], row.places) == ("New in the file", {"en": "Paris"})


def test_a_row_of_people_under_the_code_of_the_files_becomes_that_of_the_files(content):
    with acting_as("tests"):
        Organization.objects.create(code="unit", names={"en": "Typed"}, kind="academic", email="unit@example.org")

    load(content)

    row = Organization.objects.get(code="unit")
    assert (row.names, row.kind, row.email) == ({"en": "A unit"}, "unit", "unit@example.org")


def test_what_people_recorded_of_a_planned_meeting_stays(content):
    load(content)
    held = {"status": "held", "recorded_on": date(2004, 3, 20), "precision": "day", "last_day": date(2004, 3, 19)}
    with acting_as("tests"):
        Consultation.objects.filter(code="E1-2").update(first_day=date(2004, 3, 18), **held)

    assert load(content).changed == 0
    row = Consultation.objects.get(code="E1-2")
    assert {name: getattr(row, name) for name in held} == held
    assert row.first_day == date(2004, 3, 18)


def test_rows_and_addresses_of_people_stay(content):
    load(content)
    row, unit = Consultation.objects.get(code="E1-1"), Organization.objects.get(code="unit")
    with acting_as("tests"):
        Participation.objects.create(consultation=row, organization=unit)
        Consultation.objects.create(
            survey=row.survey,
            code="own",
            titles={"en": "Own"},
            kind="internal",
            status="held",
            recorded_on=date(2004, 1, 1),
        )
        OutcomeSource.objects.create(outcome=Outcome.objects.get(), consultation=Consultation.objects.get(code="own"))
        Organization.objects.filter(code="unit").update(email="unit@example.org")

    assert load(content).changed == 0
    assert Participation.objects.filter(organization=unit).count() == 1
    assert OutcomeSource.objects.count() == 3
    assert Organization.objects.get(code="unit").email == "unit@example.org"


def test_a_file_of_consultations_may_name_organizations_of_the_portal(content, tmp_path):
    load(content)
    folder = make_folder(tmp_path / "other", {"organizers": ["unit"]}, table=TABLE)
    (folder / "organizations.csv").unlink()

    known = replace(KNOWN, organizations=organizations_there())
    assert read_register(folder, known).consultations[0].participants[0].organization == "unit"
