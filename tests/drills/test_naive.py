"""Negative control: without compare-and-set the same drill has to find that saves were lost."""

import subprocess
import sys

import pytest

from ilc_migration.env import BASE_DIR
from ilc_migration.services import wait_until
from ilc_migration.supervisor import listen
from tests.drills.client import Away, Client
from tests.drills.editors import Room
from tests.drills.histories import Stored, faults
from tests.drills.test_kills import PATH, SAVES, SECTION

pytestmark = [pytest.mark.drill, pytest.mark.timeout(600)]
EDITORS = 4


@pytest.fixture
def naive_port(portal):
    """A second web process on the same stores, with a statement that does not look at revisions."""
    with listen("127.0.0.1", 0) as server:
        bind = f"--bind=fd://{server.fileno()}"
        words = [sys.executable, "-m", "gunicorn", "tests.drills.naive", "--workers=2", "--threads=4", bind]
        process = subprocess.Popen(
            [*words, "--no-control-socket"],
            cwd=BASE_DIR,
            env=portal.environment,
            pass_fds=[server.fileno()],
            stderr=subprocess.DEVNULL,
        )
        port = server.getsockname()[1]
        yield port
        process.terminate()
        process.wait(30)


def is_up(port):
    client = Client(port)
    try:
        return client.get("/health/ready/").status == 200
    except Away:
        return False
    finally:
        client.close()


def saved_by(portal, port):
    """What is found after some people wrote into one answer through this port."""
    people = portal.command("tests.drills.prepare", "editors", EDITORS)
    room = Room(port, people["people"], people["password"], section=SECTION, path=PATH)
    room.begin()
    room.wait_for(SAVES)
    room.finish()
    stored = Stored.read(portal, room.iso3s, [PATH])
    return room, faults(room.history, stored, appended=room.appended)


def test_naive_statement_loses_saves_and_ours_does_not(portal, naive_port, note):
    assert wait_until(lambda: is_up(naive_port), 60)

    naive_room, naive = saved_by(portal, naive_port)
    room, ours = saved_by(portal, portal.port)

    note("without compare-and-set", acknowledged=naive_room.history.count("ok"), lost=naive["lost"])
    note(
        "the same with it",
        acknowledged=room.history.count("ok"),
        refused_as_conflicts=room.history.count("refused"),
        lost=ours["lost"],
    )
    assert naive["lost"] > 0
    assert set(ours.values()) == {0}, ours
