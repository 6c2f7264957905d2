"""Say what a questionnaire makes of a document of answers."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.questionnaire.answers import unfolded
from surveys.questionnaire.evaluation import Evaluator
from surveys.questionnaire.faults import Refused
from surveys.questionnaire.validation import check_document
from surveys.questionnaire.xlsform import read_file


class Command(BaseCommand):
    """Print which questions are asked, what is calculated, what is violated."""

    help = "Evaluate answers (a submission's document, or answers by path) under an XLSForm."
    requires_system_checks = []

    def add_arguments(self, parser):
        """The form, the answers, the day that today() means, and whether to answer in JSON."""
        parser.add_argument("file", type=Path)
        parser.add_argument("answers", type=Path)
        parser.add_argument("--as-of", type=date.fromisoformat, default=None)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, file, answers, as_of, **options):
        """Print the evaluation; answers that are not canonical are named, and end with exit code 1."""
        try:
            definition = read_file(file)
            document = read_answers(answers)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}") from error
        except Refused as refusal:
            raise CommandError(f"{file} is refused: {refusal}") from refusal
        report = report_on(definition, document, as_of)
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines_of(report)))
        if report["flaws"]:
            flaws = (f"{flaw['path'] or 'document'} ({flaw['code']})" for flaw in report["flaws"])
            raise CommandError(f"{answers}: not canonical: {', '.join(flaws)}.")


def read_answers(path):
    """The document in a file. Raises OSError, CommandError."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is not JSON: {error}.") from error
    if not isinstance(document, dict):
        raise CommandError(f"{path} is not an object of answers.")
    return document


def report_on(definition, document, day):
    """What the questionnaire makes of the answers that are canonical, and which are not."""
    flaws = check_document(definition, document)
    unfit = {flaw.path for flaw in flaws}
    answers = {} if "" in unfit else {path: value for path, value in unfolded(document).items() if path not in unfit}
    evaluation = Evaluator(definition).evaluate(answers, day)
    return {
        "as_of": day.isoformat() if day else None,
        "asked": list(evaluation.asked),
        "not_asked": evaluation.not_asked,
        "required": [path for path in evaluation.asked if evaluation.required(path)],
        "calculated": evaluation.calculated,
        "violations": [
            {"path": found.path, "kind": found.kind, "messages": dict(found.messages)}
            for found in evaluation.violations
        ],
        "progress": {section.name: asdict(evaluation.progress(section)) for section in definition.sections},
        "document": evaluation.document(),
        "flaws": [asdict(flaw) for flaw in flaws],
    }


def lines_of(report):
    """The report for people."""
    calculated = [f"{path} = {value}" for path, value in report["calculated"].items()]
    violated = [f"{found['kind']}: {found['path']}" for found in report["violations"]]
    counts = f"asked {len(report['asked'])}, not asked {len(report['not_asked'])}, violations {len(violated)}"
    return [counts, *calculated, *violated]
