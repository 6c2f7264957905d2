"""Run the relay until it is told to stop."""

import os
import signal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from ilc_migration import relay
from reports.actions.upkeep import DAILY as DAILY_OF_REPORTS
from surveys.actions.upkeep import ensure_daily_job


class Command(BaseCommand):
    help = "Turn due jobs into Celery tasks, until SIGTERM or Ctrl-C."

    def handle(self, *args, **options):
        """Listen for due jobs; touches READY_FILE once it does."""
        self.stopping = False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        relay.run(lambda: self.stopping, self.ready)

    def stop(self, *args):
        """Stop after the round under way."""
        self.stopping = True

    def ready(self):
        """See to the daily jobs, and touch the file for which `manage.py portal` waits."""
        ensure_daily_job(timezone.now())
        ensure_daily_job(timezone.now(), DAILY_OF_REPORTS)
        if ready_file := os.environ.get("READY_FILE"):
            Path(ready_file).touch()
