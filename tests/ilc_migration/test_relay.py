"""The relay: due rows become tasks of a real broker; what the broker does not take or loses stays due."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from ilc_migration.relay import BATCH, claim_due, listen, wait_for_work
from reports.actions.compile import EDITIONS_LOCK, request_compilation
from reports.models import Compilation, Summary
from surveys.models import Job
from tests.factories import make_return, make_state, make_submission, make_survey
from tests.job_processes import Portal, kill, start, until

NOW = timezone.now
AWAY = "redis+socket:///nonexistent/valkey.sock"


def make_job(state="due", task="tests.work", due_in=0, **fields):
    return Job.objects.create(task=task, due_at=NOW() + timedelta(seconds=due_in), state=state, **fields)


def row(job):
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_claims_what_is_due_and_leases_that_ran_out():
    past, future = NOW() - timedelta(seconds=1), NOW() + timedelta(minutes=1)
    due, dead, stuck = make_job(), make_job("running", lease_until=past), make_job("queued", lease_until=past)
    others = [
        make_job(due_in=60),
        make_job("running", lease_until=future),
        make_job("done", lease_until=past),
        make_job("unknown", lease_until=past),
    ]
    assert sorted(claim_due()) == [(job.pk, "tests.work") for job in (due, dead, stuck)]
    assert {row(job).state for job in (due, dead, stuck)} == {"queued"}
    assert [row(job).state for job in others] == ["due", "running", "done", "unknown"]
    assert claim_due() == []


@pytest.mark.django_db
def test_publishing_is_no_attempt():
    job = make_job()
    claim_due()
    assert (row(job).attempts, row(job).epoch) == (0, 0)


@pytest.mark.django_db
def test_a_job_that_killed_five_workers_is_parked_and_others_go_on():
    poison = make_job("running", attempts=5, lease_until=NOW() - timedelta(seconds=1))
    other = make_job()
    assert claim_due() == [(other.pk, "tests.work")]
    assert (row(poison).state, row(poison).error) == ("failed", "The worker died five times.")


@pytest.mark.django_db
def test_takes_the_oldest_first_and_no_more_than_a_batch():
    jobs = [make_job(due_in=-index) for index in range(BATCH + 5)]
    assert [pk for pk, _task in claim_due()] == [job.pk for job in reversed(jobs)][:BATCH]
    assert len(claim_due()) == 5


@pytest.mark.django_db(transaction=True)
def test_two_relays_share_the_work():
    jobs = [make_job() for _ in range(4)]
    with second_connection() as cursor:
        cursor.execute("SELECT id FROM surveys_job ORDER BY id LIMIT 2 FOR UPDATE")
        assert [pk for pk, _task in claim_due()] == [job.pk for job in jobs[2:]]


def second_connection():
    """A transaction of somebody else, rolled back at the end of the block."""
    other = connection.copy()
    other.set_autocommit(False)

    class Transaction:
        def __enter__(self):
            return other.cursor()

        def __exit__(self, *_error):
            other.rollback()
            other.close()

    return Transaction()


def in_a_thread(act):
    """Do it on a connection of its own."""

    def act_and_close():
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act_and_close).result()


def cut_other_connections():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.django_db(transaction=True)
def test_news_of_a_due_job_wakes_the_relay():
    listen()
    in_a_thread(make_job)
    asked = time.monotonic()
    wait_for_work(20)
    assert time.monotonic() - asked < 5


@pytest.mark.django_db(transaction=True)
def test_news_that_came_while_a_statement_ran_is_not_waited_for():
    listen()
    in_a_thread(make_job)
    assert len(claim_due()) == 1
    asked = time.monotonic()
    wait_for_work(20)
    assert time.monotonic() - asked < 5


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_not_due_wakes_nobody():
    listen()
    in_a_thread(lambda: make_job("done"))
    asked = time.monotonic()
    wait_for_work(0.3)
    assert time.monotonic() - asked >= 0.3


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_told_and_a_new_one_listens():
    listen()
    in_a_thread(cut_other_connections)
    with pytest.raises((OperationalError, InterfaceError)):
        wait_for_work(20)
        claim_due()
    listen()
    in_a_thread(make_job)
    wait_for_work(20)
    assert len(claim_due()) == 1


# The whole way: relay, worker and broker as processes of their own, against the database of this test.


@pytest.fixture
def portal(transactional_db):
    portal = Portal()
    yield portal
    portal.stop()


@pytest.mark.django_db(transaction=True)
def test_what_the_broker_does_not_take_is_due_again():
    job = make_job()
    relay = start("manage.py", "relay", broker=AWAY)
    try:
        until(lambda: row(job).due_at > job.due_at)
    finally:
        kill(relay)
    assert (row(job).state, row(job).attempts) == ("due", 0)


def test_a_frozen_broker_holds_up_nobody_and_gets_its_jobs_when_it_is_back(portal):
    first = make_job()
    until(lambda: row(first).state == "queued" and waiting_in(portal) == 1)
    portal.freeze()
    job = make_job()
    until(lambda: row(job).state == "queued")
    asked = time.monotonic()
    until(lambda: row(job).state == "due")
    assert time.monotonic() - asked < 7
    asked = time.monotonic()
    request_compilation(survey=make_survey(), as_of=date(2003, 12, 31), due_at=NOW(), by=None)
    assert time.monotonic() - asked < 1
    portal.thaw()
    until(lambda: row(job).state == row(Compilation.objects.get().job).state == "queued")


def waiting_in(portal):
    """How many tasks wait in the broker for a worker, those of every day's work left out."""
    messages = portal.broker().lrange("celery", 0, -1)
    return sum(b"tests.work" in message for message in messages)


def test_a_broker_that_lost_everything_is_filled_again(portal):
    job = make_job()
    until(lambda: waiting_in(portal) == 1)
    portal.broker().flushall()
    assert waiting_in(portal) == 0
    Job.objects.filter(pk=job.pk).update(lease_until=Now())
    until(lambda: waiting_in(portal) == 1)
    assert (row(job).state, row(job).attempts) == ("queued", 0)


def test_the_relay_goes_on_after_its_connection_was_cut(portal):
    first = make_job()
    until(lambda: row(first).state == "queued")
    cut_other_connections()
    second = make_job()
    until(lambda: row(second).state == "queued")
    assert portal.relay.poll() is None


def test_a_due_letter_is_delivered_by_relay_and_worker(portal):
    portal.start_worker()
    make_submission(make_return(make_survey(), make_state()))
    job = Job.objects.get(task="surveys.deliver_letter")
    until(lambda: row(job).state == "done")
    assert row(job).attempts == 1


def test_what_a_killed_worker_had_begun_is_done_once_by_the_next(portal):
    survey = make_survey()
    make_submission(make_return(survey, make_state()))
    job = request_compilation(survey=survey, as_of=date(2003, 12, 31), due_at=NOW(), by=None).job
    with transaction.atomic(), connection.cursor() as cursor:
        # The edition is compiled and cannot be stored: here the worker dies.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [EDITIONS_LOCK, survey.pk])
        worker = portal.start_worker()
        until(somebody_waits_for_a_lock)
        kill(worker)
    assert (row(job).state, row(job).attempts, Summary.objects.count()) == ("running", 1, 0)
    Job.objects.filter(pk=job.pk).update(lease_until=Now())
    portal.start_worker()
    until(lambda: row(job).state == "done")
    assert (row(job).attempts, row(job).epoch) == (2, 2)
    assert Compilation.objects.get().summary == Summary.objects.get()


def somebody_waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] == 1


@pytest.mark.django_db
def test_what_takes_long_never_fills_the_queue_and_what_somebody_waits_for_goes_first():
    batch = [make_job(task="reports.write_export", due_in=-60, can_wait=True) for _ in range(4)]
    asked = make_job(task="reports.write_export")
    letter = make_job(due_in=-1)
    first = [pk for pk, _task in claim_due()]
    assert first == [letter.pk, asked.pk, batch[0].pk]
    assert claim_due() == []
    Job.objects.filter(pk=asked.pk).update(state="done")
    assert [pk for pk, _task in claim_due()] == [batch[1].pk]


@pytest.mark.django_db
def test_what_takes_long_and_lost_its_worker_is_queued_again_whatever_else_is_under_way():
    ended = {"task": "reports.draw_charts", "lease_until": NOW() - timedelta(seconds=1)}
    running = [make_job("running", **ended) for _ in range(2)]
    make_job(task="reports.draw_charts")
    assert {pk for pk, _task in claim_due()} == {job.pk for job in running}
