"""Jobs: a claim works alone, tells its progress, and writes only while nobody has claimed anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone, translation

from surveys.actions.jobs import MOST_ATTEMPTS, Claim, Hopeless, Superseded, cancel, claim, run, try_again
from surveys.models import Job, Trouble

pytestmark = pytest.mark.django_db


def make_job(state="queued", **fields):
    return Job.objects.create(task="tests.work", due_at=timezone.now(), state=state, **fields)


def taken_over(job):
    """The relay finds the lease run out and queues the job again; another worker claims it."""
    Job.objects.filter(pk=job.pk).update(state="queued")
    return claim(job.pk)


def test_a_claim_counts_an_attempt_and_takes_the_next_epoch():
    job = make_job()
    mine = claim(job.pk)
    job.refresh_from_db()
    assert (mine.epoch, job.epoch, job.attempts, job.state) == (1, 1, 1, "running")
    assert job.lease_until > timezone.now()


@pytest.mark.parametrize("state", ["due", "running", "done", "failed", "cancelled", "unknown"])
def test_only_a_queued_job_can_be_claimed(state):
    job = make_job(state)
    assert claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.attempts) == (state, 0)


def test_a_redelivered_task_does_nothing():
    job, done = make_job(), []
    claim(job.pk)
    run(job.pk, done.append)
    assert done == []


def test_progress_is_told_and_extends_the_lease():
    job = make_job()
    mine = claim(job.pk)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    mine.progress(3, 10)
    job.refresh_from_db()
    assert (job.done, job.total) == (3, 10)
    assert job.lease_until > timezone.now() + timedelta(seconds=20)


def test_a_late_worker_overwrites_nothing():
    job = make_job()
    late = claim(job.pk)
    newer = taken_over(job)
    newer.progress(5, 5)
    with pytest.raises(Superseded):
        late.progress(1, 5)
    with pytest.raises(Superseded), late.finishing():
        pytest.fail("what a late worker does is dropped")
    job.refresh_from_db()
    assert (job.done, job.state, job.epoch) == (5, "running", 2)


class Careless(Claim):
    """A claim that writes without asking whether it is still the newest."""

    def _write(self, **fields):
        Job.objects.filter(pk=self.job_id).update(**fields)


def test_without_the_epoch_a_late_worker_would_overwrite():
    job = make_job()
    late = claim(job.pk)
    taken_over(job).progress(5, 5)
    Careless(job.pk, late.epoch).progress(1, 5)
    job.refresh_from_db()
    assert job.done == 1


def test_finishing_is_one_transaction_with_the_result():
    job = make_job()
    mine = claim(job.pk)
    with pytest.raises(IntegrityError), mine.finishing():
        Job.objects.create(task="result", due_at=timezone.now(), done=2, total=1)
    job.refresh_from_db()
    assert job.state == "running"
    with mine.finishing():
        Job.objects.create(task="result", due_at=timezone.now())
    job.refresh_from_db()
    assert (job.state, job.lease_until, Job.objects.filter(task="result").count()) == ("done", None, 1)


def fail(_claim):
    raise ValueError("broken")


def test_a_failure_makes_the_job_due_later_and_says_why():
    job = make_job()
    run(job.pk, fail)
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("due", "ValueError: broken", 1)
    assert job.due_at > timezone.now()


def test_each_failure_waits_longer_than_the_one_before():
    job, waited = make_job(), []
    for _attempt in range(MOST_ATTEMPTS - 1):
        Job.objects.filter(pk=job.pk).update(state="queued")
        before = timezone.now()
        run(job.pk, fail, pauses=(10, 60, 300, 1800))
        job.refresh_from_db()
        waited.append(round((job.due_at - before).total_seconds()))
    assert waited == [10, 60, 300, 1800]


def give_up(_claim):
    raise Hopeless(Trouble.NOT_REPRODUCIBLE, edition="1")


def test_what_is_hopeless_is_not_tried_again():
    job = make_job()
    run(job.pk, give_up)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.error == "Hopeless: not_reproducible {'edition': '1'}"
    assert job.told == "The edition exists, and compiled anew from its stored inputs it did not come out the same."


def test_an_unforeseen_failure_is_told_without_its_words():
    job = make_job()
    run(job.pk, fail)
    job.refresh_from_db()
    assert job.told == "An error of the portal: the administrators find it in its log."
    with translation.override("fr"):
        assert "broken" not in job.told


def test_a_job_that_is_well_tells_of_no_trouble():
    assert make_job().told == ""


def test_a_late_failure_says_nothing_on_the_newer_claim():
    job = make_job()

    def be_taken_over_and_fail(_claim):
        taken_over(job)
        raise ValueError("late")

    run(job.pk, be_taken_over_and_fail)
    job.refresh_from_db()
    assert (job.state, job.epoch, job.error) == ("running", 2, "")


def test_the_fifth_failure_is_the_last_and_can_be_tried_again():
    job = make_job()
    for _attempt in range(MOST_ATTEMPTS):
        Job.objects.filter(pk=job.pk, state="due").update(state="queued")
        run(job.pk, fail)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 5)
    try_again(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error, job.told) == ("due", 0, "", "")


def test_a_cancelled_job_stops_its_worker_at_the_next_write():
    job = make_job()
    mine = claim(job.pk)
    cancel(job)
    with pytest.raises(Superseded):
        mine.progress(1, 2)
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_an_end_that_cannot_be_known_is_left_to_a_person():
    job = make_job()
    claim(job.pk).end_as_unknown(Trouble.INTERRUPTED)
    job.refresh_from_db()
    assert (job.state, job.trouble, job.is_open) == ("unknown", "interrupted", False)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_one_has_it():
    job, barrier = make_job(), Barrier(8)

    def claim_with_the_others(_index):
        barrier.wait()
        try:
            return claim(job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(claim_with_the_others, range(8)))
    assert [claim for claim in claims if claim] == [Claim(job.pk, 1)]
    job.refresh_from_db()
    assert (job.epoch, job.attempts) == (1, 1)
