"""Write a file so that it is there whole or not at all, and remove what a crash left behind."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from surveys.actions.attachments import sync

CHUNK = 1 << 20


@dataclass(frozen=True)
class Written:
    """A file on disk: where, its SHA-256 and its size in bytes."""

    path: Path
    digest: str
    size: int


@contextmanager
def written(folder: Path, write: Callable[[Path], None]) -> Iterator[Written]:
    """Write a file under a random name in `folder`; it stays only when the block ends well.

    `write` gets another name, which becomes the final one when every byte is on disk.
    """
    name = token_hex(16)
    draft, target = folder / f".{name}.part", folder / name[:2] / name
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        write(draft)
        size = draft.stat().st_size
        digest = digest_of(draft)
        settle(draft, target)
        yield Written(target, digest, size)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        draft.unlink(missing_ok=True)


def settle(draft: Path, target: Path) -> None:
    """Give a file that is written its final name, with all bytes and both names on disk."""
    draft.chmod(0o640)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    sync(target.parent)
    sync(draft.parent)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
