import datetime
import os
import stat

import psycopg2
import pytest

from ilc_migration import archive, env
from ilc_migration.backups import BackupFailed, back_up, database_url, restore
from ilc_migration.embedded import OWNER, Postgres

AT = datetime.datetime(2004, 4, 30, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def source(make_home):
    """A small portal with rows, right given and taken away, an uploaded file and keys."""
    server = Postgres(make_home("source"))
    server.prepare()
    server.start()
    server.wait_ready()
    run_sql(
        server,
        "CREATE EXTENSION pg_trgm",
        "CREATE TABLE submission (id bigint GENERATED ALWAYS AS IDENTITY, answers jsonb, name text)",
        "REVOKE UPDATE, DELETE ON submission FROM portal_app",
        "INSERT INTO submission (answers, name) VALUES ('{\"stock\": 12}', 'Côte d''Ivoire'), ('{}', '中国')",
    )
    (server.home.media / "laws").mkdir()
    (server.home.media / "laws" / "act.pdf").write_bytes(b"%PDF-1.7")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def backup(source):
    file = source.home.path / "portal.tar"
    back_up(file, database=database(source), media=source.home.media, keys=source.home.keys, at=AT)
    return file


def database(server):
    os.environ["BACKUP_TEST_URL"] = server.url(OWNER)
    try:
        return env.database("BACKUP_TEST_URL")
    finally:
        del os.environ["BACKUP_TEST_URL"]


def run_sql(server, *statements, role=OWNER):
    connection = psycopg2.connect(server.url(role))
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


@pytest.fixture(scope="module")
def restored(backup, make_home):
    restore(backup, make_home("restored"))
    server = Postgres(make_home("restored"))
    server.prepare()
    server.start()
    server.wait_ready()
    yield server
    server.stop()


def test_rows_come_back(source, restored):
    query = "SELECT id, answers, name FROM submission ORDER BY id"

    assert run_sql(restored, query) == run_sql(source, query)


def test_numbers_go_on_where_they_stopped(restored):
    answer = run_sql(restored, "INSERT INTO submission (name) VALUES ('Lesotho') RETURNING id", role="portal_app")

    assert answer == [(3,)]


def test_rights_come_back(restored):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run_sql(restored, "DELETE FROM submission", role="portal_app")


def test_tables_to_come_are_open_to_the_application(restored):
    run_sql(restored, "CREATE TABLE later (x int)")

    assert run_sql(restored, "SELECT x FROM later", role="portal_app") == []


def test_files_and_keys_come_back(source, restored):
    assert (restored.home.media / "laws" / "act.pdf").read_bytes() == b"%PDF-1.7"
    assert restored.home.secrets() == source.home.secrets()
    assert stat.S_IMODE(restored.home.secrets_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(restored.home.keys.stat().st_mode) == 0o700


def test_nothing_else_lies_in_the_home(restored):
    names = {path.name for path in restored.home.path.iterdir()}

    assert names == {"postgres", "run", "log", "media", "mail", "keys"}
    assert [path.name for path in restored.home.path.parent.glob(".*")] == []


def test_manifest_says_when_and_from_what(backup):
    manifest = archive.check(backup)

    assert manifest["created_at"] == "2004-04-30T12:00:00+00:00"
    assert manifest["postgresql"].startswith("pg_dump (PostgreSQL) ")
    assert list(manifest["members"]) == ["database.dump", "media/laws/act.pdf", "keys/secrets.env"]


def test_existing_file_is_kept(backup, source):
    before = backup.read_bytes()

    with pytest.raises(BackupFailed, match="portal.tar exists already"):
        back_up(backup, database=database(source), media=source.home.media, keys=source.home.keys, at=AT)

    assert backup.read_bytes() == before


def test_database_that_is_away_leaves_no_file(source, tmp_path):
    away = {**database(source), "HOST": str(tmp_path)}

    with pytest.raises(BackupFailed, match="pg_dump failed: .*No such file or directory"):
        back_up(tmp_path / "b.tar", database=away, media=tmp_path, keys=tmp_path, at=AT)

    assert list(tmp_path.iterdir()) == []


def test_folder_that_is_missing_is_named(source, tmp_path):
    with pytest.raises(BackupFailed, match="missing/b.tar"):
        back_up(tmp_path / "missing" / "b.tar", database=database(source), media=tmp_path, keys=tmp_path, at=AT)


def test_place_that_is_not_empty_is_left_alone(backup, tmp_path):
    (tmp_path / "theirs").write_text("kept")

    with pytest.raises(BackupFailed, match="is not empty"):
        restore(backup, tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["theirs"]


def test_place_that_is_a_file_is_left_alone(backup, tmp_path):
    (tmp_path / "file").write_text("kept")

    with pytest.raises(BackupFailed, match="is not empty"):
        restore(backup, tmp_path / "file")

    assert (tmp_path / "file").read_text() == "kept"


def flip(content, position):
    changed = bytearray(content)
    changed[position] ^= 0x40
    return bytes(changed)


DAMAGE = {
    "truncated": lambda content: content[: len(content) // 2],
    "last line missing": lambda content: content[: -archive.TRAILER_SIZE],
    "empty": lambda content: b"",
    "flipped in the dump": lambda content: flip(content, content.index(b"PGDMP") + 900),
    "flipped in the manifest": lambda content: flip(content, content.index(b"created_at") + 15),
    "flipped in the padding": lambda content: flip(content, -archive.TRAILER_SIZE - 3),
    "something else": lambda content: b"PK\x03\x04" + content[4:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_archive_touches_nothing(backup, tmp_path, damage):
    bad = tmp_path / "bad.tar"
    bad.write_bytes(damage(backup.read_bytes()))

    with pytest.raises(BackupFailed, match="bad.tar cannot be restored"):
        restore(bad, tmp_path / "home")

    assert [path.name for path in tmp_path.iterdir()] == ["bad.tar"]


def test_archive_that_is_missing_is_named(tmp_path):
    with pytest.raises(BackupFailed, match="No such file.*missing.tar"):
        restore(tmp_path / "missing.tar", tmp_path / "home")


def test_archive_without_a_database_is_refused(tmp_path):
    (tmp_path / "act.pdf").touch()
    archive.write(tmp_path / "b.tar", [("media/act.pdf", tmp_path / "act.pdf")], {})

    with pytest.raises(BackupFailed, match="it holds no database"):
        restore(tmp_path / "b.tar", tmp_path / "home")


def test_member_without_a_place_is_refused(make_home):
    file = make_home("strange.tar")
    (make_home("x")).touch()
    archive.write(file, [("database.dump", make_home("x")), ("postgres/pg_hba.conf", make_home("x"))], {})

    with pytest.raises(BackupFailed, match="'postgres/pg_hba.conf' has no place in a portal"):
        restore(file, make_home("nowhere"))

    assert not make_home("nowhere").exists()


def test_dump_that_the_database_refuses_leaves_nothing(make_home):
    file = make_home("refused.tar")
    make_home("y").write_bytes(b"PGDMP but no more")
    archive.write(file, [("database.dump", make_home("y"))], {})

    with pytest.raises(BackupFailed, match="pg_restore failed"):
        restore(file, make_home("refused"))

    assert not make_home("refused").exists()
    assert not list(make_home("refused").parent.glob(".refused*"))


def test_password_is_no_part_of_the_address():
    entry = {"USER": "po@rtal", "PASSWORD": "secret", "NAME": "portal", "HOST": "db.example", "PORT": "5433"}

    assert database_url(entry) == "postgresql://po%40rtal@/portal?host=db.example&port=5433"
