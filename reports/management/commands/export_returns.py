"""Write the returns of a survey as of a day as a matrix for analysts."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.actions.matrix import WRITERS, Asked, collect_matrix, write_matrix
from reports.matrix.options import Options
from surveys.management.arguments import day_named, position_named, survey_named


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "file", help="the returns; what belongs to them is written beside, such as F.codebook.csv"
        )
        parser.add_argument("--survey", required=True)
        parser.add_argument("--as-of", required=True, help="last day of receipt that counts, such as 2004-04-30")
        parser.add_argument("--upto", type=int, help="as known at this ledger position")
        parser.add_argument("--format", required=True, choices=list(WRITERS))
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--labels", default="codes", choices=["codes", "labels"])
        parser.add_argument("--repeats", default="long", choices=["long", "wide"])
        parser.add_argument("--states", default="all", choices=["all", "answered"])
        parser.add_argument("--remarks", action="store_true", help="with comment, source and year of each answer")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Write the files, and tell what they are."""
        asked = self.asked(options)
        collected = collect_matrix(asked, by=None, on=timezone.localdate())
        if not collected.words.versions:
            raise CommandError(f"The survey {asked.survey.slug} has no questionnaire yet.")
        files = written(collected, Path(options["file"]), options)
        told = described(asked, collected, files)
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"{told['states']} States, {told['columns']} columns: {files[0]}")

    def asked(self, options):
        """What is wanted, once what was typed makes sense."""
        survey, as_of = survey_named(options["survey"]), day_named(options["as_of"])
        upto = position_named(survey, options["upto"])
        chosen = Options(options["labels"], options["repeats"], options["states"], options["remarks"])
        return Asked(survey, as_of, upto, options["language"], chosen)


def written(collected, path, options):
    """Write into a folder beside and move each file when all are whole, that of the returns last; the files."""
    try:
        with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            drafts = write_matrix(
                collected, Path(folder) / path.name, format=options["format"], language=options["language"]
            )
            for draft in reversed(drafts):
                draft.replace(path.parent / draft.name)
    except OSError as fault:
        raise CommandError(f"{path} cannot be written: {fault.strerror}.") from fault
    return [path.parent / draft.name for draft in drafts]


def described(asked, collected, files):
    """What the command tells of the files."""
    matrix = collected.matrix
    return {
        "survey": asked.survey.slug,
        "as_of": asked.as_of.isoformat(),
        "ledger_position": asked.upto,
        "states": collected.states,
        "columns": len(matrix.columns),
        "versions": [version.name for version in matrix.versions],
        "does_not_fit": len(matrix.misfits),
        "files": [str(file) for file in files],
    }
