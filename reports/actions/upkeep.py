"""What is done once a day for reports: matrices of returns are not kept for long, files without a row go."""

from datetime import timedelta

from django.utils import timezone

from reports.actions.drafts import remove_files_without_version
from reports.actions.exports import remove_leftovers
from surveys.actions.jobs import Claim
from surveys.models import Job

DAILY = "reports.daily"


def daily_work(claim: Claim) -> None:
    """Remove what is left over, and make the next run due."""
    now = timezone.now()
    remove_leftovers(at=now)
    remove_files_without_version(at=now)
    with claim.finishing():
        Job.objects.create(task=DAILY, due_at=now + timedelta(days=1))
