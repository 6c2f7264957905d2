"""A portal as one archive, and a portal from one: database, uploaded files and keys."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2

from ilc_migration import archive
from ilc_migration.binaries import postgres_program
from ilc_migration.embedded import OWNER, Postgres
from ilc_migration.home import Home

DUMP = "database.dump"


class BackupFailed(Exception):
    """A backup could not be made or restored; the message names what is wrong."""


def back_up(file: Path, *, database: Mapping[str, Any], media: Path, keys: Path, at: datetime) -> dict[str, Any]:
    """Write the database (Django's entry), the files below `media` and `keys` to `file`; return its manifest.

    The database is read first and in one snapshot, so every file it mentions is there when files are read.
    Raises BackupFailed, and leaves nothing behind then.
    """
    if file.exists():
        raise BackupFailed(f"{file} exists already")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".backup-") as directory:
            dump = Path(directory) / DUMP
            words = ("--format=custom", f"--file={dump}", database_url(database))
            run_postgres("pg_dump", *words, password=database["PASSWORD"])
            members = [(DUMP, dump), *files_below(media, "media"), *files_below(keys, "keys")]
            facts = {"created_at": at.isoformat(), "postgresql": dump_version()}
            return archive.write(file, members, facts)
    except OSError as fault:
        raise BackupFailed(f"{file}: {fault}") from fault


def restore(file: Path, place: Path) -> dict[str, Any]:
    """Make a portal's home at `place` from `file`; return the manifest.

    Raises BackupFailed when the archive is damaged, `place` holds anything, or the database refuses. `place`
    comes into being at the end and as a whole, so after a failure it is as empty as it was.
    """
    place = place.absolute()
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise BackupFailed(f"{place} is not empty: a backup is restored into an empty place only")
    try:
        manifest = archive.check(file)
        if DUMP not in manifest["members"]:
            raise archive.Damaged("it holds no database")
        build(file, place.with_name(f".{place.name}.restoring"), place)
    except archive.Damaged as fault:
        raise BackupFailed(f"{file} cannot be restored: {fault}") from fault
    except OSError as fault:
        raise BackupFailed(f"{fault}") from fault
    return manifest


def build(file: Path, draft: Path, place: Path) -> None:
    """Build the home as `draft` and give it its name when it is complete."""
    shutil.rmtree(draft, ignore_errors=True)
    home = Home(draft)
    try:
        home.make_directories()
        home.secrets_file.unlink()
        archive.extract(file, lambda name: target(home, name))
        load_database(home, draft / DUMP)
        (draft / DUMP).unlink()
        draft.replace(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(home.sockets, ignore_errors=True)


def target(home: Home, name: str) -> Path:
    """Return where a member belongs; raises Damaged for one that has no place in a home."""
    if name != DUMP and name.split("/")[0] not in ("media", "keys"):
        raise archive.Damaged(f"{name!r} has no place in a portal")
    path = home.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    # Before there is anything in it: keys are their owner's alone.
    path.touch(mode=0o600)
    return path


def load_database(home: Home, dump: Path) -> None:
    server = Postgres(home.path)
    server.prepare()
    server.start()
    try:
        server.wait_ready()
        empty_database(server)
        options = ("--exit-on-error", "--single-transaction", "--no-owner")
        run_postgres("pg_restore", *options, f"--dbname={server.url(OWNER)}", str(dump))
    finally:
        server.stop()


def empty_database(server: Postgres) -> None:
    """Put a database without default privileges in place of the new one.

    With them every table would be born open to the application, and rights that were taken away stay granted:
    a dump says only how a table's rights differ from none.
    """
    connection = psycopg2.connect(server.url(OWNER, "postgres"))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE portal")
            cursor.execute("CREATE DATABASE portal TEMPLATE template0")
    finally:
        connection.close()


def files_below(directory: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Yield every plain file below `directory` with its name in the archive, in a fixed order."""
    for path in sorted(directory.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield f"{name}/{path.relative_to(directory).as_posix()}", path


def database_url(entry: Mapping[str, Any]) -> str:
    """Return libpq's address of a Django database entry, without the password: that goes by PGPASSWORD."""
    query = {"host": entry["HOST"], "port": entry["PORT"], **entry.get("OPTIONS", {})}
    known = urlencode({name: value for name, value in query.items() if value}, quote_via=quote)
    return f"postgresql://{quote(entry['USER'], safe='')}@/{quote(entry['NAME'], safe='')}?{known}"


def dump_version() -> str:
    done = subprocess.run([postgres_program("pg_dump"), "--version"], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def run_postgres(program: str, *arguments: str, password: str = "") -> None:
    """Run one of PostgreSQL's programs; raises BackupFailed with what it said."""
    environment = {**os.environ, "PGPASSWORD": password} if password else dict(os.environ)
    done = subprocess.run(
        [postgres_program(program), *arguments], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()}")
