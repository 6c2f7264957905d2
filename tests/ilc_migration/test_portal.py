"""One whole portal, as `make run` starts it, without the demonstration."""

import json
import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from ilc_migration.embedded import APP, OWNER
from ilc_migration.env import BASE_DIR
from ilc_migration.home import Home
from ilc_migration.portal import Portal
from ilc_migration.programs import Relay, Web, Worker
from ilc_migration.services import wait_until
from ilc_migration.supervisor import listen
from tests.ilc_migration.processes import ends, is_alive

# A stranger's shell, to which the tests' own services are unknown.
OWN = (
    "DATABASE_URL",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "SECRET_KEY",
    "RECEIPT_KEY",
    "PORTAL_HOME",
    "PORTAL_TESTING",
)
SHELL = {name: value for name, value in os.environ.items() if name not in OWN}


class Running:
    """A portal that runs, and what it tells about itself."""

    def __init__(self, path):
        self.home = Home(path)
        words = [sys.executable, "manage.py", "portal", "--no-demo", "--port=0", f"--home={path}"]
        self.process = subprocess.Popen(words, cwd=BASE_DIR, env=SHELL, stdout=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if line.startswith("The portal is at"):
                break

    def state(self):
        return json.loads((self.home.run / "portal.json").read_text())

    def get(self, path):
        connection = HTTPConnection("localhost", self.state()["port"], timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def manage(self, *words, home=None):
        environment = {**SHELL, "PORTAL_HOME": str(home or self.home.path)}
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)],
            cwd=BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )

    def descendants(self):
        """Every process that runs with this home, children of children included."""
        mark = f"PORTAL_HOME={self.home.path}".encode()
        found = list(self.state()["children"].values())
        for entry in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in entry.read_bytes().split(b"\0"):
                    found.append(int(entry.parent.name))
            except (OSError, ProcessLookupError):
                continue
        return set(found)


@pytest.fixture(scope="module")
def running(make_home):
    """The portal of this file; that it stops cleanly is tested when everything else was."""
    portal = Running(make_home("portal"))
    yield portal
    everybody = portal.descendants()
    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(60) == 0
    portal.process.stdout.close()
    assert len(everybody) > 5
    assert not any(map(is_alive, everybody))
    assert not (portal.home.run / "portal.json").exists()


def test_serves_once_it_says_so(running):
    assert running.lines[-1].startswith(f"The portal is at http://localhost:{running.state()['port']} ")
    assert running.get("/health/ready/") == 200


def test_tells_who_runs_but_no_key(running):
    state = running.state()

    assert list(state["children"]) == ["postgres", "valkey", "relay", "worker", "worker-files", "web"]
    assert all(map(is_alive, state["children"].values()))
    assert state["pid"] == running.process.pid
    assert set(state["env"]) == {"PORTAL_HOME", "PORTAL_URL", "DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL"}


def test_command_in_another_shell_finds_it_as_the_application(running):
    script = "from django.db import connection; print(connection.connect() or connection.connection.info.user)"

    done = running.manage("shell", "--no-imports", "--verbosity=0", "-c", script)

    assert done.stdout == "portal_app\n", done.stderr


@pytest.mark.parametrize("name", ["web", "relay", "worker"])
def test_program_that_is_killed_comes_back(running, name):
    before = running.state()["children"]

    os.kill(before[name], signal.SIGKILL)

    assert wait_until(lambda: running.state()["children"].get(name, before[name]) != before[name], 20)
    assert running.get("/health/ready/") == 200


@pytest.mark.parametrize("name", ["valkey", "postgres"])
def test_store_that_is_killed_comes_back(running, name):
    before = running.state()["children"]

    os.kill(before[name], signal.SIGKILL)

    assert wait_until(lambda: running.state()["children"].get(name, before[name]) != before[name], 20)
    assert wait_until(lambda: running.get("/health/ready/") == 200, 20)


def test_second_portal_on_the_same_home_is_refused(running):
    done = running.manage("portal", "--port=0", f"--home={running.home.path}")

    line = f"A portal already runs under this home (process {running.process.pid}).\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


def test_backup_of_the_running_portal_is_restored_as_another(running, make_home):
    saved = running.manage("backup", make_home("portal.tar"), "--json")
    restored = running.manage("restore", make_home("portal.tar"), f"--home={make_home('again')}", "--json")

    assert (json.loads(saved.stdout)["keys"], saved.stderr) == (True, "")
    assert json.loads(restored.stdout)["members"] == json.loads(saved.stdout)["members"]
    assert Home(make_home("again")).secrets() == running.home.secrets()


def test_backup_names_what_is_wrong(running, make_home):
    make_home("there.tar").touch()

    done = running.manage("backup", make_home("there.tar"))

    assert (done.returncode, done.stderr) == (1, f"CommandError: {make_home('there.tar')} exists already\n")


def test_restore_names_what_is_wrong(running, make_home):
    make_home("bad.tar").write_text("bad")

    done = running.manage("restore", make_home("bad.tar"), f"--home={make_home('bad')}")

    assert done.returncode == 1
    assert "bad.tar cannot be restored: the file is cut short, changed, or no backup" in done.stderr


def test_nothing_outlives_it(make_home):
    portal = Running(make_home("killed"))
    everybody = portal.descendants()
    assert len(everybody) > len(portal.state()["children"])

    portal.process.send_signal(signal.SIGKILL)
    portal.process.wait()
    portal.process.stdout.close()

    assert ends(*everybody, seconds=20)


@pytest.fixture
def assembled(make_home, monkeypatch):
    """A portal that was not started."""
    monkeypatch.delenv("PORTAL_URL", raising=False)
    home = Home(make_home("assembled"))
    home.make_directories()
    with listen("127.0.0.1", 0) as server:
        yield Portal(home, server, print)


def test_home_goes_before_the_shell(assembled, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://production.example/portal")
    monkeypatch.setenv("SECRET_KEY", "of the shell")

    environment = assembled.environment(OWNER)

    assert environment["DATABASE_URL"] == assembled.home.database_url(OWNER)
    assert environment["SECRET_KEY"] == assembled.home.secrets()["SECRET_KEY"]
    assert environment["PORTAL_URL"] == f"http://localhost:{assembled.port}"


def test_address_from_the_environment_is_shown(assembled, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_URL", "https://portal.example")

    assembled.welcome()

    assert "The portal is at https://portal.example (Ctrl-C stops it" in capsys.readouterr().out


def test_sign_ins_of_the_demonstration_are_shown(assembled, capsys):
    (assembled.home.keys / "sign-ins.txt").write_text("office@example.org  password\n")

    assembled.welcome()

    assert capsys.readouterr().out.endswith("\noffice@example.org  password\n\n")


@pytest.mark.parametrize("program", [Relay, Worker])
def test_old_ready_file_does_not_count(assembled, program):
    service = program(assembled.home, {})
    service.ready_file.touch()
    service.command = lambda: ["true"]

    service.start().wait()

    assert service.answers() is False
    assert service.environment()["READY_FILE"] == str(service.ready_file)


def test_web_answers_only_when_it_does(assembled):
    web = Web(assembled.home, assembled.environment(APP), assembled.server)

    assert f"--bind=fd://{assembled.server.fileno()}" in web.command()
    assembled.server.close()
    assert web.answers() is False
