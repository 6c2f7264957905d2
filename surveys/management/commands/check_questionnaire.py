"""Say whether the portal can use an XLSForm, or which cells cannot work."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.questionnaire.cautions import cautions_of
from surveys.questionnaire.counts import count
from surveys.questionnaire.faults import Fault, Refused
from surveys.questionnaire.xlsform import judge, read_file


class Command(BaseCommand):
    """Accept a questionnaire with its counts, or refuse it with every fault."""

    help = "Check an XLSForm; csv files with choices are looked for beside it."
    requires_system_checks = []

    def add_arguments(self, parser):
        """The file, and whether to answer in JSON."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, file, **options):
        """Print what was found; a refused file ends with exit code 1."""
        try:
            report = report_on(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except Refused as refusal:
            faults = [fault.to_json() for fault in refusal.faults]
            report = {"accepted": False, "faults": faults}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines_of(file, report)))
        if not report["accepted"]:
            raise CommandError(f"{file} is refused: {len(report['faults'])} fault(s).")


def report_on(file):
    """What an accepted questionnaire consists of. Raises Refused, OSError."""
    definition = read_file(file)
    from_pyxform = [Fault("", None, "", "pyxform", words) for words in judge(file.read_bytes())]
    return {
        "accepted": True,
        "title": definition.title,
        "form_id": definition.form_id,
        "version": definition.version,
        "languages": list(definition.languages),
        **asdict(count(definition)),
        "not_rendered": definition.not_rendered,
        "warnings": [caution.to_json() for caution in (*cautions_of(definition), *from_pyxform)],
    }


def lines_of(file, report):
    """The report for people: one line for each thing."""
    if not report["accepted"]:
        return [f"{place_of(fault)}: {fault['message']}" for fault in report["faults"]]
    head = f"{file}: accepted. {report['title']}, version {report['version']}, {', '.join(report['languages'])}"
    figures = [f"{name}: {report[name]}" for name in ("questions", "fields", "groups", "repeats", "expressions")]
    types = [f"  {name}: {number}" for name, number in report["by_type"].items()]
    hidden = [f"not yet shown: {name} ({kind})" for name, kind in report["not_rendered"].items()]
    cautions = [f"note: {place_of(caution)}: {caution['message']}" for caution in report["warnings"]]
    return [head, *figures, *types, *hidden, *cautions]


def place_of(fault):
    """Sheet, row and column of a fault, as far as it has them."""
    return " ".join(str(part) for part in (fault["sheet"], fault["row"], fault["column"]) if part) or "file"
