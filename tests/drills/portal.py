"""A real portal of the drill's own, as `make run` starts it, and the ways to hurt it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from ilc_migration.env import BASE_DIR
from ilc_migration.home import Home
from ilc_migration.services import wait_until

# A stranger's shell: of the services that the test run itself has started nothing is known.
FOREIGN = (
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "SECRET_KEY",
    "RECEIPT_KEY",
    "PORTAL_HOME",
    "PORTAL_TESTING",
    "DJANGO_SETTINGS_MODULE",
)
SHELL = {name: value for name, value in os.environ.items() if name not in FOREIGN}


class RunningPortal:
    """A portal that runs under `path`, with the demonstration; raises RuntimeError when it does not come up."""

    def __init__(self, path, *options):
        self.home = Home(path)
        words = [sys.executable, "manage.py", "portal", "--port=0", f"--home={path}", *options]
        self.process = subprocess.Popen(words, cwd=BASE_DIR, env=SHELL, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.startswith("The portal is at"):
                break
        else:
            raise RuntimeError(f"the portal under {path} did not start")

    @property
    def state(self):
        """What the portal tells in run/portal.json."""
        return json.loads((self.home.run / "portal.json").read_text())

    @property
    def port(self):
        return self.state["port"]

    @property
    def environment(self):
        """The variables of a process that belongs to this portal."""
        return {**SHELL, **self.home.environment("portal_app"), "PORTAL_TODAY": "2004-05-14"}

    def pid(self, name):
        """The process number of a part, once it has one."""
        wait_until(lambda: name in self.state["children"], 60)
        return self.state["children"][name]

    def command(self, module, *words):
        """Run `module` as a process of this portal; its JSON answer."""
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def rows(self, sql, *params):
        """What a statement gives, on a connection of its own."""
        connection = psycopg2.connect(self.home.database_url("portal_owner"))
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchall()
        finally:
            connection.close()

    def answers(self):
        """Whether the database takes connections."""
        try:
            return self.rows("SELECT 1") == [(1,)]
        except psycopg2.OperationalError:
            return False

    def is_whole(self):
        """Whether every part runs and the database answers."""
        names = {"postgres", "valkey", "relay", "worker", "worker-files", "web"}
        return set(self.state["children"]) == names and self.answers()

    def stop(self):
        """Stop it as Ctrl-C would."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        self.process.stdout.close()


@contextmanager
def temporary_portal(keep_logs=""):
    """A portal with the demonstration in a home of its own; its logs are copied to `keep_logs`, if anywhere."""
    base = Path(tempfile.mkdtemp(prefix="ilc-drill-"))
    # Another account runs its servers and has to pass through.
    base.chmod(0o755)
    running = RunningPortal(base / "home")
    try:
        yield running
    finally:
        running.stop()
        if keep_logs:
            shutil.copytree(running.home.log, keep_logs, dirs_exist_ok=True)
        shutil.rmtree(base)


def children_of(pid):
    """The process numbers of the children of a process."""
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text().split()] if found.exists() else []


def kill(pid):
    """SIGKILL; nothing to do when it has gone by itself."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def first_child(portal, name):
    """A child of a part, once it has one."""
    wait_until(lambda: children_of(portal.pid(name)), 60)
    return children_of(portal.pid(name))[0]


# What is killed, and how it is found. "pool" is the child of the Celery worker that runs the task.
VICTIMS = {
    "web": lambda portal: portal.pid("web"),
    "web worker": lambda portal: first_child(portal, "web"),
    "worker": lambda portal: portal.pid("worker"),
    "pool child": lambda portal: first_child(portal, "worker"),
    "relay": lambda portal: portal.pid("relay"),
    "valkey": lambda portal: portal.pid("valkey"),
    "postgres": lambda portal: portal.pid("postgres"),
}
