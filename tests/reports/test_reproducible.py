"""Editions come out the same later, from a backup, in another time zone, under another collation: n of n."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ilc_migration import embedded
from ilc_migration.binaries import postgres_program
from ilc_migration.embedded import SUPERUSER, Postgres
from reports.models import Summary
from surveys.models import Submission
from tests.factories import make_return, make_state, make_submission, make_survey
from tests.job_processes import database_url
from tests.reports.test_compile import compile_now
from tests.surveys.histories import FIRST, LAST, History
from tests.surveys.test_standing import amend

LATER_CHANGES = 200
FAR = "Pacific/Kiritimati"


class Elsewhere(Postgres):
    """A server with another collation and another time zone."""

    def command(self):
        return [*super().command(), "-c", f"timezone={FAR}"]


@pytest.fixture
def elsewhere(monkeypatch):
    monkeypatch.setattr(
        embedded, "initdb_locale", lambda: ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    )
    home = Path(tempfile.mkdtemp(prefix="ilc-elsewhere-"))
    home.chmod(0o755)
    server = Elsewhere(home)
    server.prepare()
    server.start()
    server.wait_ready()
    yield server
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


def happens_later(rng):
    """Two hundred more entries of the ledger: amendments of days that the editions had counted already, too."""
    while Submission.objects.count() < LATER_CHANGES:
        newest = Submission.objects.exclude(kind="withdrawal").select_related("survey_return").latest("pk")
        day = FIRST + timedelta(days=rng.randrange(16, (LAST - FIRST).days))
        amend(newest.survey_return, newest.recorded_by, day)


@pytest.fixture
def editions(transactional_db):
    """Editions of some days and what came after them."""
    survey = make_survey()
    History(survey, seed=2003).make()
    days = [date(2003, 9, 15), date(2003, 12, 31), date(2004, 1, 31), date(2004, 4, 30)]
    made = [compile_now(survey, day, parts=parts) for parts, day in enumerate(days, start=1)]
    for iso3 in ("XAA", "XBB"):
        make_submission(make_return(survey, make_state(iso3, region="africa")), received_on=date(2003, 12, 1))
    made.append(compile_now(survey, days[1]))
    happens_later(Random(1))
    return made


def verified(url, **environment):
    """The command's answer as a process of its own, against this database."""
    command = [sys.executable, "manage.py", "verify_editions", "--json"]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


def restored(server, tmp_path):
    """A backup of the test's database, put into the server; the address of what came of it."""
    target, file = server.url(SUPERUSER), tmp_path / "backup"
    for program, words in {
        "pg_dump": ["--format=custom", f"--file={file}", database_url()],
        "pg_restore": ["--no-owner", "--exit-on-error", f"--dbname={target}", str(file)],
    }.items():
        subprocess.run([postgres_program(program), *words], check=True, capture_output=True)
    return target


def test_editions_come_out_the_same_after_changes_from_a_backup_and_elsewhere(editions, elsewhere, tmp_path):
    expected = {"ok": True, "editions": [right(edition) for edition in editions]}
    assert verified(database_url(), TZ="America/Los_Angeles") == (0, expected, "")
    backup = restored(elsewhere, tmp_path)
    assert verified(backup, TZ=FAR, PGTZ=FAR) == (0, expected, "")
    tamper(backup)
    code, told, _error = verified(backup)
    assert code == 1
    assert {verdict["number"]: verdict["fault"] for verdict in told["editions"]}[4] == "recomputed"


def right(edition):
    return {"survey": "ilms2003", "number": edition.number, "fault": "", "recomputed": True}


def tamper(url):
    """Change an answer of every submission, as only whoever owns the database can."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("""UPDATE surveys_submission SET answers = answers || '{"respondent_ministry": "tampered"}'""")


def test_a_content_that_was_changed_is_named(db):
    survey = make_survey()
    edition = compile_now(survey, date(2003, 12, 31))
    Summary.objects.bulk_create([copy_with_other_content(edition)])
    with pytest.raises(
        CommandError, match=r"^ilms2003, edition 2: the stored content is not what its digest says\.$"
    ):
        call_command("verify_editions", "--survey=ilms2003")


def copy_with_other_content(edition):
    changed = {**edition.content, "as_of": "1999-01-01"}
    values = {field.attname: getattr(edition, field.attname) for field in Summary._meta.concrete_fields}
    return Summary(**{**values, "id": None, "number": 2, "as_of": date(1999, 1, 1), "content": changed})


def test_a_survey_that_is_not_there(db):
    with pytest.raises(CommandError, match=r"^There is no survey nothing\.$"):
        call_command("verify_editions", "--survey=nothing")
