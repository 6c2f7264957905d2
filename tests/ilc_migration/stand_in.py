"""A supervisor with small stand-ins for the services, run as a process of its own: stand_in.py DIRECTORY."""

import json
import sys
from pathlib import Path

from ilc_migration.services import Service
from ilc_migration.supervisor import Supervisor

# Ready once it has started a process of its own; says in `order` when it is asked to stop.
CHILD = """
import pathlib, signal, subprocess, sys, time
directory, name = pathlib.Path(sys.argv[1]), sys.argv[2]
def stop(*_):
    with (directory / "order").open("a") as file:
        file.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
grandchild = subprocess.Popen(["sleep", "60"])
(directory / (name + ".grandchild")).write_text(str(grandchild.pid))
(directory / (name + ".ready")).touch()
time.sleep(60)
"""


class StandIn(Service):
    def __init__(self, directory: Path, name: str) -> None:
        super().__init__(directory / f"{name}.log")
        self.directory = directory
        self.name = name

    def command(self) -> list[str]:
        return [sys.executable, "-c", CHILD, str(self.directory), self.name]

    def answers(self) -> bool:
        return (self.directory / f"{self.name}.ready").exists()


def say(line: str) -> None:
    print(line, flush=True)


def main(directory: Path) -> None:
    supervisor = Supervisor(lambda running: (directory / "state").write_text(json.dumps(running)), say)
    supervisor.listen_to_signals()
    supervisor.start(StandIn(directory, "first"))
    supervisor.start(StandIn(directory, "second"), StandIn(directory, "third"))
    say("ready")
    supervisor.watch()
    supervisor.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
