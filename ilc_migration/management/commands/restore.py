"""`manage.py restore FILE --home DIR`: a portal from an archive, into an empty place."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ilc_migration.backups import BackupFailed, restore


class Command(BaseCommand):
    """Make a portal's home from a backup, after every byte of it was verified."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--home", type=Path, required=True, help="a directory that is empty or not there yet")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, file: Path, home: Path, **options: Any) -> None:
        try:
            manifest = restore(file, home)
        except BackupFailed as fault:
            raise CommandError(str(fault)) from fault
        if options["json"]:
            done = {
                "home": str(home),
                "created_at": manifest["created_at"],
                "members": len(manifest["members"]),
            }
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(f"{home} holds the portal of {manifest['created_at']}.")
        if "keys/secrets.env" not in manifest["members"]:
            self.stderr.write("The archive holds no keys: set SECRET_KEY and RECEIPT_KEY before it starts.")
