"""Every part of a portal is killed by turns while people save; nothing that was acknowledged is lost."""

import os
import time
from secrets import token_hex

import pytest

from ilc_migration.services import wait_until
from tests.drills.client import SURVEY, Away
from tests.drills.editors import Room
from tests.drills.histories import Stored, faults
from tests.drills.portal import VICTIMS, kill

pytestmark = [pytest.mark.drill, pytest.mark.timeout(3600)]

# Acknowledged saves for each kind of process, and after how many of them it is killed again.
SAVES = int(os.environ.get("DRILL_SAVES", "250"))
SAVES_BETWEEN_KILLS = 50
LEAST_KILLS = 3
SECTION, PATH = "respondent", "respondent_unit"
ALONE, TOGETHER = 5, 3
HEALING_SECONDS = 120
DAYS = [f"2004-03-{day:02}" for day in range(1, 32)]


class Compiling:
    """Editions asked for during the kills, each by one key, as often as it takes to be told that it was taken."""

    def __init__(self, portal, office):
        self.portal, self.office = portal, office
        self.days = iter(DAYS)
        self.asked = []

    def ask(self):
        """Ask for the edition of another day; gives the number of the request."""
        key, day = token_hex(16), next(self.days)
        give_up = time.monotonic() + HEALING_SECONDS
        while time.monotonic() < give_up:
            try:
                answer = self.office.post(f"/summaries/{SURVEY}/compile/", as_of=day, key=key)
            except Away:
                continue
            if answer.status == 302:
                self.asked.append(int(answer.location.rstrip("/").rpartition("/")[2]))
                return self.asked[-1]
            assert answer.status >= 500, answer.text[:300]
        raise AssertionError("nobody took the request")

    def state_of(self, request):
        return self.portal.rows(
            "SELECT j.state, j.attempts FROM reports_compilation c JOIN surveys_job j ON j.id = c.job_id"
            " WHERE c.id = %s",
            request,
        )[0]

    def wait_until_running(self, request):
        wait_until(lambda: self.state_of(request)[0] not in ("due", "queued"), 30)

    def open_jobs(self):
        """What has not ended and is no work of another day, with all that tells why."""
        return self.portal.rows(
            "SELECT id, task, state, attempts, due_at - now(), lease_until - now(), error FROM surveys_job"
            " WHERE state IN ('due', 'queued', 'running') AND due_at < now() + interval '1 hour' ORDER BY id"
        )

    def outcomes(self):
        """For each request: state of its job, digest of its edition, number of editions of that day and position."""
        return self.portal.rows(
            "SELECT c.id, j.state, s.digest, (SELECT count(*) FROM reports_summary t WHERE t.as_of = c.as_of"
            " AND t.ledger_position = c.upto), j.attempts FROM reports_compilation c"
            " JOIN surveys_job j ON j.id = c.job_id LEFT JOIN reports_summary s ON s.id = c.summary_id"
            " WHERE c.id = ANY(%s)",
            self.asked,
        )


def kill_by_turns(portal, room, compiling, name):
    """Kill one kind of process again and again until `SAVES` more saves are acknowledged; how often."""
    start, kills = len(room.history.acknowledged()), 0
    before = compiling.ask()
    while kills < LEAST_KILLS or len(room.history.acknowledged()) < start + SAVES:
        if kills == 0 and name in ("worker", "pool child"):
            compiling.wait_until_running(before)
        kills += kill(VICTIMS[name](portal))
        if kills == 1:
            compiling.ask()
        room.wait_for(len(room.history.acknowledged()) + SAVES_BETWEEN_KILLS)
        assert wait_until(lambda: name in ("web worker", "pool child") or name in portal.state["children"], 60)
    return kills


@pytest.fixture(scope="module")
def people(portal):
    return portal.command("tests.drills.prepare", "editors", TOGETHER, *[1] * ALONE)


def test_nothing_acknowledged_is_lost(portal, office, people, note):
    room = Room(portal.port, people["people"], people["password"], section=SECTION, path=PATH)
    compiling = Compiling(portal, office)
    began, kills, saves = time.monotonic(), {}, {}
    room.begin()
    room.wait_for(len(room.editors))

    for name in VICTIMS:
        before = len(room.history.acknowledged())
        kills[name] = kill_by_turns(portal, room, compiling, name)
        saves[name] = len(room.history.acknowledged()) - before
    room.finish()

    assert wait_until(portal.is_whole, HEALING_SECONDS)
    assert wait_until(lambda: not compiling.open_jobs(), HEALING_SECONDS), compiling.open_jobs()
    stored = Stored.read(portal, room.iso3s, [PATH])
    found = faults(room.history, stored, appended=room.appended)
    outcomes = compiling.outcomes()
    undisturbed = portal.command("tests.drills.prepare", "digests", *compiling.asked)
    for name in VICTIMS:
        note(f"kills of {name}", kills=kills[name], acknowledged=saves[name])
    note(
        "saves",
        acknowledged=room.history.count("ok"),
        refused_as_conflicts=room.history.count("refused"),
        unknown=room.history.count("unknown"),
        sent_again=sum(save.attempts - 1 for save in room.history.saves),
        **found,
    )
    note(
        "compilations",
        asked=len(outcomes),
        done=sum(state == "done" for _pk, state, *_rest in outcomes),
        same_digest=sum(undisturbed[str(pk)] == digest for pk, _state, digest, *_rest in outcomes),
        attempts=sum(attempts for *_rest, attempts in outcomes),
        seconds=round(time.monotonic() - began),
    )
    assert set(found.values()) == {0}, found
    assert room.history.count("unknown") == 0
    assert min(saves.values()) >= SAVES
    assert [(state, count) for _pk, state, _digest, count, _attempts in outcomes] == [("done", 1)] * len(outcomes)
    assert {str(pk): digest for pk, _state, digest, *_rest in outcomes} == undisturbed
