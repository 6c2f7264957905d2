"""Verify editions: the stored content against its digest, and compiled anew from the inputs."""

import json
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from reports.actions.verification import verify_edition
from reports.models import Summary
from surveys.management.arguments import survey_named

REASONS = {
    "content": "the stored content is not what its digest says",
    "lost": "a submission of it is no longer there",
    "recomputed": "compiled anew from its inputs it comes out different",
}


class Command(BaseCommand):
    """Name the editions that are not what they were."""

    help = "Recompute every edition of one survey, or of all, from its stored inputs."

    def add_arguments(self, parser):
        """The survey, and whether to answer in JSON."""
        parser.add_argument("--survey")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Verify; fail and name the first edition that is wrong when there is one."""
        editions = Summary.objects.select_related("survey").order_by("survey__slug", "number")
        if slug := options["survey"]:
            editions = editions.filter(survey=survey_named(slug))
        found = [(edition.survey.slug, verify_edition(edition)) for edition in editions.iterator(chunk_size=1)]
        self.tell(found, as_json=options["json"])
        faults = [(slug, verdict) for slug, verdict in found if verdict.fault]
        wrong = [f"{slug}, edition {verdict.number}: {REASONS[verdict.fault]}." for slug, verdict in faults]
        if wrong:
            raise CommandError("\n".join(wrong))

    def tell(self, found, *, as_json):
        """What was found, as JSON or for people."""
        right = sum(not verdict.fault for _slug, verdict in found)
        if as_json:
            editions = [{"survey": slug, **asdict(verdict)} for slug, verdict in found]
            self.stdout.write(json.dumps({"ok": right == len(found), "editions": editions}))
            return
        self.stdout.write(f"{right} of {len(found)} editions are what they were.")
        for slug, verdict in found:
            if not verdict.recomputed:
                self.stdout.write(f"  {slug}, edition {verdict.number}: of an earlier format, not compiled anew.")
