"""Real processes for the tests of what starts and stops them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from ilc_migration.env import BASE_DIR
from ilc_migration.services import wait_until


def is_alive(pid):
    """Whether the process runs; one that waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(*pids, seconds=10):
    return wait_until(lambda: not any(map(is_alive, pids)), seconds)


def python(script, *arguments):
    """Run `script` as a process of its own that finds the project."""
    paths = [str(BASE_DIR), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
    )


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
