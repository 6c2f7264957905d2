import hashlib
import io
import json
import stat
import tarfile

import pytest

from ilc_migration import archive
from ilc_migration.archive import Damaged

FACTS = {"created_at": "2004-04-30T12:00:00+00:00"}


@pytest.fixture
def written(tmp_path):
    """An archive of two files."""
    (tmp_path / "one").write_bytes(b"first" * 400)
    (tmp_path / "two").write_bytes(b"")
    path = tmp_path / "archive.tar"
    archive.write(path, [("database.dump", tmp_path / "one"), ("media/a/Überblick.pdf", tmp_path / "two")], FACTS)
    return path


def forge(path, *members, manifest=None):
    """Write an archive with a right digest at its end, as somebody who means harm would."""
    with path.open("wb") as file, tarfile.open(fileobj=file, mode="w") as tar:
        for info, content in members:
            info.size = len(content) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(content))
        if manifest is not None:
            info = tarfile.TarInfo(archive.MANIFEST)
            content = json.dumps(manifest).encode()
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    content = path.read_bytes()
    path.write_bytes(content + archive.TRAILER % hashlib.sha256(content).hexdigest().encode())
    return path


def listed(**contents):
    return {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in contents.items()
    }


def test_manifest_names_every_member_with_size_and_digest(written):
    manifest = archive.check(written)

    assert manifest == {
        "format": 1,
        **FACTS,
        "members": {
            "database.dump": {"size": 2000, "sha256": hashlib.sha256(b"first" * 400).hexdigest()},
            "media/a/Überblick.pdf": {"size": 0, "sha256": hashlib.sha256(b"").hexdigest()},
        },
    }


def test_gives_back_what_it_took(written, tmp_path):
    archive.extract(written, lambda name: tmp_path / name.replace("/", "-"))

    assert (tmp_path / "database.dump").read_bytes() == b"first" * 400
    assert (tmp_path / "media-a-Überblick.pdf").read_bytes() == b""


def test_ordinary_tar_reads_it(written):
    with tarfile.open(written) as tar:
        assert tar.getnames() == ["database.dump", "media/a/Überblick.pdf", "manifest.json"]


def test_is_its_owners_alone(written):
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_replaces_nothing(written, tmp_path):
    before = written.read_bytes()

    with pytest.raises(FileExistsError):
        archive.write(written, [("database.dump", tmp_path / "two")], FACTS)

    assert written.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))


def test_no_byte_can_change(written):
    content = written.read_bytes()

    for position in range(0, len(content), 97):
        changed = bytearray(content)
        changed[position] ^= 1
        written.write_bytes(changed)
        with pytest.raises(Damaged):
            archive.check(written)


@pytest.mark.parametrize("kept", [0, 1, 71, 72, 512, -1, -72, -512])
def test_no_byte_can_be_missing(written, kept):
    written.write_bytes(written.read_bytes()[:kept])

    with pytest.raises(Damaged, match="cut short, changed, or no backup"):
        archive.check(written)


def test_nothing_can_follow(written):
    written.write_bytes(written.read_bytes() + b"\n")

    with pytest.raises(Damaged):
        archive.check(written)


@pytest.mark.parametrize("name", ["../keys", "/etc/passwd", "media/../../x", "media//x", "./x"])
def test_member_that_would_leave_its_place_is_refused(tmp_path, name):
    path = forge(tmp_path / "bad", (tarfile.TarInfo(name), b"x"), manifest={"format": 1, "members": {}})

    with pytest.raises(Damaged, match="is no name of a member"):
        archive.check(path)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_member_that_is_no_plain_file_is_refused(tmp_path, kind):
    info = tarfile.TarInfo("media/x")
    info.type, info.linkname = kind, "/etc/passwd"
    path = forge(tmp_path / "bad", (info, b""), manifest={"format": 1, "members": listed(**{"media/x": b""})})

    with pytest.raises(Damaged, match="'media/x' is not a plain file"):
        archive.check(path)


@pytest.mark.parametrize(
    "members",
    [listed(a=b"1"), listed(a=b"1", b=b"2", c=b"3"), listed(a=b"1", b=b"3"), listed(a=b"1", B=b"2")],
    ids=["unlisted", "missing", "changed", "renamed"],
)
def test_manifest_that_does_not_fit_is_refused(tmp_path, members):
    files = ((tarfile.TarInfo("a"), b"1"), (tarfile.TarInfo("b"), b"2"))
    path = forge(tmp_path / "bad", *files, manifest={"format": 1, "members": members})

    with pytest.raises(Damaged, match=r"^not as the manifest says: (b|c|B, b)$"):
        archive.check(path)


def test_same_name_twice_is_refused(tmp_path):
    files = ((tarfile.TarInfo("a"), b"1"), (tarfile.TarInfo("a"), b"2"))
    path = forge(tmp_path / "bad", *files, manifest={"format": 1, "members": listed(a=b"2")})

    with pytest.raises(Damaged):
        archive.check(path)


@pytest.mark.parametrize("manifest", [None, {"format": 2, "members": {}}, {}])
def test_manifest_of_another_version_is_refused(tmp_path, manifest):
    path = forge(tmp_path / "bad", manifest=manifest)

    with pytest.raises(Damaged, match="no manifest that this version can read"):
        archive.check(path)
