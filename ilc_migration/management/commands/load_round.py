"""Load a round: member States, survey, questionnaire and letters, its register of consultations and its report."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ilc_migration.rounds import folders_of, load_whole_round
from surveys.actions.loading import ACTOR
from surveys.models.history import acting_as
from surveys.rounds.faults import BadRound


class Command(BaseCommand):
    """Load a round, all or nothing; loading it again changes nothing."""

    help = "Load a round from a folder (default: the round of 2003)."

    def add_arguments(self, parser):
        """The folder, and whether to answer in JSON."""
        parser.add_argument("folder", nargs="?", type=Path)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, folder, **options):
        """Load and say what changed, or name every file and line that is wrong."""
        try:
            with acting_as(ACTOR):
                loaded = load_whole_round(folders=folders_of(folder), at=timezone.now())
        except BadRound as error:
            if options["json"]:
                self.stdout.write(json.dumps({"loaded": False, "faults": [asdict(fault) for fault in error.faults]}))
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"loaded": True, **asdict(loaded)}))
        else:
            rows = ", ".join(f"{name} {count}" for name, count in loaded.rows.items())
            self.stdout.write(f"{rows}: {loaded.added} added, {loaded.changed} changed")
