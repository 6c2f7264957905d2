import os
import signal
import socket
import stat
import subprocess

import psycopg2
import pytest
import redis

from ilc_migration.binaries import ProgramMissing
from ilc_migration.children import Account
from ilc_migration.embedded import OWNER, Postgres, Valkey
from ilc_migration.services import ServiceFailed
from tests.ilc_migration.processes import ends, is_alive, kill, python

SERVE = """
import sys, time
from pathlib import Path
from ilc_migration.embedded import Postgres, Valkey
services = Postgres(Path(sys.argv[1])), Valkey(Path(sys.argv[1]))
for service in services:
    service.prepare()
    service.start()
for service in services:
    service.wait_ready()
print(*(service.process.pid for service in services), flush=True)
time.sleep(60)
"""

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs the servers as itself")


@pytest.fixture(scope="module")
def postgres(make_home):
    server = Postgres(make_home("shared"))
    server.prepare()
    server.start()
    server.wait_ready()
    yield server
    server.stop()


@pytest.fixture
def valkey(make_home):
    server = Valkey(make_home("valkey"))
    server.prepare()
    server.start()
    server.wait_ready()
    yield server
    server.stop()


def run_sql(server, statement, role=OWNER):
    connection = psycopg2.connect(server.url(role))
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def client(server):
    return redis.Redis(unix_socket_path=str(server.socket), decode_responses=True)


def crash(server):
    server.process.send_signal(signal.SIGKILL)
    server.process.wait()


def test_acknowledged_rows_survive_a_kill(postgres):
    run_sql(postgres, "CREATE TABLE kept (x int)")
    run_sql(postgres, "INSERT INTO kept VALUES (1), (2)")

    crash(postgres)
    postgres.start()
    postgres.wait_ready()

    assert run_sql(postgres, "SELECT x FROM kept ORDER BY x") == [(1,), (2,)]


def test_second_start_keeps_the_cluster(postgres):
    assert postgres.prepare() is False


def test_commits_wait_for_the_disk(postgres):
    settings = "current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"

    assert run_sql(postgres, f"SELECT {settings}") == [("on", "on", "on")]


def test_listens_on_no_port(postgres):
    assert run_sql(postgres, "SHOW listen_addresses") == [("",)]


def test_socket_is_closed_to_others(postgres):
    assert stat.S_IMODE(postgres.home.sockets.stat().st_mode) == 0o700


def test_application_writes_what_the_owner_made(postgres):
    run_sql(postgres, "CREATE TABLE shared (id bigint GENERATED ALWAYS AS IDENTITY, x int)")

    run_sql(postgres, "INSERT INTO shared (x) VALUES (7)", role="portal_app")

    assert run_sql(postgres, "SELECT id, x FROM shared", role="portal_app") == [(1, 7)]


@pytest.mark.parametrize("statement", ["CREATE TABLE mine (x int)", "CREATE DATABASE mine", "TRUNCATE defended"])
def test_application_changes_no_structure(postgres, statement):
    run_sql(postgres, "CREATE TABLE IF NOT EXISTS defended (x int)")

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        psycopg2_autocommit(postgres, "portal_app", statement)


def test_owner_may_create_test_databases_with_the_same_rights(postgres):
    psycopg2_autocommit(postgres, OWNER, "CREATE DATABASE test_portal")

    connection = psycopg2.connect(postgres.url(OWNER, "test_portal"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (x int); SELECT has_table_privilege('portal_app', 't', 'INSERT')")
        assert cursor.fetchall() == [(True,)]
    connection.close()


def test_upper_case_follows_unicode(postgres):
    assert run_sql(postgres, "SELECT upper('straße'), lower('ÉCOLE')") == [("STRASSE", "école")]


def test_refused_values_stay_out_of_the_log(postgres):
    run_sql(postgres, "CREATE TABLE closed (answer text UNIQUE)")
    run_sql(postgres, "INSERT INTO closed VALUES ('canary-4711')")

    with pytest.raises(psycopg2.errors.UniqueViolation):
        run_sql(postgres, "INSERT INTO closed VALUES ('canary-4711')")

    log = postgres.log.read_text()
    assert "duplicate key value" in log
    assert "canary" not in log


def psycopg2_autocommit(server, role, statement):
    connection = psycopg2.connect(server.url(role))
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()


@only_root
def test_root_hands_the_server_to_nobody(postgres):
    assert postgres.account().uid == postgres.home.postgres.stat().st_uid == 65534


@only_root
def test_below_a_closed_directory_the_server_is_root_in_disguise(make_home):
    closed = make_home("closed")
    closed.mkdir(mode=0o700)
    server = Postgres(closed / "home")

    server.prepare()
    server.start()
    server.wait_ready()

    assert server.account() == Account(disguised=True)
    assert server.home.postgres.stat().st_uid == 0
    server.stop()


def test_start_that_was_killed_half_way_is_begun_anew(make_home):
    server = Postgres(make_home("half"))
    draft = make_home("half") / "postgres.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")

    assert server.prepare() is True
    assert not draft.exists()


def test_number_of_a_dead_server_may_belong_to_another_process(make_home):
    server = Postgres(make_home("reused"))
    server.prepare()
    server.start()
    server.wait_ready()
    crash(server)
    stranger = subprocess.Popen(["sleep", "60"], **server.account().popen_arguments())
    _, rest = server.marker().read_text().split("\n", 1)
    server.marker().write_text(f"{stranger.pid}\n{rest}")

    server.start()
    server.wait_ready()

    assert server.is_running()
    server.stop()
    stranger.kill()
    stranger.wait()


def test_home_too_long_for_a_socket_still_works(make_home):
    server = Valkey(make_home("l" * 100))
    server.prepare()
    server.start()
    server.wait_ready()

    assert server.socket.parent.parent.name == "tmp"
    server.stop()
    server.home.sockets.rmdir()


def test_socket_directory_of_somebody_else_is_refused(make_home):
    server = Valkey(make_home("m" * 100))
    server.home.sockets.symlink_to(make_home("elsewhere"))
    make_home("elsewhere").mkdir()

    with pytest.raises(PermissionError, match="belongs to another user"):
        server.prepare()

    server.home.sockets.unlink()


def test_server_that_dies_says_why(make_home):
    server = Postgres(make_home("broken"))
    server.prepare()
    (server.home.postgres / "PG_VERSION").write_text("9\n")
    server.start()

    with pytest.raises(ServiceFailed, match="(?s)postgres did not start.*incompatible"):
        server.wait_ready()


def test_missing_programs_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PG_BIN", str(tmp_path))

    with pytest.raises(ProgramMissing, match="no PostgreSQL program 'postgres'.*PG_BIN"):
        Postgres(tmp_path).binary()


def test_nothing_outlives_a_killed_parent_and_the_next_start_waits_for_it(make_home):
    home = make_home("orphan")
    parent = python(SERVE, home)
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert all(map(is_alive, pids))

    kill(parent)
    successor = Postgres(home)
    successor.start()
    successor.wait_ready()

    assert ends(*pids)
    assert run_sql(successor, "SELECT current_user") == [(OWNER,)]
    successor.stop()


def test_valkey_keeps_what_it_wrote_to_disk(valkey):
    with client(valkey) as connection:
        connection.set("key", "value")
        assert connection.execute_command("WAITAOF", 1, 0, 5000)[0] == 1

    crash(valkey)
    valkey.start()
    valkey.wait_ready()

    with client(valkey) as connection:
        assert connection.get("key") == "value"


def test_valkey_syncs_every_second_and_listens_on_no_port(valkey):
    with client(valkey) as connection:
        settings = connection.config_get("appendonly", "appendfsync", "port", "save")

    assert settings == {"appendonly": "yes", "appendfsync": "everysec", "port": "0", "save": ""}


def test_two_homes_do_not_meet(valkey, make_home):
    assert valkey.socket != Valkey(make_home("other")).socket
    with pytest.raises(FileNotFoundError), socket.socket(socket.AF_UNIX) as other:
        other.connect(str(Valkey(make_home("other")).socket))
