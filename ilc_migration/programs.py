"""The portal's own processes: relay, workers and web."""

import os
import signal
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket

from ilc_migration.children import Process
from ilc_migration.env import BASE_DIR
from ilc_migration.home import Home
from ilc_migration.queues import LONG, QUICK
from ilc_migration.services import Service

MANAGE = (sys.executable, str(BASE_DIR / "manage.py"))


class Program(Service):
    """A process of the portal with the environment that points it at its home."""

    def __init__(self, home: Home, environment: Mapping[str, str]) -> None:
        super().__init__(home.log / f"{self.name}.log")
        self.home = home
        self.variables = environment

    def environment(self) -> dict[str, str]:
        return dict(self.variables)


class Announced(Program):
    """One that touches the file named by READY_FILE when it is ready."""

    @property
    def ready_file(self) -> Path:
        return self.home.run / f"{self.name}.ready"

    def environment(self) -> dict[str, str]:
        return {**self.variables, "READY_FILE": str(self.ready_file)}

    def start(self) -> Process:
        self.ready_file.unlink(missing_ok=True)
        return super().start()

    def answers(self) -> bool:
        return self.ready_file.exists()


class Relay(Announced):
    """Turns due rows into tasks."""

    name = "relay"

    def command(self) -> list[str]:
        return [*MANAGE, "relay"]


class Worker(Announced):
    """Runs the tasks; when its portal is killed it drops them at once, and their leases run out."""

    name = "worker"
    queue, processes = QUICK, 2
    more: tuple[str, ...] = ()
    stop_signals = ((signal.SIGTERM, 30), (signal.SIGQUIT, 5))
    on_parent_death = signal.SIGQUIT

    def command(self) -> list[str]:
        options = ("--without-gossip", "--without-mingle", "--without-heartbeat", f"--queues={self.queue}")
        worker = ("worker", f"--concurrency={self.processes}", "--loglevel=warning", *options, *self.more)
        return [sys.executable, "-m", "celery", "-A", "ilc_migration", *worker]


class FilesWorker(Worker):
    """Runs the tasks that take long: files for download, charts."""

    name = "worker-files"
    queue, processes = LONG, 1
    # Drawing and typesetting keep what they once took of memory.
    more = ("--max-tasks-per-child=4",)


class Web(Program):
    """Serves the pages on a socket that the supervisor holds."""

    name = "web"
    stop_signals = ((signal.SIGTERM, 20), (signal.SIGQUIT, 5))
    on_parent_death = signal.SIGQUIT

    def __init__(self, home: Home, environment: Mapping[str, str], server: socket) -> None:
        super().__init__(home, environment)
        self.address = server.getsockname()[:2]
        self.pass_fds = (server.fileno(),)

    def command(self) -> list[str]:
        words = [sys.executable, "-m", "gunicorn", "ilc_migration.wsgi", "--workers=2", "--threads=4"]
        words += [f"--bind=fd://{self.pass_fds[0]}", "--no-control-socket", "--graceful-timeout=15"]
        # Its heartbeat file must not wait for a slow disk.
        return words + (["--worker-tmp-dir=/dev/shm"] if os.access("/dev/shm", os.W_OK) else [])  # noqa: S108

    def answers(self) -> bool:
        host, port = self.address
        connection = HTTPConnection({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5)  # noqa: S104
        try:
            # As the proxy in front would ask, so that a portal with an https address does not redirect.
            headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
            connection.request("GET", "/health/ready/", headers=headers)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
