"""The whole portal under one directory: what `manage.py portal`, and so `make run`, starts in which order."""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from ilc_migration.embedded import APP, OWNER, Postgres, Valkey
from ilc_migration.env import BASE_DIR
from ilc_migration.home import Home
from ilc_migration.programs import MANAGE, FilesWorker, Relay, Web, Worker
from ilc_migration.supervisor import Step, Supervisor, listen, lock

# The day that views see in the demonstration: after the last cut-off, before the Conference.
DEMONSTRATION_TODAY = "2004-05-14"
# What portal.json tells other commands; keys stay in their own file.
TOLD = ("PORTAL_HOME", "PORTAL_URL", "DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL")


@dataclass
class Portal:
    """One portal on one home; `demonstration` is the seed of the synthetic round, None for none."""

    home: Home
    server: socket
    say: Callable[[str], None]
    demonstration: int | None = None
    supervisor: Supervisor = field(init=False)

    def __post_init__(self) -> None:
        self.supervisor = Supervisor(self.write_state, self.say)

    @property
    def port(self) -> int:
        return int(self.server.getsockname()[1])

    @property
    def state_file(self) -> Path:
        return self.home.run / "portal.json"

    @property
    def url(self) -> str:
        return os.environ.get("PORTAL_URL") or f"http://localhost:{self.port}"

    def run(self) -> None:
        """Start everything, keep it running until told to stop, stop everything; raises ServiceFailed."""
        self.supervisor.listen_to_signals()
        try:
            self.start()
            self.supervisor.watch()
        finally:
            self.server.close()
            self.supervisor.stop()
            self.state_file.unlink(missing_ok=True)

    def start(self) -> None:
        """Bring up the stores, set up what they hold, then the programs that use them."""
        stores = (Postgres(self.home.path), Valkey(self.home.path))
        self.say("Starting PostgreSQL and Valkey")
        for store in stores:
            store.prepare()
        self.supervisor.start(*stores)
        for stage in (self.set_up, self.start_programs, self.welcome):
            if not self.supervisor.stopping.is_set():
                stage()

    def start_programs(self) -> None:
        self.say("Starting relay, workers and web")
        environment = self.environment(APP)
        workers = Worker(self.home, environment), FilesWorker(self.home, environment)
        self.supervisor.start(Relay(self.home, environment), *workers, Web(self.home, environment, self.server))

    def set_up(self) -> None:
        """Bring files, schema and data up to date; each step changes nothing when there is nothing to do."""
        files = self.begin("collectstatic", "--noinput", "--verbosity=0")
        steps = [("migrate", "--noinput"), ("load_round",)]
        if self.demonstration is not None:
            steps.append(("create_demo", "--if-empty", f"--seed={self.demonstration}"))
        try:
            for words in steps:
                if not self.supervisor.stopping.is_set():
                    self.supervisor.finish(self.begin(*words, role=OWNER if words[0] == "migrate" else APP))
        finally:
            self.supervisor.finish(files)

    def begin(self, command: str, *arguments: str, role: str = APP) -> Step:
        self.say(f"  {command}")
        words = [*MANAGE, command, *arguments]
        log = self.home.log / f"{command}.log"
        return self.supervisor.begin(command, words, env=self.environment(role), log=log)

    def environment(self, role: str) -> dict[str, str]:
        """Return the variables of our processes; what this home says goes before what the shell says."""
        paths = (str(BASE_DIR), os.environ.get("PYTHONPATH", ""))
        today = {} if self.demonstration is None else {"PORTAL_TODAY": DEMONSTRATION_TODAY}
        return {
            **today,
            **os.environ,
            **self.home.environment(role),
            "PORTAL_URL": self.url,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "PYTHONUNBUFFERED": "1",
        }

    def write_state(self, children: Mapping[str, int]) -> None:
        """Tell other commands and drills, in run/portal.json, what runs; whole or not at all."""
        environment = self.environment(APP)
        state = {
            "pid": os.getpid(),
            "port": self.port,
            "children": dict(children),
            "env": {name: environment[name] for name in TOLD},
        }
        draft = self.state_file.with_suffix(".new")
        draft.write_text(json.dumps(state, indent=2))
        draft.replace(self.state_file)

    def welcome(self) -> None:
        self.say(f"\nThe portal is at {self.url} (Ctrl-C stops it; logs are in {self.home.log}).")
        sign_ins = self.home.keys / "sign-ins.txt"
        if sign_ins.exists():
            self.say(f"\n{sign_ins.read_text()}")


def run_portal(
    *, home: Path, host: str, port: int, demonstration: int | None, say: Callable[[str], None], fresh: bool = False
) -> None:
    """Run the portal under `home` until it is told to stop; `fresh` first removes what an earlier one left.

    Raises Refused before anything is started when the port is taken or another portal has the home, and
    ServiceFailed when a part does not come up.
    """
    place = Home(home)
    with listen(host, port) as server, lock(place.run / "portal.lock"):
        if fresh:
            place.clear()
        Portal(place, server, say, demonstration).run()
