"""One save through the whole stack against the same SQL in pgbench and against a view that does nothing."""

import re
import subprocess

import pytest

from ilc_migration.binaries import postgres_program
from surveys.querysets.answers import SAVE_ANSWER
from tests.bench.load import Bare, Figures, Saver, run
from tests.drills.client import Client

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]
SECTION, PATH = "respondent", "respondent_unit"
CLIENTS, SECONDS, RUNS = 8, 3, 3
# What the history asks of every transaction that writes, and what one key for one effect adds.
BEFORE = """\
\\set mine :client_id + 1
BEGIN;
SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true),
    set_config('pghistory.context_metadata', '{"actor": "pgbench"}', true);
"""
KEY = """\
INSERT INTO surveys_writekey (user_id, key, request_digest, at, for_ever)
VALUES (%(user)s, md5(random()::text), 'x', now(), false)
ON CONFLICT (user_id, key) DO NOTHING RETURNING id AS claimed \\gset
"""
RESULT = """\
UPDATE surveys_writekey SET result = '{"revisions": {"respondent_unit": 6}, "conflicts": []}' WHERE id = :claimed;
"""


def script(returns, user, *, keyed):
    """A pgbench script: the statement of a save, with or without its key, for a return of the client's own.

    pgbench does not remember what it saw, so that every revision counts as seen.
    """
    mine = f"('{{{','.join(map(str, returns))}}}'::bigint[])[:mine]"
    values = {
        "survey_return": mine,
        "path": f"'{PATH}'",
        "value": "to_jsonb(md5(random()::text))",
        "language": "'en'",
        "remark": "'{}'::jsonb",
        "attribution": "'named'",
        "user": str(user),
    }
    text = SAVE_ANSWER.replace("%(seen)s = 0", "false").replace("%(seen)s", "answer.revision").strip() + ";\n"
    text = f"{KEY if keyed else ''}{text}{RESULT if keyed else ''}"
    return BEFORE + re.sub(r"%\((\w+)\)s", lambda match: values[match[1]], text) + "COMMIT;\n"


def pgbench(portal, directory, text, clients):
    """What pgbench makes of a script, with so many clients."""
    (directory / "script.sql").write_text(text)
    for old in directory.glob("log.*"):
        old.unlink()
    words = [postgres_program("pgbench"), "-n", "-M", "prepared", "-c", clients, "-j", min(clients, 2), "-T", SECONDS]
    words += ["-f", "script.sql", "-l", "--log-prefix=log", "-h", portal.home.sockets, "-U", "portal_app", "portal"]
    done = subprocess.run(list(map(str, words)), cwd=directory, capture_output=True, text=True)
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stderr
    lines = [line for file in directory.glob("log.*") for line in file.read_text().splitlines()]
    return Figures.of([int(line.split()[2]) / 1000 for line in lines], SECONDS)


def best(measure):
    """The run with the best rate of some."""
    return max((measure() for _ in range(RUNS)), key=lambda figures: figures.rate)


@pytest.fixture(scope="module")
def people(portal):
    """One focal point for each client, each of a State of its own, with its first save done."""
    found = portal.command("tests.drills.prepare", "editors", *[1] * CLIENTS)
    clients = {}
    for person in found["people"]:
        client = clients[person["iso3"]] = Client(portal.port).sign_in(person["email"], found["password"])
        assert client.save(person["iso3"], SECTION, PATH, key="first", seen=0, value="first").status == 200
    yield clients
    for client in clients.values():
        client.close()


def through_the_stack(people, count):
    """Saves by the first so many people."""
    savers = [Saver(client, iso3, SECTION, PATH) for iso3, client in list(people.items())[:count]]
    try:
        return run(savers, SECONDS)
    finally:
        for saver in savers:
            saver.wire.close()


def bare(portal, count):
    """Requests to a view that does nothing."""
    actors = [Bare(portal.port) for _ in range(count)]
    try:
        return run(actors, SECONDS)
    finally:
        for actor in actors:
            actor.wire.close()


def test_saving_against_pgbench_and_a_bare_view(portal, people, note, aim, tmp_path):
    returns = [
        pk
        for (pk,) in portal.rows(
            "SELECT r.id FROM surveys_return r JOIN surveys_memberstate m ON m.id = r.member_state_id"
            " WHERE m.iso3 = ANY(%s)",
            list(people),
        )
    ]
    user = portal.rows("SELECT min(id) FROM surveys_user")[0][0]
    found = {}
    for count in (1, CLIENTS):
        found[f"stack, {count}"] = best(lambda count=count: through_the_stack(people, count))
        found[f"bare view, {count}"] = best(lambda count=count: bare(portal, count))
        for name, keyed in (("statement", False), ("statement with key", True)):
            text = script(returns, user, keyed=keyed)
            found[f"pgbench {name}, {count}"] = best(
                lambda text=text, count=count: pgbench(portal, tmp_path, text, count)
            )

    for name, figures in found.items():
        note(f"save: {name}", p50=figures.p50, p95=figures.p95, rate=figures.rate)
    alone, floor = found["stack, 1"].p50, found["pgbench statement with key, 1"].p50
    many, bare_many = found[f"stack, {CLIENTS}"].rate, found[f"bare view, {CLIENTS}"].rate
    note("save: ratio", to_the_statement_without_key=alone / found["pgbench statement, 1"].p50)
    aim("save, 1 client, p50, times pgbench", alone / floor, 25, slack=4)
    aim("save, 8 clients, rate of a bare view, times ours", bare_many / many, 4, slack=20)
