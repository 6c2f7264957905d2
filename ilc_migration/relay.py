"""The relay: due jobs become Celery tasks (design.md, section 8).

It claims due rows, marks them queued and commits before it speaks to the broker, so a crash in between loses
nothing: the lease of a queued job runs out and it is claimed again.
"""

import logging
import select
from collections.abc import Callable
from datetime import timedelta

from amqp.exceptions import AMQPError, MessageNacked
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models.functions import Now
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from ilc_migration.celery import app
from ilc_migration.queues import LONG_TASKS
from surveys.actions.jobs import MOST_ATTEMPTS
from surveys.models import Job, Trouble

logger = logging.getLogger("portal.relay")
BATCH = 100
QUEUED_LEASE = timedelta(seconds=30)
PAUSE_WITHOUT_BROKER = timedelta(seconds=2)
SECONDS_TO_CONFIRM = 5
CANNOT_PUBLISH = (BrokerAway, RedisError, AMQPError, MessageNacked, OSError)


def claim_due() -> list[tuple[int, str]]:
    """Mark the jobs that are due as queued and commit; returns their ids and task names.

    A job whose worker died for the fifth time is failed instead: something in it kills workers.
    """
    with transaction.atomic():
        due = list(Job.objects.to_publish().select_for_update(skip_locked=True)[:BATCH])
        worn_out = [job.pk for job in due if job.attempts >= MOST_ATTEMPTS]
        Job.objects.filter(pk__in=worn_out).update(
            state=Job.State.FAILED,
            finished_at=Now(),
            lease_until=None,
            error="The worker died five times.",
            trouble=Trouble.WORKER_DIED,
        )
        to_queue = with_room([job for job in due if job.attempts < MOST_ATTEMPTS])
        Job.objects.filter(pk__in=[job.pk for job in to_queue]).update(
            state=Job.State.QUEUED, lease_until=Now() + QUEUED_LEASE
        )
    return [(job.pk, job.task) for job in to_queue]


def with_room(jobs: list[Job]) -> list[Job]:
    """Those of the jobs that are queued now: of what takes long no more than the workers can soon begin, so that what
    becomes due meanwhile and somebody waits for finds no long queue before it."""
    room = settings.LONG_TASKS_AT_ONCE - Job.objects.under_way().filter(task__in=LONG_TASKS).count()
    new = [job.pk for job in jobs if job.task in LONG_TASKS and job.state == Job.State.DUE]
    later = set(new[max(room, 0) :])
    return [job for job in jobs if job.pk not in later]


def publish(jobs: list[tuple[int, str]]) -> bool:
    """Send the tasks; what the broker does not take is due again in a moment. Returns whether all were taken."""
    for position, (pk, task) in enumerate(jobs):
        try:
            app.send_task(task, args=[pk], retry=False, confirm_timeout=SECONDS_TO_CONFIRM)
        except CANNOT_PUBLISH as error:
            logger.warning("broker away: %s", type(error).__name__)
            left = [pk for pk, _task in jobs[position:]]
            Job.objects.filter(pk__in=left, state=Job.State.QUEUED).update(
                state=Job.State.DUE, due_at=Now() + PAUSE_WITHOUT_BROKER, lease_until=None
            )
            return False
    return True


def wait_for_work(seconds: float) -> None:
    """Sleep until a job is announced or the time is over. Raises OperationalError when the database is away.

    What was announced while a statement ran lies in `notifies` already, and the socket would stay silent.
    """
    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors:
        if not raw.notifies:
            select.select([raw], [], [], seconds)
            raw.poll()
    raw.notifies.clear()


def listen() -> None:
    """LISTEN on a fresh connection."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN job_due")


def run(stop: Callable[[], bool], ready: Callable[[], None]) -> None:
    """Relay until `stop()`, through restarts of database and broker; `ready` is called once it listens."""
    listening = False
    while not stop():
        try:
            if not listening:
                listen()
                listening = True
                ready()
            jobs = claim_due()
            publish(jobs)
            if len(jobs) < BATCH:
                wait_for_work(1.0)
        except (OperationalError, InterfaceError) as error:
            logger.warning("database away: %s", type(error).__name__)
            listening = False
            connection.close()
            select.select([], [], [], 1.0)
