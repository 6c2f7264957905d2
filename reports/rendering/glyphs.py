"""What the fonts of the portal can draw. A file that promises to be readable by everyone (PDF/UA) may not hold an
empty box, so that a letter of a script without a font is told by its code, never dropped."""

import struct
from functools import lru_cache
from pathlib import Path

from reports.rendering.blocks import printable
from reports.rendering.fonts import DIRECTORIES

COLLECTION = b"ttcf"
# The one stands for the other since Unicode 3.2; the first may not stand in PDF/UA.
BYTE_ORDER_MARK, WORD_JOINER = "\ufeff", "\u2060"
# Formats of the table `cmap`: segments of the basic plane, and groups of all planes.
SEGMENTS, GROUPS = 4, 12


def drawable(text: str) -> str:
    """The text with each letter that no font has as its code, such as [U+0E01]."""
    known, text = letters(), printable(text).replace(BYTE_ORDER_MARK, WORD_JOINER)
    if known.issuperset(map(ord, text)):
        return text
    return "".join(letter if ord(letter) in known else f"[U+{ord(letter):04X}]" for letter in text)


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """The code points that at least one font has, and those that are never drawn."""
    found = {0x09, 0x0A}
    for directory in DIRECTORIES:
        for path in sorted(Path(directory).glob("*.tt[cf]")):
            found |= letters_of(path.read_bytes())
    return frozenset(found)


def letters_of(font: bytes) -> set[int]:
    """The code points of a font file; of a collection those of its first font."""
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == COLLECTION else 0
    tables = struct.unpack_from(">H", font, start + 4)[0]
    entries = (struct.unpack_from(">4sIII", font, start + 12 + 16 * place) for place in range(tables))
    cmap = next(offset for name, _checksum, offset, _length in entries if name == b"cmap")
    found: set[int] = set()
    for place in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        offset = struct.unpack_from(">I", font, cmap + 4 + 8 * place + 4)[0]
        found |= mapped(font, cmap + offset)
    return found


def mapped(font: bytes, start: int) -> set[int]:
    """The code points of one subtable; none of the formats that repeat what these two say."""
    kind = struct.unpack_from(">H", font, start)[0]
    if kind == GROUPS:
        groups = struct.unpack_from(">I", font, start + 12)[0]
        spans = (struct.unpack_from(">II", font, start + 16 + 12 * place) for place in range(groups))
        return {code for first, last in spans for code in range(first, last + 1)}
    if kind == SEGMENTS:
        count = struct.unpack_from(">H", font, start + 6)[0] // 2
        lasts = struct.unpack_from(f">{count}H", font, start + 14)
        firsts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
        return {code for first, last in zip(firsts, lasts, strict=True) for code in range(first, last + 1)}
    return set()
