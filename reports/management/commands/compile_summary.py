"""Compile the summary of a survey as of a day, through the relay and a worker."""

import json
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.actions.compile import request_compilation
from reports.actions.files import EDITION_WRITERS, content_file, write_edition
from reports.actions.treatments import last_decision
from reports.models import Compilation, Summary, refused_day
from reports.summary.compare import compare
from surveys.management.arguments import day_named, position_named, survey_named
from surveys.models import Job
from surveys.models.history import acting_as

POLL_SECONDS = 0.2
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--survey", required=True)
        parser.add_argument("--as-of", required=True, help="last day of receipt that counts, such as 2004-04-30")
        parser.add_argument("--upto", type=int, help="as known at this ledger position")
        parser.add_argument("--treatments-upto", type=int, help="with the treatments of so many decisions")
        parser.add_argument("--parts", type=int, default=1, help="count in so many parts")
        parser.add_argument("--xlsx", help="write the workbook to this file")
        parser.add_argument("--docx", help="write the Word file to this file")
        parser.add_argument("--pdf", help="write the PDF file to this file")
        parser.add_argument("--content", help="write the content as JSON to this file; its SHA-256 is the digest")
        parser.add_argument("--language", default="en", choices=LANGUAGES, help="of the files, such as fr or zh-hans")
        parser.add_argument("--wait", type=float, default=300, help="seconds to wait for the worker")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Ask for the edition, wait for it, tell what it is."""
        compilation = self.request(options)
        summary = self.wait_for(compilation, options["wait"])
        told = described(summary, self.write_files(summary, options))
        if options["json"]:
            self.stdout.write(json.dumps(told, indent=2))
        else:
            self.stdout.write(f"Edition {told['edition']}: {told['compiled']} compiled, digest {told['digest']}")

    def request(self, options):
        """The request, once what was typed makes sense."""
        survey, as_of = survey_named(options["survey"]), day_named(options["as_of"])
        today = settings.PORTAL_TODAY or timezone.localdate(timezone=timezone.get_default_timezone())
        if refused := refused_day(survey, as_of, today=today):
            raise CommandError(f"{as_of}: {refused.label}")
        upto = position_named(survey, options["upto"])
        decided, treatments_upto = last_decision(survey), options["treatments_upto"]
        if treatments_upto is not None and not 0 <= treatments_upto <= decided:
            raise CommandError(
                f"There are {decided} decisions on treatments: --treatments-upto {treatments_upto} is not among them."
            )
        if options["parts"] < 1:
            raise CommandError("There has to be at least one part.")
        with acting_as("command:compile_summary"):
            return request_compilation(
                survey=survey,
                as_of=as_of,
                due_at=timezone.now(),
                by=None,
                upto=upto,
                treatments_upto=treatments_upto,
                parts=options["parts"],
            )

    def wait_for(self, compilation, seconds):
        """The edition, once the worker has compiled it."""
        give_up = time.monotonic() + seconds
        while (job := Job.objects.get(pk=compilation.job_id)).is_open:
            if time.monotonic() > give_up:
                raise CommandError(f"Job {job.pk} is still {job.state} after {seconds:g} s: is a worker running?")
            time.sleep(POLL_SECONDS)
        if job.state != Job.State.DONE:
            raise CommandError(f"Job {job.pk} is {job.state}: {job.error}")
        return Compilation.objects.select_related("summary__survey").get(pk=compilation.pk).summary

    def write_files(self, summary, options):
        """Write the files that were asked for; their names by kind."""
        files = {}
        try:
            for format in EDITION_WRITERS:
                if options[format]:
                    write_edition(summary, options[format], format=format, language=options["language"])
                    files[format] = options[format]
            if options["content"]:
                Path(options["content"]).write_bytes(content_file(summary))
                files["content"] = options["content"]
        except OSError as fault:
            told = f"Edition {summary.number} is compiled, but {fault.filename} cannot be written: {fault.strerror}."
            raise CommandError(told) from fault
        return files


def described(summary, files):
    """What the command tells about an edition (design.md, section 11)."""
    return {
        "edition": summary.number,
        "survey": summary.survey.slug,
        "as_of": summary.as_of.isoformat(),
        "ledger_position": summary.ledger_position,
        "treatment_position": summary.treatment_position,
        "sent": summary.content["total"]["sent"],
        "received": summary.content["total"]["received"],
        "compiled": summary.content["total"]["compiled"],
        "submissions": summary.inputs["submissions"],
        "digest": summary.digest,
        "changes": changes_since(summary),
        "files": files,
    }


def changes_since(summary):
    """What is new against the edition of the same day before it; None for the first."""
    earlier = Summary.objects.filter(survey=summary.survey, as_of=summary.as_of, number__lt=summary.number)
    before = earlier.order_by("-number").first()
    if before is None:
        return None
    difference = compare(before.content, summary.content)
    return {**difference, "edition": before.number, "cells": len(difference["cells"])}
