"""Who was asked, has replied, is awaited, as of a day: the figures of the status table."""

import json
from dataclasses import asdict
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Region, Survey
from surveys.standing import report_on, states_on


class Command(BaseCommand):
    """Print the figures of a survey as of a day."""

    help = "Figures of a survey as of a day (design.md, section 11)."

    def add_arguments(self, parser):
        """Survey, day, and whether to answer in JSON."""
        parser.add_argument("--survey", required=True)
        parser.add_argument("--as-of", required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Print the figures; an unknown survey or a bad day is told in one line."""
        try:
            day = date.fromisoformat(options["as_of"])
        except ValueError as error:
            raise CommandError(f"--as-of is not a day such as 2003-12-31: {options['as_of']!r}") from error
        survey = Survey.objects.filter(slug=options["survey"]).first()
        if survey is None:
            raise CommandError(f"There is no survey {options['survey']!r}.")
        report = report_on(survey, states_on(survey, day))
        if options["json"]:
            self.stdout.write(json.dumps(report.to_json(survey.slug, day)))
        else:
            self.print_table(report)

    def print_table(self, report):
        """The figures as a table for people."""
        names = {region.code: str(region) for region in Region.objects.all()}
        self.stdout.write(row_of("", list(asdict(report.total))))
        for code, figures in report.regions.items():
            self.stdout.write(row_of(names.get(code, code), figures.values()))
        self.stdout.write(row_of("Total", report.total.values()))


def row_of(name, values):
    """One line of the table."""
    return f"{name:<28}" + "".join(f"{value:>13}" for value in values)
