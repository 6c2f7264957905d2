"""The relay: due rows become tasks of a real broker; what the broker does not take stays due."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ilc_migration.relay import claim_due
from surveys.models import Job
from tests.factories import make_return, make_state, make_submission, make_survey

NOW = timezone.now


def make_job(state="due", task="tests.work", due_in=0, **fields):
    return Job.objects.create(task=task, due_at=NOW() + timedelta(seconds=due_in), state=state, **fields)


@pytest.mark.django_db
def test_claims_what_is_due_and_leases_that_ran_out():
    past, future = NOW() - timedelta(seconds=1), NOW() + timedelta(minutes=1)
    due, dead, stuck = make_job(), make_job("running", lease_until=past), make_job("queued", lease_until=past)
    for other in (
        make_job(due_in=60),
        make_job("running", lease_until=future),
        make_job("done"),
        make_job("unknown"),
    ):
        assert other.pk
    assert sorted(claim_due()) == [(job.pk, "tests.work") for job in (due, dead, stuck)]
    assert set(Job.objects.filter(pk__in=[due.pk, dead.pk, stuck.pk]).values_list("state", flat=True)) == {"queued"}
    assert claim_due() == []


@pytest.mark.django_db
def test_a_job_that_killed_five_workers_is_parked():
    poison = make_job("running", attempts=5, lease_until=NOW() - timedelta(seconds=1))
    assert claim_due() == []
    poison.refresh_from_db()
    assert (poison.state, poison.error) == ("failed", "The worker died five times.")


# The whole way: relay and worker as processes of their own, against the database of this test.


def start(*words, **extra):
    environment = {**os.environ, "DATABASE_URL": database_url(), **extra}
    return subprocess.Popen([sys.executable, *words], env=environment, cwd=settings.BASE_DIR, start_new_session=True)


def database_url():
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"


def start_worker():
    return start("-m", "celery", "-A", "ilc_migration", "worker", "--concurrency=1", "--loglevel=error",
                 "--without-gossip", "--without-mingle", "--without-heartbeat")  # fmt: skip


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(condition, seconds=40):
    """Wait for other processes, asking the database; fails when the time is over."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if condition():
            return
        connection.close()
    pytest.fail("the other processes did not get there in time")


@pytest.fixture
def processes():
    running = [start("manage.py", "relay"), start_worker()]
    yield running
    for process in running:
        if process.poll() is None:
            kill(process)


@pytest.mark.django_db(transaction=True)
def test_what_the_broker_does_not_take_is_due_again():
    job = make_job()
    process = start("manage.py", "relay", CELERY_BROKER_URL="redis+socket:///nonexistent/valkey.sock")
    try:
        until(lambda: Job.objects.get(pk=job.pk).due_at > job.due_at)
    finally:
        kill(process)
    assert (Job.objects.get(pk=job.pk).state, Job.objects.get(pk=job.pk).attempts) == ("due", 0)


@pytest.mark.django_db(transaction=True)
def test_a_due_letter_is_delivered_by_relay_and_worker(processes):
    make_submission(make_return(make_survey(), make_state()))
    job = Job.objects.get(task="surveys.deliver_letter")
    until(lambda: Job.objects.get(pk=job.pk).state == "done")
    assert Job.objects.get(pk=job.pk).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_works_is_followed_by_another(processes):
    running = make_job("running", task="surveys.daily", attempts=1, epoch=1, lease_until=NOW() + timedelta(seconds=2))
    kill(processes[1])
    processes[1] = start_worker()
    until(lambda: Job.objects.get(pk=running.pk).state == "done")
    job = Job.objects.get(pk=running.pk)
    assert (job.attempts, job.epoch) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_the_relay_listens_again_after_its_connection_was_cut(processes):
    first = make_job(task="surveys.daily")
    until(lambda: Job.objects.get(pk=first.pk).state == "done")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                       " WHERE datname = current_database() AND pid <> pg_backend_pid()")  # fmt: skip
    second = make_job(task="surveys.daily")
    until(lambda: Job.objects.get(pk=second.pk).state == "done")
