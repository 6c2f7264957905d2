"""What is done once a day: old keys of writes and links never sent and tables never confirmed are forgotten,
reopened returns close, files without a row go."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from surveys.actions.attachments import sweep
from surveys.actions.jobs import Claim
from surveys.actions.life import close_if_over
from surveys.models import Job, Letter, Return, SheetImport, WriteKey
from surveys.models.history import acting_as

DAILY = "surveys.daily"
WORKER = "worker:daily"
DAILY_LOCK = 2005
KEPT = timedelta(days=30)
LINKS_KEPT = timedelta(days=8)
OPEN = (Job.State.DUE, Job.State.QUEUED, Job.State.RUNNING)


def ensure_daily_job(at: datetime, task: str = DAILY) -> None:
    """Make a daily job due at `at` unless one is open; called whenever a relay starts.

    Under a lock, since two relays may start at once and two daily jobs would beget two each day.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [DAILY_LOCK])
        if not Job.objects.filter(task=task, state__in=OPEN).exists():
            Job.objects.create(task=task, due_at=at)


def daily_work(claim: Claim) -> None:
    """Close returns reopened for a time, forget old keys, sweep orphaned files, and make the next run due."""
    now = timezone.now()
    sweep(at=now)
    close_reopened(settings.PORTAL_TODAY or timezone.localdate(now))
    with claim.finishing(), acting_as(WORKER):
        Letter.objects.exclude(sealed="").filter(job__due_at__lt=now - LINKS_KEPT).update(sealed="")
        SheetImport.objects.expired(now).delete()
        WriteKey.objects.filter(for_ever=False, at__lt=now - KEPT).delete()
        Job.objects.create(task=DAILY, due_at=now + timedelta(days=1))


def close_reopened(on: date) -> None:
    """Close again every reopened return whose last day is past; each in a transaction of its own."""
    with acting_as(WORKER):
        for survey_return in Return.objects.to_close(on=on):
            close_if_over(survey_return=survey_return, on=on)
