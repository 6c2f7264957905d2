"""A worker that is killed at any step of writing a file: nothing half can be taken, and another one writes it."""

import hashlib

import pytest
from django.db import connection, transaction
from django.urls import reverse

from reports.actions.exports import request_export
from reports.models import Export
from reports.models.exports import folder
from surveys.models import Job
from tests import people
from tests.factories import make_survey
from tests.job_processes import Portal, kill, until
from tests.reports.test_compile import compile_now, reply

pytestmark = pytest.mark.django_db(transaction=True)

# What the worker waits for when the test holds it: what it reads, the row that names the file.
STEPS = {
    "reading": "LOCK TABLE surveys_memberstate IN ACCESS EXCLUSIVE MODE",
    "naming the file": "SELECT 1 FROM reports_export WHERE id = {export} FOR UPDATE",
}


@pytest.fixture
def portal(transactional_db):
    portal = Portal()
    yield portal
    portal.stop()


@pytest.fixture
def export():
    survey = make_survey()
    reply(survey, "DZA")
    edition = compile_now(survey)
    return request_export(summary=edition, format="xlsx", language="en", by=people.grace(), at=edition.compiled_at)


def state(export):
    return Job.objects.get(pk=export.job_id).state


def is_held():
    """Whether a process waits for a lock that another one holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def kill_at(step, portal, export):
    """Hold a worker at this step, and kill it there."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STEPS[step].format(export=export.pk))
        worker = portal.start_worker()
        until(is_held)
        kill(worker)


def files():
    return [path for path in folder().rglob("*") if path.is_file()]


@pytest.mark.parametrize("step", ["reading", "naming the file"])
def test_a_killed_worker_leaves_nothing_that_can_be_taken(portal, export, client, step):
    before = set(files())
    kill_at(step, portal, export)
    export.refresh_from_db()
    assert (export.file, state(export)) == ("", "running")
    client.force_login(export.requested_by)
    address = reverse("reports:export_file", args=[export.pk])
    assert client.get(address).status_code == 404

    Job.objects.filter(pk=export.job_id).update(lease_until=export.requested_at)
    portal.start_worker()
    until(lambda: state(export) == "done")
    export = Export.objects.get(pk=export.pk)
    content = b"".join(client.get(address).streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.digest
    left = {path.name for path in set(files()) - before}
    assert (export.path.name in left, len(left)) == (True, 2 if step == "naming the file" else 1)


def test_without_a_kill_nothing_is_left_beside_the_file(portal, export):
    """The negative control: what the other tests count comes from the kill."""
    before = set(files())
    portal.start_worker()
    until(lambda: state(export) == "done")
    assert set(files()) - before == {Export.objects.get(pk=export.pk).path}
