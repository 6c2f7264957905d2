"""What the application's database role may do, asked of the database in its own name."""

import psycopg2
import pytest
from django.apps import apps
from django.db import InternalError, connection, transaction
from psycopg2.errors import InsufficientPrivilege

from ilc_migration.roles import (
    APPLICATION_ROLE,
    NEVER_DELETED,
    append_only_tables,
    grant_to_application,
    is_append_only,
)
from surveys.models import Answer, Job, Receipt, ReturnEvent, Submission, User
from surveys.models.history import acting_as
from tests.factories import make_paper, make_return

pytestmark = pytest.mark.django_db
PRIVILEGES = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
FROZEN = [
    "surveys_submission",
    "surveys_receipt",
    "surveys_returnevent",
    "surveys_answerchange",
    "reports_summary",
    "reports_treatment",
    "reports_treatmentdecision",
]


@pytest.fixture
def application():
    """A connection of the application's own, to the database of the tests."""
    there = connection.get_connection_params()
    own = psycopg2.connect(dbname=there["dbname"], host=there["host"], user=APPLICATION_ROLE)
    own.autocommit = True
    yield own.cursor()
    own.close()


def refused(cursor, statement, reason="permission denied"):
    with pytest.raises(InsufficientPrivilege, match=reason):
        cursor.execute(statement)


def privileges(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege FROM unnest(%s) AS privilege WHERE has_table_privilege(%s, %s, privilege)",
            [PRIVILEGES, APPLICATION_ROLE, table],
        )
        return {privilege for (privilege,) in cursor.fetchall()}


def test_ledger_receipts_and_history_are_append_only():
    assert all(is_append_only(model) for model in (Submission, Receipt, ReturnEvent))
    assert not any(is_append_only(model) for model in (Answer, User, Job))
    assert set(FROZEN) <= set(append_only_tables())


def test_every_history_is_append_only():
    histories = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]

    assert histories and all(is_append_only(model) for model in histories)


@pytest.mark.parametrize("table", FROZEN)
def test_frozen_tables_are_read_and_added_to(table):
    assert privileges(table) == {"SELECT", "INSERT"}


@pytest.mark.parametrize("table", ["surveys_answer", "surveys_return", "surveys_user", "surveys_job"])
def test_other_tables_are_changed_but_never_emptied(table):
    assert privileges(table) == {"SELECT", "INSERT", "UPDATE", "DELETE"}


def test_registrations_are_never_deleted():
    assert {table: privileges(table) for table in NEVER_DELETED} == {
        "surveys_paperreturn": {"SELECT", "INSERT", "UPDATE"},
        "surveys_attachment": {"SELECT", "INSERT", "UPDATE"},
        "reports_export": {"SELECT", "INSERT", "UPDATE"},
    }


def test_no_table_at_all_may_be_emptied():
    tables = connection.introspection.table_names()

    assert [table for table in tables if "TRUNCATE" in privileges(table)] == []


def test_migrations_are_the_owners():
    assert privileges("django_migrations") == {"SELECT"}


def test_the_application_cannot_rewrite_what_was_received(application):
    refused(application, "UPDATE surveys_submission SET received_on = '2003-01-01'")
    refused(application, "DELETE FROM surveys_submission")
    refused(application, "UPDATE surveys_returnevent SET effective_on = '2003-01-01'")
    refused(application, "DELETE FROM surveys_answerchange")
    refused(application, "TRUNCATE surveys_receipt")


def test_the_application_makes_no_tables(application):
    refused(application, "CREATE TABLE mine (id int)")
    refused(application, "DROP TABLE surveys_answer", "must be owner")
    refused(application, "ALTER TABLE surveys_submission DISABLE TRIGGER ALL", "must be owner")


def test_the_application_reads_and_writes(application):
    application.execute("SELECT count(*) FROM surveys_submission")
    application.execute(
        "INSERT INTO surveys_job"
        " (task, due_at, state, epoch, attempts, done, total, error, trouble, params, created_at)"
        " VALUES ('t', now(), 'cancelled', 0, 0, 0, 0, '', '', '{}', now()) RETURNING id"
    )
    [(number,)] = application.fetchall()

    application.execute("UPDATE surveys_job SET error = 'none' WHERE id = %s", [number])
    application.execute("DELETE FROM surveys_job WHERE id = %s", [number])
    assert application.rowcount == 1


def test_granting_again_changes_nothing():
    tables = connection.introspection.table_names()
    before = {table: privileges(table) for table in tables}

    grant_to_application()

    assert {table: privileges(table) for table in tables} == before


def test_does_nothing_where_the_role_does_not_exist(monkeypatch):
    monkeypatch.setattr("ilc_migration.roles.APPLICATION_ROLE", "nobody_of_this_name")

    grant_to_application()


def test_a_registration_changes_state_only():
    with acting_as("tests"):
        paper = make_paper(make_return())
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            type(paper).objects.filter(pk=paper.pk).update(received_on="2003-01-01")
