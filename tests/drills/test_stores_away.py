"""Broker frozen, database stopped: what people meet meanwhile, and that the work is done afterwards."""

import os
import signal
import time
from contextlib import contextmanager
from html import unescape
from secrets import token_hex

import pytest

from ilc_migration.services import wait_until
from tests.drills.client import SURVEY, Away, Client, section_url
from tests.drills.portal import children_of

pytestmark = [pytest.mark.drill, pytest.mark.timeout(600)]
SECTION, PATH = "respondent", "respondent_unit"
AT_ONCE, SOON, HEALING_SECONDS = 1.0, 5.0, 120
TYPED = "Unit for migration & <statistics>, وحدة الهجرة, 统计 " + "x" * 60
SIGNATURE = {
    "signatory_name": "Invented signatory",
    "signatory_title": "Minister (invented)",
    "signatory_authority": "On behalf of the Government (invented)",
    "language": "en",
    "declared": "on",
}


@contextmanager
def broker_frozen(portal):
    """SIGSTOP to Valkey: it takes connections and answers nothing."""
    pid = portal.pid("valkey")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextmanager
def database_stopped(portal):
    """PostgreSQL shut down, and unable to start: its files are elsewhere until the block ends."""
    files = portal.home.postgres
    elsewhere = files.rename(files.with_name("postgres.elsewhere"))
    pid = portal.pid("postgres")
    os.kill(pid, signal.SIGINT)
    try:
        assert wait_until(lambda: not portal.answers(), 20)
        yield
    finally:
        elsewhere.rename(files)


def timed(act):
    """What `act` gives, and the seconds that it took."""
    began = time.monotonic()
    answer = act()
    return answer, round(time.monotonic() - began, 3)


@pytest.fixture
def people(portal):
    """Two focal points of different States, signed in, by State."""
    found = portal.command("tests.drills.prepare", "editors", 1, 1)
    clients = {
        person["iso3"]: Client(portal.port).sign_in(person["email"], found["password"]) for person in found["people"]
    }
    portal.command("tests.drills.prepare", "complete", found["people"][1]["email"])
    yield clients
    for client in clients.values():
        client.close()


def job_states(portal, where, *params):
    return {state for (state,) in portal.rows(f"SELECT state FROM surveys_job WHERE {where}", *params)}


def test_frozen_broker_holds_nobody_up(portal, office, people, note):
    (writing, writer), (signing, signer) = people.items()
    last_job = portal.rows("SELECT coalesce(max(id), 0) FROM surveys_job")[0][0]

    with broker_frozen(portal):
        saved, saving = timed(
            lambda: writer.save(writing, SECTION, PATH, key=token_hex(16), seen=0, value="while the broker is frozen")
        )
        submitted, submitting = timed(
            lambda: signer.post(f"/surveys/{SURVEY}/{signing}/submit/", key=token_hex(16), **SIGNATURE)
        )
        asked, asking = timed(
            lambda: office.post(f"/summaries/{SURVEY}/compile/", as_of="2004-05-14", key=token_hex(16))
        )
        open_meanwhile = job_states(portal, "id > %s", last_job)

    assert (saved.status, submitted.status, asked.status) == (200, 302, 302), (saved.text, submitted.text)
    assert submitted.location.endswith("/receipt/")
    assert open_meanwhile <= {"due", "queued"}
    done, healing = timed(
        lambda: wait_until(lambda: job_states(portal, "id > %s", last_job) == {"done"}, HEALING_SECONDS)
    )
    note("broker frozen", save=saving, submit=submitting, compile=asking, work_done_after=healing)
    assert done, job_states(portal, "id > %s", last_job)
    assert max(saving, submitting, asking) < AT_ONCE


def test_stopped_database_answers_503_that_keeps_the_text(portal, people, note):
    iso3, client = next(iter(people.items()))
    web = {portal.pid("web"), *children_of(portal.pid("web"))}
    fields = {"key": token_hex(16), f"seen:{PATH}": 0, f"value:{PATH}": TYPED}
    client.get(section_url(iso3, SECTION))

    with database_stopped(portal):
        answers = [timed(lambda: client.post(section_url(iso3, SECTION), **fields)) for _ in range(5)]

    saved, healing = timed(lambda: until_saved(client, iso3, fields))
    note("database stopped", slowest_503=max(seconds for _, seconds in answers), saved_after=healing)
    assert [answer.status for answer, _ in answers] == [503] * 5
    assert all(answer.headers["Retry-After"] for answer, _ in answers)
    assert all(TYPED in unescape(answer.text) and fields["key"] in answer.text for answer, _ in answers)
    assert max(seconds for _, seconds in answers) < SOON
    assert saved.status == 303
    assert client.read(iso3, SECTION, PATH) == (TYPED, 1)
    assert {portal.pid("web"), *children_of(portal.pid("web"))} == web


def until_saved(client, iso3, fields):
    """Press "Try again" until it is saved."""
    give_up = time.monotonic() + HEALING_SECONDS
    while time.monotonic() < give_up:
        try:
            answer = client.post(section_url(iso3, SECTION), **fields)
        except Away:
            continue
        if answer.status != 503:
            return answer
        time.sleep(0.2)
    raise AssertionError("the database did not come back")
