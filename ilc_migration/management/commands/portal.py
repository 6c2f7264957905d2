"""`manage.py portal`: everything `make run` starts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ilc_migration import env
from ilc_migration.binaries import ProgramMissing
from ilc_migration.portal import run_portal
from ilc_migration.services import ServiceFailed
from ilc_migration.supervisor import Refused

DEMONSTRATION_SEED = 2003


class Command(BaseCommand):
    """Run PostgreSQL, Valkey, relay, worker and web under one directory until Ctrl-C."""

    help = __doc__
    # There is no database to check against before this command has started one.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=env.integer("PORT", 8000))
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--home", type=Path, default=env.path("PORTAL_HOME", env.BASE_DIR / "var"))
        parser.add_argument("--no-demo", action="store_true", help="start without the demonstration round")
        parser.add_argument("--fresh", action="store_true", help="remove all that an earlier portal left there")
        parser.add_argument("--seed", type=int, default=DEMONSTRATION_SEED, help="of the demonstration round")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run_portal(
                home=options["home"],
                host=options["host"],
                port=options["port"],
                demonstration=None if options["no_demo"] else options["seed"],
                say=self.say,
                fresh=options["fresh"],
            )
        except (Refused, ServiceFailed, ProgramMissing) as fault:
            self.stderr.write(str(fault))
            raise SystemExit(1) from fault

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
