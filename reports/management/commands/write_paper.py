"""Write the paper for the governing body as of a day: .docx, .pdf or .html by the name of the file."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.actions.paper.writing import NoOutline, write
from reports.models import PaperLanguage, Report
from reports.rendering.paper import PAPER_WRITERS
from surveys.management.arguments import day_named, survey_named
from surveys.models import Survey


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", help="where to write it: F.docx, F.pdf or F.html")
        parser.add_argument("--survey", help="short name of the survey; may be left out where there is one")
        parser.add_argument("--as-of", required=True, help="the day of the paper, such as 2004-02-11")
        parser.add_argument("--language", default="en", choices=PaperLanguage.values)
        parser.add_argument("--json", action="store_true", help="print the paper as one JSON document")

    def handle(self, *args, file, **options):
        """Write the file, print the document, or both."""
        kind = Path(file).suffix.removeprefix(".").lower() if file else ""
        if file and kind not in PAPER_WRITERS:
            raise CommandError(f"{file}: the name has to end in {', '.join(f'.{name}' for name in PAPER_WRITERS)}.")
        if not file and not options["json"]:
            raise CommandError("Name a file, or ask for --json.")
        paper = self.paper(options)
        if file:
            try:
                PAPER_WRITERS[kind](paper, file)
            except OSError as fault:
                raise CommandError(f"{file} cannot be written: {fault.strerror}.") from fault
        if options["json"]:
            told = {**paper.to_json(), "digest": paper.digest(), "file": file or ""}
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            count = len(list(paper.paragraphs()))
            self.stdout.write(f"{file}: {count} paragraphs as of {paper.as_of}, digest {paper.digest()}")

    def paper(self, options):
        """The paper, once what was typed makes sense."""
        survey, as_of = self.survey(options["survey"]), day_named(options["as_of"])
        today = settings.PORTAL_TODAY or timezone.localdate(timezone=timezone.get_default_timezone())
        if as_of > today:
            raise CommandError(f"{as_of} is after today, {today}: nothing is known of it.")
        report = Report.objects.filter(survey=survey).select_related("survey").first()
        if report is None:
            raise CommandError(f"{survey.slug} has no report.")
        try:
            return write(report, as_of=as_of, language=options["language"])
        except NoOutline as fault:
            raise CommandError(f"{survey.slug} has no outline of a paper.") from fault

    def survey(self, slug):
        """The survey that was named, or the only one there is."""
        if slug:
            return survey_named(slug)
        surveys = list(Survey.objects.all()[:2])
        if len(surveys) != 1:
            raise CommandError("Name the survey by --survey.")
        return surveys[0]
