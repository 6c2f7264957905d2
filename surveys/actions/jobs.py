"""Claim a job, tell its progress, finish it: each written only while the claim holds the newest epoch."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from surveys.models import Job, Trouble

logger = logging.getLogger("portal.jobs")
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
# Seconds to wait after the first, second, … failure.
PAUSES = (2, 4, 8, 16)
NO_TROUBLE: dict[str, Any] = {"error": "", "trouble": "", "params": {}}


class Superseded(Exception):
    """Another claim has taken the job over, or it was cancelled: whatever this one does is to be dropped."""


class InTrouble(Exception):
    """A failure that people are told about in words of their language: `trouble` with its parameters."""

    def __init__(self, trouble: Trouble, **params: str) -> None:
        super().__init__(f"{trouble.value} {params}" if params else trouble.value)
        self.trouble = trouble
        self.params = params


class Hopeless(InTrouble):
    """Trying again would end the same: the job fails at once and people are told."""


@dataclass(frozen=True)
class Claim:
    """The right to work on a job, as long as nobody claims it anew."""

    job_id: int
    epoch: int

    def progress(self, done: int, total: int, *, lease: timedelta = LEASE) -> None:
        """Tell how far the work is, and extend the lease; by more than usual for a step that tells nothing.

        Raises Superseded.
        """
        self._write(done=done, total=total, lease_until=Now() + lease)

    @contextmanager
    def finishing(self) -> Iterator[None]:
        """A transaction in which the result is written and the job is done. Raises Superseded, writing nothing."""
        with transaction.atomic():
            self._write(state=Job.State.DONE, done=F("total"), finished_at=Now(), lease_until=None, **NO_TROUBLE)
            yield

    def end_as_unknown(self, trouble: Trouble) -> None:
        """Leave the outcome to a person: it cannot be known and must not be tried again."""
        told = {"error": trouble.value, "trouble": trouble, "params": {}}
        self._write(state=Job.State.UNKNOWN, finished_at=Now(), lease_until=None, **told)

    def _write(self, **fields: object) -> None:
        mine = Job.objects.filter(pk=self.job_id, epoch=self.epoch, state=Job.State.RUNNING)
        if mine.update(**fields) != 1:
            raise Superseded(self.job_id)


def claim(job_id: int) -> Claim | None:
    """Claim a job that the relay has queued; None when it is taken, ended or cancelled (a redelivery).

    The epoch is read under the row's lock: one that was read later could be that of the next claim.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.QUEUED).first()
        if job is None:
            return None
        Job.objects.filter(pk=job_id).update(
            state=Job.State.RUNNING,
            epoch=job.epoch + 1,
            attempts=job.attempts + 1,
            lease_until=Now() + LEASE,
        )
    return Claim(job_id, job.epoch + 1)


def run(job_id: int, act: Callable[[Claim], None], *, pauses: Sequence[int] = PAUSES) -> None:
    """Claim the job and do `act`, which ends it through the claim.

    A failure makes the job due again after a pause; after the fifth attempt, or when it is Hopeless, the job has
    failed. The error is logged whole and told in one line.
    """
    mine = claim(job_id)
    if mine is None:
        return
    try:
        act(mine)
    except Superseded:
        logger.info("job %s was taken over", job_id)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the row has to say so
        logger.exception("job %s failed", job_id)
        _give_back(mine, error, pauses)


def _give_back(mine: Claim, error: Exception, pauses: Sequence[int]) -> None:
    job = Job.objects.filter(pk=mine.job_id, epoch=mine.epoch, state=Job.State.RUNNING)
    attempts = job.values_list("attempts", flat=True).first() or 1
    told = _told(error)
    if attempts >= MOST_ATTEMPTS or isinstance(error, Hopeless):
        job.update(state=Job.State.FAILED, **told, finished_at=Now(), lease_until=None)
    else:
        later = Now() + timedelta(seconds=pauses[attempts - 1])
        job.update(state=Job.State.DUE, due_at=later, **told, lease_until=None)


def _told(error: Exception) -> dict[str, Any]:
    """One line for the log, and what people are told."""
    line = f"{type(error).__name__}: {error}"
    if isinstance(error, InTrouble):
        return {"error": line, "trouble": error.trouble, "params": error.params}
    return {"error": line, "trouble": Trouble.CANNOT_BE_DONE, "params": {}}


def try_again(job: Job) -> None:
    """Make a failed job due once more, with fresh attempts; one in another state is left alone."""
    _make_due(job, [Job.State.FAILED])


def try_unknown_again(job: Job) -> None:
    """Make a job due once more of which a person has found out that it did nothing."""
    _make_due(job, [Job.State.UNKNOWN, Job.State.FAILED])


def _make_due(job: Job, states: Sequence[str]) -> None:
    Job.objects.filter(pk=job.pk, state__in=states).update(
        state=Job.State.DUE, due_at=Now(), attempts=0, finished_at=None, **NO_TROUBLE
    )


def cancel(job: Job) -> None:
    """Take an open job out of the queue; a worker that has it notices at its next write."""
    Job.objects.filter(pk=job.pk, state__in=[Job.State.DUE, Job.State.QUEUED, Job.State.RUNNING]).update(
        state=Job.State.CANCELLED, finished_at=Now(), lease_until=None
    )
