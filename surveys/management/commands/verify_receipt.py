"""Check a receipt against the Office's key; asks no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.actions.verification import check_receipt
from surveys.ledger import read_receipt


class Command(BaseCommand):
    """Say whether a receipt is true."""

    help = "Check a receipt (a JSON file): true, or what is wrong."
    requires_system_checks = []

    def add_arguments(self, parser):
        """The file, and whether to answer in JSON."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, file, **options):
        """Print that it is true, or fail with what is wrong."""
        problems = self.problems(file)
        if options["json"]:
            self.stdout.write(json.dumps({"true": not problems, "problems": [code for code, _words in problems]}))
        if problems:
            raise CommandError(f"{file}: " + " ".join(words for _code, words in problems))
        if not options["json"]:
            self.stdout.write(f"{file}: true")

    def problems(self, file):
        """Pairs of code and words."""
        try:
            receipt = read_receipt(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except (ValueError, RecursionError) as error:
            return [("unreadable", f"This is not a receipt: {error}.")]
        return [(problem.value, str(problem.label)) for problem in check_receipt(receipt)]
