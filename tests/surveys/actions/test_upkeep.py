"""What is done once a day, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from surveys.actions.upkeep import DAILY, ensure_daily_job
from surveys.models import Job, WriteKey
from surveys.tasks import daily
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_daily_work_forgets_old_keys_and_is_due_again_tomorrow():
    user, now = make_user(), timezone.now()
    old, kept = now - timedelta(days=31), now - timedelta(days=29)
    for key, at, for_ever in (("old", old, False), ("young", kept, False), ("submission", old, True)):
        WriteKey.objects.create(user=user, key=key, request_digest="x", at=at, for_ever=for_ever)
    ensure_daily_job(now)
    ensure_daily_job(now)
    job = Job.objects.get(task=DAILY)
    Job.objects.update(state="queued")
    daily(job.pk)
    assert set(WriteKey.objects.values_list("key", flat=True)) == {"young", "submission"}
    again = Job.objects.get(task=DAILY, state="due")
    assert timedelta(hours=23) < again.due_at - now < timedelta(hours=25)


@pytest.mark.django_db(transaction=True)
def test_two_relays_that_start_at_once_make_one_daily_job():
    barrier = Barrier(4)

    def start(_index):
        barrier.wait()
        try:
            ensure_daily_job(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))
    assert Job.objects.filter(task=DAILY).count() == 1


@pytest.mark.parametrize("state", ["done", "failed"])
def test_a_day_that_ended_is_followed_by_another(state):
    Job.objects.create(task=DAILY, due_at=timezone.now(), state=state)
    ensure_daily_job(timezone.now())
    assert Job.objects.filter(task=DAILY, state="due").count() == 1
