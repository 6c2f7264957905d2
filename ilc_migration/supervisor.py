"""Keeps a set of services running until told to stop, and leaves none behind.

Every service is a child in a session of its own, tied to this process by the kernel (children.py), so that
even SIGKILL of this process ends them all.
"""

import contextlib
import fcntl
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ilc_migration import children
from ilc_migration.children import Process
from ilc_migration.services import Service, ServiceFailed, last_lines

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A service that ran this long has recovered; the next time it dies counts as the first.
STEADY_SECONDS = 60.0
TICK = 0.2


class Refused(Exception):
    """The portal cannot start; the message is the one line to show."""


@dataclass
class Watched:
    """A service with what its restarts need to know."""

    service: Service
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def pause(self) -> float:
        """Seconds before the next start: half a second, then twice as long each time."""
        return min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)


@dataclass(frozen=True)
class Step:
    """A command on its way, and where it writes."""

    name: str
    log: Path
    process: Process


class Supervisor:
    """Starts services one group after the other, restarts what dies, stops all in the opposite order."""

    def __init__(self, on_change: Callable[[dict[str, int]], None], say: Callable[[str], None]) -> None:
        self.on_change = on_change
        self.say = say
        self.stopping = threading.Event()
        self.watched: list[Watched] = []

    def listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self, *services: Service, seconds: float = 60) -> None:
        """Start `services` side by side and wait until each is ready; raises ServiceFailed.

        Does nothing once the supervisor was told to stop.
        """
        if self.stopping.is_set():
            return
        for service in services:
            self._start(Watched(service))
        for service in services:
            service.wait_ready(seconds, interrupted=self.stopping.is_set)

    def begin(self, name: str, command: Sequence[str], *, env: Mapping[str, str], log: Path) -> Step:
        """Start a command that ends by itself; `finish` waits for it."""
        return Step(name, log, children.spawn(command, log=log, env=env, on_parent_death=signal.SIGKILL))

    def finish(self, step: Step) -> None:
        """Wait for a step; raises ServiceFailed with the end of its log when it failed.

        Breaks it off when the supervisor is told to stop.
        """
        while step.process.poll() is None:
            if self.stopping.wait(0.05):
                children.stop(step.process, (signal.SIGTERM, 5))
                return
        if step.process.returncode != 0:
            raise ServiceFailed(f"{step.name} failed:\n{last_lines(step.log)}")

    def watch(self) -> None:
        """Restart what dies, until told to stop."""
        while not self.stopping.wait(TICK):
            for watched in self.watched:
                self._tend(watched)

    def stop(self) -> None:
        """Stop the last started first, and return when all are gone."""
        for watched in reversed(self.watched):
            watched.service.stop()
        self.watched.clear()

    def children(self) -> dict[str, int]:
        """Return the process number of each service that runs."""
        services = [watched.service for watched in self.watched]
        return {s.name: s.process.pid for s in services if s.process is not None and s.is_running()}

    def _start(self, watched: Watched) -> None:
        watched.service.start()
        watched.started = time.monotonic()
        watched.due = 0.0
        if watched not in self.watched:
            self.watched.append(watched)
        self.on_change(self.children())

    def _tend(self, watched: Watched) -> None:
        if watched.service.is_running():
            return
        if not watched.due:
            self._bury(watched)
        elif time.monotonic() >= watched.due:
            self._start_again(watched)

    def _bury(self, watched: Watched) -> None:
        now = time.monotonic()
        watched.deaths = 1 if now - watched.started > STEADY_SECONDS else watched.deaths + 1
        watched.due = now + watched.pause()
        if process := watched.service.process:
            # Whatever it started must not run beside its successor.
            children.kill_group(process)
            self.say(f"{watched.service.name} ended ({process.returncode}), starts again in {watched.pause():g} s")
        self.on_change(self.children())

    def _start_again(self, watched: Watched) -> None:
        try:
            self._start(watched)
        except (ServiceFailed, OSError) as fault:
            self.say(f"{watched.service.name}: {fault}")
            watched.deaths += 1
            watched.due = time.monotonic() + watched.pause()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the port; raises Refused, naming the port, when it is taken.

    The supervisor keeps it: while the web process restarts, requests wait instead of failing.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    server = socket.socket(family)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, port))
    except (OSError, OverflowError) as fault:
        server.close()
        reason = fault.strerror if isinstance(fault, OSError) else "no such port"
        raise Refused(f"Port {port} of {host} cannot be used ({reason}): choose another.") from fault
    server.listen(1024)
    return server


@contextlib.contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`; raises Refused, naming the holder, when another process holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not "w": that would wipe the holder's number before the lock is ours.
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            file.seek(0)
            raise Refused(f"A portal already runs under this home (process {file.read().strip()}).") from fault
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
