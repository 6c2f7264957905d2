"""Verify the ledger: every row, every link, every receipt, and with a head kept elsewhere the end."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.actions.verification import verify_ledger
from surveys.ledger import Head
from surveys.models import Survey

REASONS = {
    "changed": "the row is not what was entered",
    "chain": "the link does not follow from the entry before",
    "gap": "entries are missing before this one",
    "order": "this number comes twice or out of order",
    "receipt": "its receipt is missing, is not as signed, or says something else",
    "end": "the ledger ends before the head that was kept, or its link there differs",
}
OUT_OF_SCOPE = "Whoever owns both the database and the signing key can write a ledger that verifies."


class Command(BaseCommand):
    """Name the rows of the ledger that are not what was entered."""

    help = "Verify the ledger of one survey, or of all; with --head, also that nothing is missing at its end."

    def add_arguments(self, parser):
        """The survey, the head kept elsewhere, and whether to answer in JSON."""
        parser.add_argument("--survey")
        parser.add_argument("--head", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Verify; fail and name the first row that is wrong when there is one."""
        head = read_head(options["head"]) if options["head"] else None
        surveys = chosen(options["survey"], head)
        results = {survey.slug: verify_ledger(survey, head if is_of(head, survey) else None) for survey in surveys}
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not any_fault(results), "surveys": list(map(told, results.items()))}))
        else:
            self.print(results)
        if any_fault(results):
            slug, result = next((slug, result) for slug, result in results.items() if result.faults)
            raise CommandError(f"{slug}: {in_words(result.faults[0])}.")

    def print(self, results):
        """What was found, for people."""
        for slug, result in results.items():
            wrong = len(result.faults)
            self.stdout.write(
                f"{slug}: {result.entries} entries, " + (f"{wrong} faults" if wrong else "nothing wrong")
            )
            for fault in result.faults:
                self.stdout.write(f"  {in_words(fault)}")
            if not result.end_anchored:
                self.stdout.write("  The end is not anchored: without --head, missing last entries go unnoticed.")
        self.stdout.write(OUT_OF_SCOPE)


def read_head(file):
    """The head in the file. Raises CommandError."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        head = Head(**document)
        valid = (type(head.survey), type(head.ledger_no), type(head.chain)) == (str, int, str)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise CommandError(f"{file} is not a head as ledger_head prints it: {error}") from error
    if not valid:
        raise CommandError(f"{file} is not a head as ledger_head prints it.")
    return head


def chosen(slug, head):
    """The surveys to verify: the one asked for, or all; the head's has to be among them. Raises CommandError."""
    surveys = list(Survey.objects.filter(slug=slug) if slug else Survey.objects.order_by("slug"))
    if not surveys and slug:
        raise CommandError(f"There is no survey {slug!r}.")
    if head and not any(is_of(head, survey) for survey in surveys):
        raise CommandError(f"The head is of the survey {head.survey!r}, which is not verified here.")
    return surveys


def is_of(head, survey):
    """Whether the head is of this survey."""
    return head is not None and head.survey == survey.slug


def any_fault(results):
    """Whether anything is wrong anywhere."""
    return any(result.faults for result in results.values())


def told(item):
    """One survey's result as JSON."""
    slug, result = item
    return {"survey": slug, **asdict(result)}


def in_words(fault):
    """A fault as a line: which row, and why."""
    row = f" ({fault.table} {fault.pk})" if fault.table else ""
    return f"entry {fault.ledger_no}{row}: {REASONS[fault.code]}"
