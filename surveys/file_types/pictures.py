"""Pages of scans as pictures, so that they can stand beside a form while the files themselves are only ever saved
(threats.md, A11). Another process reads the file, with little memory and little time."""

import subprocess
import sys
from pathlib import Path

DRAWN = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
SECONDS = 20
DRAWING = str(Path(__file__).with_name("drawing.py"))


class NotDrawn(ValueError):
    """The page cannot be shown: the file is of another kind, is damaged, has no such page, or takes too long."""


def page_count(path: str, media_type: str) -> int:
    """How many pages the file at `path` has. Raises NotDrawn."""
    return int(drawn(path, media_type, 0))


def page_picture(path: str, media_type: str, number: int) -> bytes:
    """Page `number` (from one) of the file at `path`, as the bytes of a PNG. Raises NotDrawn."""
    if number < 1:
        raise NotDrawn(number)
    return drawn(path, media_type, number)


def drawn(path: str, media_type: str, number: int) -> bytes:
    """What the drawing process wrote."""
    if media_type not in DRAWN:
        raise NotDrawn(media_type)
    command = [sys.executable, "-I", DRAWING, media_type, path, str(number)]
    try:
        return subprocess.run(command, capture_output=True, check=True, timeout=SECONDS).stdout  # noqa: S603
    except subprocess.SubprocessError as fault:
        raise NotDrawn(number) from fault
