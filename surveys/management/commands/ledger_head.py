"""Print the end of a survey's ledger, to be kept where nobody who can write the database can write."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from surveys.actions.verification import head_of
from surveys.models import Survey


class Command(BaseCommand):
    """Print the head of the ledger as JSON, for `verify_ledger --head`."""

    help = "Print the end of a survey's ledger, to be kept elsewhere and given to verify_ledger --head."

    def add_arguments(self, parser):
        """The survey; `--json` is taken as every command takes it, and changes nothing here."""
        parser.add_argument("--survey", required=True)
        parser.add_argument("--json", action="store_true", help="print JSON, as it does in any case")

    def handle(self, *args, survey, **options):
        """Print it."""
        found = Survey.objects.filter(slug=survey).first()
        if found is None:
            raise CommandError(f"There is no survey {survey!r}.")
        self.stdout.write(json.dumps(asdict(head_of(found))))
