"""One file that holds a portal: a tar archive with a manifest, closed by a digest of every byte before it.

The manifest names each member with its size and SHA-256. The line after the archive's end, which tar ignores,
makes one flipped or missing byte anywhere enough to refuse the file.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
TRAILER = b"\nsha256 %s\n"
TRAILER_SIZE = len(TRAILER % bytes(64))
CHUNK = 1 << 20


class Damaged(Exception):
    """The file is not a whole archive of ours; the message says what gives it away."""


@dataclass
class Hashing:
    """A file that counts and digests what passes through it."""

    file: IO[bytes]

    def __post_init__(self) -> None:
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        return self._passed(self.file.read(size))

    def write(self, data: bytes) -> int:
        self._passed(data)
        return self.file.write(data)

    def _passed(self, data: bytes) -> bytes:
        self.digest.update(data)
        self.size += len(data)
        return data


def write(path: Path, members: Iterable[tuple[str, Path]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write `members` (name, file) and a manifest with `facts` to `path`; return the manifest.

    Readable by its owner only, on disk before this returns, and under its name only when whole. Raises
    FileExistsError rather than replace a file.
    """
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
        stream = Hashing(file)
        with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
            listed = {name: _add(tar, name, source) for name, source in members}
            manifest = {"format": FORMAT, **facts, "members": listed}
            _add_bytes(tar, MANIFEST, json.dumps(manifest, indent=2).encode())
        file.write(TRAILER % stream.digest.hexdigest().encode())
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    return manifest


def check(path: Path) -> dict[str, Any]:
    """Return the manifest of a whole archive, every byte of which was read; raises Damaged."""
    with path.open("rb") as file:
        _check_trailer(file, path.stat().st_size)
        file.seek(0)
        return _read_members(file, lambda name: None)


def extract(path: Path, place: Callable[[str], Path | None]) -> dict[str, Any]:
    """Write each member to `place(name)`, none for None; raises Damaged when one changed meanwhile."""
    with path.open("rb") as file:
        return _read_members(file, place)


def _add(tar: tarfile.TarFile, name: str, source: Path) -> dict[str, Any]:
    with source.open("rb") as file:
        info = tarfile.TarInfo(name)
        status = os.fstat(file.fileno())
        info.size, info.mtime, info.mode = status.st_size, int(status.st_mtime), 0o600
        content = Hashing(file)
        tar.addfile(info, content)
    return {"size": content.size, "sha256": content.digest.hexdigest()}


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _check_trailer(file: IO[bytes], size: int) -> None:
    content = Hashing(file)
    left = size - TRAILER_SIZE
    while left > 0:
        left -= len(content.read(min(CHUNK, left)))
    if file.read() != TRAILER % content.digest.hexdigest().encode():
        raise Damaged("the file is cut short, changed, or no backup")


def _read_members(file: IO[bytes], place: Callable[[str], Path | None]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(fileobj=file, mode="r:") as tar:
            for info in tar:
                if info.name == MANIFEST:
                    manifest = json.loads(_content(tar, info).read())
                    continue
                _check_name(info, found)
                found[info.name] = _copy(_content(tar, info), place(info.name))
    except (tarfile.TarError, ValueError) as fault:
        raise Damaged(f"the file is no backup ({fault})") from fault
    if manifest is None or manifest.get("format") != FORMAT:
        raise Damaged("the file has no manifest that this version can read")
    if found != manifest.get("members"):
        raise Damaged(f"not as the manifest says: {', '.join(_differing(found, manifest['members']))}")
    return manifest


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(info) if info.isreg() else None
    if content is None:
        raise Damaged(f"{info.name!r} is not a plain file")
    return content


def _check_name(info: tarfile.TarInfo, found: Mapping[str, Any]) -> None:
    parts = PurePosixPath(info.name).parts
    if info.name in found or ".." in parts or "/".join(parts) != info.name or info.name.startswith("/"):
        raise Damaged(f"{info.name!r} is no name of a member")


def _copy(content: IO[bytes], target: Path | None) -> dict[str, Any]:
    source = Hashing(content)
    with (target or Path(os.devnull)).open("wb") as file:
        while chunk := source.read(CHUNK):
            file.write(chunk)
    return {"size": source.size, "sha256": source.digest.hexdigest()}


def _differing(found: Mapping[str, Any], listed: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in {*found, *listed} if found.get(name) != listed.get(name))
