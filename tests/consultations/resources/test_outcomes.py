"""Outcomes and participants from a spreadsheet: sources come and go with an outcome, and are undone with it."""

from datetime import UTC, date, datetime
from secrets import token_hex

import pytest
from django.db import connection

from consultations.models import Outcome, OutcomeSource, Participation
from surveys.imports.keeping import confirm, hold, plan_of, undo
from surveys.imports.tables import TABLES
from surveys.imports.undoing import ChangedSince, columns_of
from surveys.imports.writing import write_csv
from surveys.models.history import acting_as
from tests.consultations.made import make_consultation, make_contribution, make_organization, make_outcome
from tests.factories import make_state, make_survey, make_user
from tests.surveys.imports.sheets import changed_csv
from tests.surveys.imports.test_plan import codes, plan_of_rows

pytestmark = pytest.mark.django_db
ON, AT = date(2004, 2, 11), datetime(2004, 2, 11, 9, tzinfo=UTC)


@pytest.fixture
def farid():
    user = make_user("farid@example.org", groups=["office_staff"])
    with acting_as(user, channel="web"):
        yield user


@pytest.fixture
def survey():
    return make_survey()


@pytest.fixture
def outcome(survey):
    """One that comes from E1 and from the contribution C1; there are E2 and C2 too."""
    first, given = make_consultation(survey, "E1"), make_contribution(survey, "C1")
    make_consultation(survey, "E2")
    make_contribution(survey, "C2")
    return make_outcome(survey, first, given, instruments=["C97"])


def imported(farid, changes, table="outcomes"):
    content = changed_csv(write_csv(TABLES[table], farid, ON), changes)
    held = hold(table=table, name="a.csv", content=content, by=farid, at=AT)
    plan = plan_of(held, by=farid, on=ON)
    assert plan.faults == []
    confirm(held=held, sha256=held.sha256, plan=plan.digest(), by=farid, key=token_hex(16), on=ON, at=AT)
    held.refresh_from_db()
    return held


def stand():
    """Every column of all outcomes and sources."""
    return [columns_of(row) for model in (Outcome, OutcomeSource) for row in model.objects.order_by("pk")]


def sources():
    return sorted(str((each.consultation or each.contribution).code) for each in OutcomeSource.objects.all())


def test_sources_come_and_go_with_the_outcome_and_are_undone_with_it(farid, outcome):
    before = stand()
    done = imported(farid, {(2, "sources"): "E2, C1, C2", (2, "text_fr"): "Il faut plus."})
    assert sources() == ["C1", "C2", "E2"]
    assert done.written[0]["cells"] == [["text_fr", "", "Il faut plus."], ["sources", "E1, C1", "E2, C1, C2"]]
    undo(done=done, by=farid, key="k", at=AT)
    assert stand() == before
    connection.check_constraints()
    labels = [event.pgh_label for event in OutcomeSource.changes.rel.related_model.objects.order_by("pgh_id")]
    assert labels == ["insert", "insert", "insert", "insert", "delete", "delete", "delete", "insert"]


def test_sources_alone_may_change(farid, outcome):
    before = stand()
    done = imported(farid, {(2, "sources"): "C1"})
    assert (sources(), done.written[0]["cells"]) == (["C1"], [["sources", "E1, C1", "C1"]])
    undo(done=done, by=farid, key="k", at=AT)
    assert stand() == before


def test_the_order_of_codes_is_no_change(farid, outcome):
    with pytest.raises(AssertionError):
        imported(farid, {(2, "sources"): "C1, E1, E9"})
    content = changed_csv(write_csv(TABLES["outcomes"], farid, ON), {(2, "sources"): "C1,E1"})
    held = hold(table="outcomes", name="a.csv", content=content, by=farid, at=AT)
    assert plan_of(held, by=farid, on=ON).counts()["unchanged"] == 1


def test_nothing_is_undone_once_somebody_has_changed_a_source(farid, outcome):
    done = imported(farid, {(2, "sources"): "E1, C1, E2"})
    outcome.sources.get(consultation__code="E1").delete()
    standing = stand()
    with pytest.raises(ChangedSince) as caught:
        undo(done=done, by=farid, key="k", at=AT)
    assert (caught.value.names, stand()) == ([str(outcome)], standing)


def test_a_new_outcome_goes_out_with_its_sources(farid, survey):
    make_consultation(survey)
    rows = TABLES["outcomes"].headings()
    values = {"survey": "ilms2003", "code": "O1", "text_en": "More.", "kind": "finding", "sources": "E1"}
    content = ",".join(rows) + "\n" + ",".join(values.get(name, "") for name in rows) + "\n"
    held = hold(table="outcomes", name="a.csv", content=content.encode(), by=farid, at=AT)
    plan = plan_of(held, by=farid, on=ON)
    confirm(held=held, sha256=held.sha256, plan=plan.digest(), by=farid, key="i", on=ON, at=AT)
    assert sources() == ["E1"]
    held.refresh_from_db()
    undo(done=held, by=farid, key="k", at=AT)
    assert stand() == []


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (None, "no_source"),
        (" , ", "no_source"),
        ("E1, E7", "This round has neither a consultation nor a contribution of the code E7."),
    ],
)
def test_an_outcome_without_source_is_refused_at_its_cell(farid, outcome, named, code):
    rows = [TABLES["outcomes"].headings()]
    values = {"survey": "ilms2003", "code": "O2", "text_en": "More.", "kind": "finding", "sources": named}
    rows.append([values.get(heading) for heading in rows[0]])
    assert list(codes(plan_of_rows("outcomes", rows, farid)).values()) == [code]
    assert plan_of_rows("outcomes", rows, farid).faults[0].heading == "sources"


def test_a_contribution_is_told_apart_from_a_consultation_of_the_same_code(farid, survey):
    make_outcome(survey, make_contribution(survey, "E1"))
    make_consultation(survey, "E1")
    text = write_csv(TABLES["outcomes"], farid, ON).decode()
    assert "contribution:E1" in text
    held = hold(table="outcomes", name="a.csv", content=text.encode(), by=farid, at=AT)
    assert plan_of(held, by=farid, on=ON).counts()["unchanged"] == 1


def participants(farid, **values):
    headings = TABLES["participations"].headings()
    row = {"survey": "ilms2003", "consultation": "E1", "part": "participant", "order": 1, **values}
    return plan_of_rows("participations", [headings, [row.get(heading) for heading in headings]], farid)


def test_who_took_part_is_refused_at_the_cell(farid, survey):
    make_consultation(survey)
    make_state("TLS", member_from=date(2003, 8, 19))
    assert codes(participants(farid, member_state="TLS")) == {"F2": "not_member_then"}
    assert codes(participants(farid, member_state="XXX")) == {"F2": "no_such_state"}
    assert codes(participants(farid, organization="nobody")) == {"E2": "no_such_organization"}
    assert codes(participants(farid, consultation="E7", described_en="ministers")) == {"C2": "no_such_consultation"}
    said = "Name one: an organization, a State, a group of States, or people."
    assert codes(participants(farid)) == {"E2": said}
    assert participants(farid, described_en="ministers", group="governments").counts()["new"] == 1


def test_a_consultation_that_got_participants_since_is_not_taken_out(farid, survey):
    make_consultation(survey)
    content = write_csv(TABLES["consultations"], farid, ON).replace(b",E1,", b",E2,")
    held = hold(table="consultations", name="a.csv", content=content, by=farid, at=AT)
    plan = plan_of(held, by=farid, on=ON)
    confirm(held=held, sha256=held.sha256, plan=plan.digest(), by=farid, key="i", on=ON, at=AT)
    held.refresh_from_db()
    added = survey.consultations.get(code="E2")
    Participation.objects.create(consultation=added, organization=make_organization())
    with pytest.raises(ChangedSince):
        undo(done=held, by=farid, key="k", at=AT)
    assert added.participations.count() == 1


def test_a_change_of_participants_is_shown_by_cell(farid, survey):
    held, body = make_consultation(survey), make_organization()
    held.participations.create(organization=body)
    make_organization("other")
    rows = write_csv(TABLES["participations"], farid, ON)
    done = imported(farid, {(2, "organization"): "other"}, "participations")
    assert done.written[0]["cells"] == [["organization", "body", "other"]]
    undo(done=done, by=farid, key="k", at=AT)
    assert write_csv(TABLES["participations"], farid, ON) == rows
