"""A program that runs beside others: started, asked whether it is ready, and stopped in its own way."""

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ilc_migration import children
from ilc_migration.children import Account, Process


class ServiceFailed(Exception):
    """A service did not start; the message names it and ends with the last lines of its log."""


class Service(ABC):
    """What everything that is supervised has in common; a subclass says what its command is."""

    name: str
    stop_signals: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 15),)
    on_parent_death = signal.SIGTERM
    pass_fds: Sequence[int] = ()

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: Process | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """The words that start it."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it serves now; asked again and again, so quick."""

    def account(self) -> Account:
        return Account()

    def environment(self) -> Mapping[str, str]:
        return os.environ

    def start(self) -> Process:
        """Start it as a child of this process; it ends with this process, also when that is killed."""
        self.process = children.spawn(
            self.command(),
            log=self.log,
            env=self.environment(),
            account=self.account(),
            on_parent_death=self.on_parent_death,
            pass_fds=self.pass_fds,
        )
        return self.process

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, seconds: float = 30, interrupted: Callable[[], bool] = lambda: False) -> None:
        """Return when it answers or on `interrupted`; raises ServiceFailed when it died or takes too long."""
        done = wait_until(lambda: interrupted() or self.answers() or not self.is_running(), seconds)
        if not interrupted() and not (done and self.is_running()):
            raise ServiceFailed(f"{self.name} did not start:\n{last_lines(self.log)}")

    def stop(self) -> None:
        """Stop it the way it likes, harder when it takes too long; nothing to do when it never started."""
        if self.process is not None:
            children.stop(self.process, *self.stop_signals)


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
