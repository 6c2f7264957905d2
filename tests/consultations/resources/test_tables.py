"""The register's tables: what is downloaded changes nothing when it is brought back; who may bring what."""

from datetime import date

import pytest

from consultations.models import Organization, Participation
from surveys.imports.tables import TABLES, tables_for
from surveys.imports.writing import rows_of, write_csv, write_xlsx
from surveys.models.history import acting_as
from tests.consultations.made import make_register
from tests.factories import make_user
from tests.surveys.imports.sheets import changed_csv
from tests.surveys.imports.test_plan import exported, plan_of

pytestmark = pytest.mark.django_db
ON = date(2004, 2, 11)
SLUGS = ["consultations", "contributions", "organizations", "outcomes", "participations"]


@pytest.fixture
def farid():
    return make_user("farid@example.org", groups=["office_staff"])


def test_only_office_staff_keep_them(farid):
    assert {table.slug for table in tables_for(farid)} >= set(SLUGS)
    for role in ("analyst", "administrator"):
        assert not {table.slug for table in tables_for(make_user(groups=[role]))} & set(SLUGS)


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize("table", SLUGS)
def test_what_was_downloaded_changes_nothing_when_it_is_brought_back(farid, table, write):
    make_register()
    name = "a.xlsx" if write is write_xlsx else "a.csv"
    plan = plan_of(table, write(TABLES[table], farid, ON), farid, name)
    assert (plan.counts()["unchanged"], plan.written, plan.faults) == (len(plan.rows), [], [])
    assert len(plan.rows) >= 1


def test_a_whole_register_comes_in_from_its_files_alone(farid):
    """Tables in their order into a portal that has the round and nothing of its register."""
    survey = make_register()
    files = {table: exported(table, farid) for table in SLUGS}
    before = {table: rows_of(TABLES[table], farid, ON) for table in SLUGS}
    emptied(survey)
    for table in ("organizations", "consultations", "contributions", "participations", "outcomes"):
        content = files[table]
        if table == "participations":
            content = changed_csv(content, {(row, "number"): "" for row in (2, 3, 4)})
        plan = plan_of(table, content, farid, write=True)
        assert (plan.faults, plan.counts()["new"]) == ([], len(plan.rows))
    after = {table: rows_of(TABLES[table], farid, ON) for table in SLUGS}
    for table in before:
        drop = 1 if table == "participations" else 0
        assert [row[drop:] for row in after[table]] == [row[drop:] for row in before[table]]


def emptied(survey):
    with acting_as("tests"):
        survey.outcomes.all().delete()
        Participation.objects.all().delete()
        survey.contributions.all().delete()
        survey.consultations.filter(parent__isnull=False).delete()
        survey.consultations.all().delete()
        Organization.objects.all().delete()
