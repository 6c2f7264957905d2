"""Claim a job, tell its progress, finish it: each written only while the claim holds the newest epoch."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from surveys.models import Job

logger = logging.getLogger("portal.jobs")
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5


class Superseded(Exception):
    """Another claim has taken the job over, or it was cancelled: whatever this one does is to be dropped."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a job, as long as nobody claims it anew."""

    job_id: int
    epoch: int

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is, and extend the lease. Raises Superseded."""
        self._write(done=done, total=total, lease_until=Now() + LEASE)

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """A transaction in which the result is written and the job is done. Raises Superseded, writing nothing."""
        with transaction.atomic():
            self._write(state=Job.State.DONE, done=F("total"), finished_at=Now(), lease_until=None, error="")
            yield

    def end_as_unknown(self, error: str) -> None:
        """Leave the outcome to a person: it cannot be known and must not be tried again."""
        self._write(state=Job.State.UNKNOWN, finished_at=Now(), lease_until=None, error=error)

    def _write(self, **fields: object) -> None:
        mine = Job.objects.filter(pk=self.job_id, epoch=self.epoch, state=Job.State.RUNNING)
        if mine.update(**fields) != 1:
            raise Superseded(self.job_id)


def claim(job_id: int) -> Claim | None:
    """Claim a job that the relay has queued; None when it is taken, ended or cancelled (a redelivery)."""
    queued = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
    taken = queued.update(
        state=Job.State.RUNNING, epoch=F("epoch") + 1, attempts=F("attempts") + 1, lease_until=Now() + LEASE
    )
    return Claim(job_id, Job.objects.values_list("epoch", flat=True).get(pk=job_id)) if taken else None


def run(job_id: int, act: Callable[[Claim], None]) -> None:
    """Claim the job and do `act`, which ends it through the claim. A failure makes the job due again, or failed
    after the fifth attempt; the error is logged whole and told in one line."""
    mine = claim(job_id)
    if mine is None:
        return
    try:
        act(mine)
    except Superseded:
        logger.info("job %s was taken over", job_id)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the row has to say so
        logger.exception("job %s failed", job_id)
        _give_back(mine, f"{type(error).__name__}: {error}")


def _give_back(mine: Claim, error: str) -> None:
    job = Job.objects.filter(pk=mine.job_id, epoch=mine.epoch, state=Job.State.RUNNING)
    exhausted = job.filter(attempts__gte=MOST_ATTEMPTS)
    if exhausted.update(state=Job.State.FAILED, error=error, finished_at=Now(), lease_until=None):
        return
    attempts = job.values_list("attempts", flat=True).first() or 1
    later = timezone.now() + timedelta(seconds=2**attempts)
    job.update(state=Job.State.DUE, due_at=later, error=error, lease_until=None)


def try_again(job: Job) -> None:
    """Make a failed job due once more, with fresh attempts."""
    Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.DUE, due_at=Now(), attempts=0, error="", finished_at=None
    )


def cancel(job: Job) -> None:
    """Take an open job out of the queue; a worker that has it notices at its next write."""
    Job.objects.filter(pk=job.pk, state__in=[Job.State.DUE, Job.State.QUEUED, Job.State.RUNNING]).update(
        state=Job.State.CANCELLED, finished_at=Now(), lease_until=None
    )
