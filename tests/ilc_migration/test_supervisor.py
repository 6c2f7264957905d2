import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from ilc_migration import supervisor as supervision
from ilc_migration.env import BASE_DIR
from ilc_migration.services import Service, ServiceFailed, wait_until
from ilc_migration.supervisor import Refused, Supervisor, Watched, listen, lock
from tests.ilc_migration.processes import ends, is_alive, kill, python

STAND_IN = BASE_DIR / "tests" / "ilc_migration" / "stand_in.py"


class Portal:
    """A running stand-in supervisor and what it wrote."""

    def __init__(self, directory):
        self.directory = directory
        script = f"import runpy; runpy.run_path({str(STAND_IN)!r}, run_name='__main__')"
        self.process = python(script, directory)
        assert self.process.stdout.readline() == "ready\n"

    def children(self):
        try:
            return json.loads((self.directory / "state").read_text())
        except json.JSONDecodeError:
            return {}

    def grandchild(self, name):
        return int((self.directory / f"{name}.grandchild").read_text())

    def everybody(self):
        names = ("first", "second", "third")
        return [*self.children().values(), *map(self.grandchild, names)]


@pytest.fixture
def portal(tmp_path):
    running = Portal(tmp_path)
    yield running
    for number in (signal.SIGTERM, signal.SIGKILL):
        if running.process.poll() is None:
            running.process.send_signal(number)
            running.process.wait(20)
    running.process.stdout.close()


def test_tells_who_runs(portal):
    assert list(portal.children()) == ["first", "second", "third"]
    assert all(map(is_alive, portal.everybody()))


def test_restarts_a_dead_child_and_first_kills_what_it_left(portal):
    before, left_behind = portal.children(), portal.grandchild("second")

    os.kill(before["second"], signal.SIGKILL)

    assert wait_until(lambda: portal.children().get("second", before["second"]) != before["second"], 10)
    assert ends(left_behind)
    after = portal.children()
    assert is_alive(after["second"])
    assert (after["first"], after["third"]) == (before["first"], before["third"])


def test_says_what_ended_and_when_it_starts_again(portal):
    os.kill(portal.children()["third"], signal.SIGKILL)

    assert portal.process.stdout.readline() == "third ended (-9), starts again in 0.5 s\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stops_in_the_opposite_order(portal, number):
    everybody = portal.everybody()

    portal.process.send_signal(number)

    assert portal.process.wait(20) == 0
    assert (portal.directory / "order").read_text().split() == ["third", "second", "first"]
    assert not any(map(is_alive, everybody))


def test_children_do_not_outlive_a_killed_supervisor(portal):
    children = portal.children().values()

    kill(portal.process)

    assert ends(*children)


class Command(Service):
    name = "command"

    def __init__(self, log, *words):
        super().__init__(log)
        self.words = words

    def command(self):
        return [str(word) for word in self.words]

    def answers(self):
        return False


@pytest.fixture
def supervisor():
    made = Supervisor(lambda running: None, print)
    yield made
    made.stop()


def test_service_that_dies_at_the_start_shows_its_log(supervisor, tmp_path):
    service = Command(tmp_path / "log", sys.executable, "-c", "raise SystemExit('no such table')")

    with pytest.raises(ServiceFailed, match="command did not start:\nno such table"):
        supervisor.start(service)


def test_service_that_is_never_ready_is_given_up(supervisor, tmp_path):
    service = Command(tmp_path / "log", "sleep", "60")

    with pytest.raises(ServiceFailed, match="command did not start"):
        supervisor.start(service, seconds=0.1)

    supervisor.stop()
    assert ends(service.process.pid)


def test_service_that_ignores_its_signal_is_killed(tmp_path):
    ignore = "import signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1); time.sleep(60)"
    service = Command(tmp_path / "log", sys.executable, "-u", "-c", ignore)
    service.stop_signals = ((signal.SIGTERM, 0.2),)
    service.start()
    assert wait_until(lambda: service.log.read_text() == "1\n", 10)

    service.stop()

    assert service.process.returncode == -signal.SIGKILL


def test_program_that_cannot_be_started_again_is_tried_later(supervisor, tmp_path, capsys):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    service = Command(tmp_path / "log", program)
    service.answers = lambda: True
    watched = Watched(service)
    supervisor._start(watched)
    service.process.wait()
    program.unlink()

    supervisor._tend(watched)
    watched.due = time.monotonic()
    supervisor._tend(watched)

    assert "command ended (3), starts again in 0.5 s\ncommand: [Errno 2]" in capsys.readouterr().out
    assert watched.deaths == 2
    assert watched.due > time.monotonic() + 0.5


def test_pauses_grow_and_have_an_end():
    pauses = [Watched(None, deaths=deaths).pause() for deaths in (1, 2, 3, 6, 7, 50)]

    assert pauses == [0.5, 1, 2, 16, 30, 30]


def test_child_that_ran_long_counts_as_recovered(supervisor, tmp_path):
    service = Command(tmp_path / "log", "true")
    service.start()
    service.process.wait()
    watched = Watched(service, started=time.monotonic() - supervision.STEADY_SECONDS - 1, deaths=5)

    supervisor._tend(watched)

    assert watched.deaths == 1


def test_step_that_fails_shows_its_log(supervisor, tmp_path):
    words = [sys.executable, "-c", "raise SystemExit('row 12: no such State')"]

    with pytest.raises(ServiceFailed, match="load_round failed:\nrow 12: no such State"):
        supervisor.finish(supervisor.begin("load_round", words, env=dict(os.environ), log=tmp_path / "log"))


def test_step_has_its_own_environment(supervisor, tmp_path):
    words = [sys.executable, "-c", "import os; print(os.environ['ROLE'], 'HOME' in os.environ)"]

    supervisor.finish(supervisor.begin("print", words, env={"ROLE": "owner"}, log=tmp_path / "log"))

    assert (tmp_path / "log").read_text() == "owner False\n"


def test_nothing_more_starts_after_a_signal(supervisor, tmp_path):
    supervisor.stopping.set()

    supervisor.start(Command(tmp_path / "log", "touch", tmp_path / "service"))

    assert list(tmp_path.iterdir()) == []


def test_step_is_broken_off_by_a_signal(supervisor, tmp_path):
    step = supervisor.begin("sleep", ["sleep", "60"], env=dict(os.environ), log=tmp_path / "log")
    supervisor.stopping.set()

    supervisor.finish(step)

    assert step.process.returncode == -signal.SIGTERM


def test_log_that_grew_large_is_turned_over(tmp_path):
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * 10_000_001)

    Command(log, "true").start().wait()

    assert (tmp_path / "web.log.1").stat().st_size == 10_000_001
    assert log.stat().st_size == 0


def test_taken_port_is_named():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]

        with pytest.raises(Refused, match=rf"^Port {port} of 127.0.0.1 cannot be used \(Address already in use\)"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [65536, 10**10])
def test_port_that_does_not_exist_is_refused(port):
    with pytest.raises(Refused, match=f"^Port {port} of 127.0.0.1 cannot be used"):
        listen("127.0.0.1", port)


def test_requests_wait_while_the_web_process_is_away():
    with (
        listen("127.0.0.1", 0) as server,
        socket.create_connection(server.getsockname(), timeout=5) as request,
    ):
        request.sendall(b"GET / HTTP/1.0\r\n\r\n")

        answering, _ = server.accept()

        with answering:
            assert answering.recv(3) == b"GET"


def test_second_portal_on_a_home_is_told_who_has_it(tmp_path):
    path = tmp_path / "run" / "portal.lock"
    message = rf"^A portal already runs under this home \(process {os.getpid()}\)\.$"

    with lock(path), pytest.raises(Refused, match=message), lock(path):
        pass


def test_home_is_free_again_afterwards(tmp_path):
    for _ in range(2):
        with lock(tmp_path / "portal.lock"):
            assert (tmp_path / "portal.lock").read_text() == str(os.getpid())


def test_command_on_a_taken_port_says_one_line_and_starts_nothing(tmp_path):
    with listen("127.0.0.1", 0) as server:
        port = server.getsockname()[1]
        words = [sys.executable, "manage.py", "portal", f"--port={port}", f"--home={tmp_path / 'home'}"]
        done = subprocess.run(words, capture_output=True, text=True, cwd=BASE_DIR)

    message = f"Port {port} of 127.0.0.1 cannot be used (Address already in use): choose another.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", message)
    assert list(tmp_path.iterdir()) == []
