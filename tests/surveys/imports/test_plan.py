"""What a file would change, and what is refused: always with cell, value, rule and remedy."""

import random
from datetime import date

import pytest

from surveys.imports.plan import Fault, make_plan
from surveys.imports.reading import ReadRow, ReadSheet, read_sheet
from surveys.imports.refused import FileRefused
from surveys.imports.tables import TABLES, Table, register, tables_for
from surveys.imports.words import OF_CELLS, OF_FILES, of_file
from surveys.imports.writing import write_csv, write_xlsx
from surveys.models import GroupMembership, GroupOfStates, MemberState, Subregion
from surveys.models.history import acting_as
from tests.factories import make_state, make_user
from tests.surveys.imports.sheets import changed_csv, xlsx

pytestmark = pytest.mark.django_db
ON = date(2003, 10, 1)
# Other apps enter tables too, and test them themselves.
OWN = sorted(slug for slug, table in TABLES.items() if table.resource.__module__.startswith("surveys."))


@pytest.fixture
def hugo():
    return make_user("hugo@example.org", groups=["administrator"])


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


@pytest.fixture
def states():
    return [make_state("FRA", names={"en": "France", "fr": "France"}), make_state("NAM", names={"en": "Namibia"})]


def plan_of(table, content, by, name="table.csv", write=False):
    with acting_as(by, channel="tests"):
        return make_plan(TABLES[table], read_sheet(content, name, table), by=by, on=ON, write=write)


def plan_of_rows(table, rows, by, name="Sheet1"):
    return plan_of(table, xlsx(rows, name=name), by, "table.xlsx")


def cells(plan):
    return {(row.number, cell.heading): (cell.old, cell.new) for row in plan.written for cell in row.changes}


def codes(plan):
    """Cells and rules of the faults, the rules by their code."""
    by_rule = {str(rule): code for code, (rule, _remedy) in OF_CELLS.items()}
    return {fault.cell: by_rule.get(fault.rule, fault.rule) for fault in plan.faults}


def refusal(table, rows, by, name="Sheet1"):
    with pytest.raises(FileRefused) as caught:
        plan_of_rows(table, rows, by, name)
    return caught.value.code, of_file(caught.value)


def exported(table, by):
    return write_csv(TABLES[table], by, ON)


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize("table", OWN)
def test_what_was_downloaded_changes_nothing_when_it_is_brought_back(table, write):
    by = make_user("both@example.org", groups=["administrator", "office_staff"])
    fill()
    name = "a.xlsx" if write is write_xlsx else "a.csv"
    plan = plan_of(table, write(TABLES[table], by, ON), by, name)
    assert (plan.counts()["unchanged"], plan.written, plan.faults) == (len(plan.rows), [], [])
    assert len(plan.rows) >= 1


def fill():
    """A row in every table."""
    state = make_state("FRA", names={"en": "=France", "fr": "'France", "ar": "فرنسا"}, member_from=date(1850, 1, 1))
    with acting_as("tests"):
        Subregion.objects.create(region=state.region, name_en="Western Europe", names={"en": "-W"}, order=1)
        group = GroupOfStates.objects.create(code="sadc", names={"en": "SADC"}, order=1)
        GroupMembership.objects.create(group=group, member_state=state, valid_from=date(1992, 8, 17))
        state.ratifications.create(instrument="C97")
        state.subregion = "Western Europe"
        state.save()
        make_user("amina@example.org", name="+Amina").appointments.create(
            member_state=state, role="focal_point", valid_from=date(2003, 1, 1)
        )


def test_three_changed_cells_are_three_changes(hugo, states):
    content = changed_csv(
        exported("member-states", hugo),
        {(2, "name_fr"): "la France", (3, "name_fr"): "Namibie", (3, "member_until"): "2003-12-31"},
    )
    plan = plan_of("member-states", content, hugo)
    assert cells(plan) == {
        (2, "name_fr"): ("France", "la France"),
        (3, "name_fr"): ("", "Namibie"),
        (3, "member_until"): ("", "2003-12-31"),
    }
    assert plan.counts() == {"new": 0, "changed": 2, "unchanged": 0, "refused": 0}


def test_nothing_is_stored_by_looking(hugo, states):
    content = changed_csv(exported("member-states", hugo), {(2, "name_fr"): "la France"})
    plan_of("member-states", content, hugo)
    assert MemberState.objects.get(iso3="FRA").names["fr"] == "France"
    assert list(states[0].changes.values_list("pgh_label", flat=True)) == ["insert"]


def test_a_new_row_tells_all_its_cells(farid, states):
    rows = [
        ["code", "name_en", "name_fr", "name_es", "name_ar", "name_zh", "name_de", "name_ru", "order"],
        ["sadc", "SADC", "CDAA", None, None, None, None, None, 3],
    ]
    plan = plan_of_rows("groups", rows, farid)
    assert plan.counts()["new"] == 1
    assert cells(plan) == {
        (2, "code"): ("", "sadc"),
        (2, "name_en"): ("", "SADC"),
        (2, "name_fr"): ("", "CDAA"),
        (2, "order"): ("", "3"),
    }
    assert not GroupOfStates.objects.exists()


def test_a_fault_names_cell_value_rule_and_remedy(hugo, states):
    content = changed_csv(exported("member-states", hugo), {(3, "member_from"): "31.12.2003"})
    (fault,) = plan_of("member-states", content, hugo).faults
    assert fault == Fault(
        cell="N3",
        heading="member_from",
        found="31.12.2003",
        rule="A day belongs here.",
        remedy="In a workbook enter a date; in CSV write it in the form 2003-12-31.",
    )


def test_all_that_is_wrong_with_a_row_is_told_at_once(hugo, states):
    content = changed_csv(
        exported("member-states", hugo),
        {
            (2, "iso2"): "fr",
            (2, "name_en"): "",
            (2, "region"): "atlantis",
            (2, "correspondence_language"): "xx",
            (2, "language_confirmed"): "oui",
            (2, "member_from"): "",
        },
    )
    plan = plan_of("member-states", content, hugo)
    headings = {fault.heading for fault in plan.faults}
    assert headings == {
        "iso2",
        "name_en",
        "region",
        "correspondence_language",
        "language_confirmed",
        "member_from",
    }
    assert plan.counts()["refused"] == 1


def test_rules_of_the_model_are_told_at_their_cell_or_row(hugo, states):
    content = changed_csv(exported("member-states", hugo), {(2, "member_until"): "1900-01-01", (3, "iso2"): "FR"})
    assert {fault.cell: fault.rule for fault in plan_of("member-states", content, hugo).faults} == {
        "2": "Membership cannot end before it begins.",
        "B3": "Member State with this ISO 2 code already exists.",
    }


def test_an_overlapping_membership_is_refused_by_the_databases_rule(farid, states):
    fill_group(states[0])
    rows = [["number", "group", "iso3", "valid_from", "valid_until"], [None, "sadc", "FRA", date(2000, 1, 1), None]]
    (fault,) = plan_of_rows("group-memberships", rows, farid).faults
    assert (fault.cell, fault.rule) == ("2", "This State already belongs to the group on some of these days.")


def test_two_new_rows_that_exclude_each_other_are_refused(farid, states):
    fill_group()
    rows = [
        ["number", "group", "iso3", "valid_from", "valid_until"],
        [None, "sadc", "FRA", date(2000, 1, 1), None],
        [None, "sadc", "FRA", date(2001, 1, 1), None],
    ]
    assert [row.kind for row in plan_of_rows("group-memberships", rows, farid).rows] == ["new", "refused"]


def fill_group(*members):
    with acting_as("tests"):
        group = GroupOfStates.objects.create(code="sadc", names={"en": "SADC"}, order=1)
        for state in members:
            group.memberships.create(member_state=state, valid_from=date(1992, 8, 17))


def test_a_day_as_text_in_a_workbook_is_refused(farid, states):
    fill_group()
    rows = [["number", "group", "iso3", "valid_from", "valid_until"], [None, "sadc", "FRA", "2000-01-01", None]]
    assert codes(plan_of_rows("group-memberships", rows, farid)) == {"D2": "day_as_text"}


def test_a_day_before_excels_first_may_be_text(farid, states):
    fill_group()
    rows = [["number", "group", "iso3", "valid_from", "valid_until"], [None, "sadc", "FRA", "1899-12-31", None]]
    assert plan_of_rows("group-memberships", rows, farid).counts()["new"] == 1


def test_a_formula_is_refused_with_what_it_says(farid, states):
    fill_group()
    rows = [["number", "group", "iso3", "valid_from", "valid_until"], [None, "sadc", '="F"&"RA"', "x", None]]
    plan = plan_of_rows("group-memberships", rows, farid)
    assert codes(plan) == {"C2": "formula", "D2": "not_day"}
    assert plan.faults[0].found == '="F"&"RA"'


def test_a_number_that_no_row_has_is_refused(farid, states):
    rows = [["number", "iso3", "instrument"], [999, "FRA", "C97"], ["x", "FRA", "C97"]]
    assert codes(plan_of_rows("ratifications", rows, farid))["A2"] == "no_such_row"
    assert plan_of_rows("ratifications", rows, farid).rows[1].kind == "refused"


def test_the_same_key_twice_is_refused_with_the_earlier_row(farid, states):
    content = exported("contacts", farid)
    last = content.splitlines()[-1]
    (fault,) = plan_of("contacts", content + last + b"\r\n", farid).faults
    assert (fault.cell, fault.rule) == ("A4", "Row 3 says the same already.")


def test_a_column_that_is_only_told_cannot_be_changed(farid, states):
    content = changed_csv(exported("contacts", farid), {(2, "addressees"): "x@example.org"})
    assert codes(plan_of("contacts", content, farid)) == {"E2": "only_told"}


def test_columns_that_are_only_told_may_be_left_out(farid, states):
    rows = [["iso3", "correspondence_language", "language_confirmed"], ["FRA", "fr", "yes"]]
    assert cells(plan_of_rows("contacts", rows, farid)) == {
        (2, "correspondence_language"): ("en", "fr"),
        (2, "language_confirmed"): ("no", "yes"),
    }


def test_contacts_take_no_new_state(farid, states):
    rows = [["iso3", "correspondence_language", "language_confirmed"], ["XXX", "fr", "yes"]]
    assert codes(plan_of_rows("contacts", rows, farid)) == {"A2": "no_such_row"}


HEADINGS = ["number", "iso3", "instrument"]


def test_headings_that_are_missing_unknown_or_twice_are_named(farid):
    code, words = refusal("ratifications", [["number", "state"], [1, 2]], farid)
    assert code == "headings_missing"
    assert words.startswith("These headings are missing: iso3, instrument.")
    code, words = refusal("ratifications", [[*HEADINGS, "ratified"], [1, 2, 3, 4]], farid)
    assert (code, words.split(".")[0]) == (
        "headings_unknown",
        "These headings do not belong to the table: ratified (Sheet1!D1)",
    )
    assert refusal("ratifications", [[*HEADINGS, "iso3"], [1, 2, 3, 4]], farid)[0] == "heading_twice"
    assert refusal("ratifications", [["number", None, "iso3", "instrument"], [1, 2, 3, 4]], farid)[0] == (
        "headings_unknown"
    )


def test_another_tables_file_is_refused_by_its_name(farid, hugo, states):
    rows = [HEADINGS, [None, "FRA", "C97"]]
    code, words = refusal("contacts", rows, farid)
    assert (code, words.split(". ")[0]) == ("other_table", "This is another table: “Ratifications”")
    assert refusal("ratifications", [HEADINGS, [None, "FRA", "C97"]], farid, name="groups")[0] == "other_table"


def test_a_refusal_always_lists_what_is_wrong(hugo, states):
    """Whatever stands in the cells: a refused row has faults, each with its place, rule and remedy (pains.md, 9)."""
    headings = TABLES["member-states"].headings()
    generator = random.Random(9)
    junk = [None, "", "x", "FRA", "fr", 0, -1, 3.5, True, date(2003, 1, 1), "=1", "2003-12-31", "x" * 999, "\u202e"]
    rows = [ReadRow(n, tuple(generator.choice(junk) for _ in headings)) for n in range(2, 120)]
    sheet = ReadSheet("states", tuple(headings), tuple(rows), is_text=False)
    with acting_as(hugo):
        plan = make_plan(TABLES["member-states"], sheet, by=hugo, on=ON)
    assert plan.counts()["refused"] > 100
    for row in plan.rows:
        assert (row.kind == "refused") == bool(row.faults)
        assert all(fault.cell and fault.rule and fault.remedy for fault in row.faults)


def test_every_code_has_rule_and_remedy():
    assert all(rule and remedy for rule, remedy in [*OF_FILES.values(), *OF_CELLS.values()])


def test_a_short_name_is_one_tables_alone():
    known = TABLES["groups"]
    register(known)
    with pytest.raises(ValueError, match="groups"):
        register(Table("groups", "x", "y", known.resource, known.may))


def test_tables_are_kept_by_whom_they_belong_to(hugo, farid):
    grace = make_user(groups=["analyst"])
    assert {table.slug for table in tables_for(hugo)} == {"member-states", "regions", "subregions", "appointments"}
    assert {table.slug for table in tables_for(farid) if table.slug in OWN} == {
        "contacts",
        "groups",
        "group-memberships",
        "ratifications",
    }
    assert tables_for(grace) == []
