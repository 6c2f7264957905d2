"""`manage.py backup FILE`: database, uploaded files and keys in one archive."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ilc_migration.backups import BackupFailed, back_up
from ilc_migration.embedded import OWNER
from ilc_migration.home import Home


class Command(BaseCommand):
    """Write database, uploaded files and keys to FILE, which must not exist; keep it as safe as the keys."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        home = Home(settings.PORTAL_HOME)
        database = dict(settings.DATABASES["default"])
        if database["HOST"] == str(home.sockets):
            database["USER"] = OWNER
        media = Path(settings.MEDIA_ROOT)
        try:
            manifest = back_up(file, database=database, media=media, keys=home.keys, at=timezone.now())
        except BackupFailed as fault:
            raise CommandError(str(fault)) from fault
        members = manifest["members"]
        keys = any(name.startswith("keys/") for name in members)
        if options["json"]:
            done = {"file": str(file), "bytes": file.stat().st_size, "members": len(members), "keys": keys}
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(f"{file}: {len(members)} members, {file.stat().st_size:,} bytes")
        if not keys:
            self.stderr.write("The archive holds no keys: SECRET_KEY and RECEIPT_KEY have to be kept elsewhere.")
