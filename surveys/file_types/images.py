"""Pictures: PNG, JPEG and TIFF, walked through by their own lengths; no pixel is unpacked."""

import struct
from typing import BinaryIO

from surveys.file_types.refused import Refused

MOST_PARTS = 100_000
MOST_PAGES = 10_000
# Bytes for each value of the types 1 to 12 of TIFF.
TIFF_SIZES = (0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8)
STANDS_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
START_OF_SCAN = 0xDA
END_OF_IMAGE = b"\xff\xd9"
CHUNK = 1 << 16


def size_of(file: BinaryIO) -> int:
    """The length of the file in bytes."""
    return file.seek(0, 2)


def png(file: BinaryIO) -> str:
    """PNG: chunk after chunk to IEND, which is the end of the file. Raises Refused."""
    size, position = size_of(file), 8
    for number in range(MOST_PARTS):
        file.seek(position)
        header = file.read(8)
        if len(header) < 8 or (number == 0) != (header[4:] == b"IHDR"):
            raise Refused("damaged")
        position += 12 + int.from_bytes(header[:4], "big")
        if position > size:
            raise Refused("damaged")
        if header[4:] == b"IEND":
            if position < size:
                raise Refused("two_kinds")
            return "image/png"
    raise Refused("damaged")


def jpeg(file: BinaryIO) -> str:
    """JPEG: segment after segment to the first scan, and after it the end of the image.

    What telephones write behind that end is let be. Raises Refused.
    """
    size, position = size_of(file), 2
    for _number in range(MOST_PARTS):
        file.seek(position)
        header = file.read(4)
        if len(header) < 4 or header[0] != 0xFF:
            break
        if header[1] == 0xFF or header[1] in STANDS_ALONE:
            position += 1 if header[1] == 0xFF else 2
            continue
        position += 2 + int.from_bytes(header[2:], "big")
        if position > size:
            break
        if header[1] == START_OF_SCAN and has_after(file, position, END_OF_IMAGE):
            return "image/jpeg"
        if header[1] == START_OF_SCAN:
            break
    raise Refused("damaged")


def has_after(file: BinaryIO, position: int, mark: bytes) -> bool:
    """Whether the mark of two bytes occurs at or after the position."""
    file.seek(position)
    last = b""
    while chunk := file.read(CHUNK):
        if mark in last + chunk:
            return True
        last = chunk[-1:]
    return False


def tiff(file: BinaryIO) -> str:
    """TIFF: directory after directory, each of whose values lies inside the file. Raises Refused."""
    size = size_of(file)
    file.seek(0)
    order = "<" if file.read(4)[:1] == b"I" else ">"
    seen: set[int] = set()
    offset = number_at(file, order, 4)
    while offset:
        if offset in seen or len(seen) == MOST_PAGES:
            raise Refused("damaged")
        seen.add(offset)
        offset = next_directory(file, order, offset, size)
    if not seen:
        raise Refused("damaged")
    return "image/tiff"


def next_directory(file: BinaryIO, order: str, offset: int, size: int) -> int:
    """The place of the directory after this one, 0 after the last. Raises Refused."""
    file.seek(offset)
    count = int.from_bytes(read_whole(file, 2), "little" if order == "<" else "big")
    entries = read_whole(file, 12 * count)
    for _tag, kind, values, where in struct.iter_unpack(f"{order}HHII", entries):
        length = values * (TIFF_SIZES[kind] if kind < len(TIFF_SIZES) else 1)
        if length > 4 and where + length > size:
            raise Refused("damaged")
    return number_at(file, order, offset + 2 + 12 * count)


def number_at(file: BinaryIO, order: str, offset: int) -> int:
    """The number of four bytes at this place. Raises Refused."""
    file.seek(offset)
    return int(struct.unpack(f"{order}I", read_whole(file, 4))[0])


def read_whole(file: BinaryIO, length: int) -> bytes:
    """This many bytes. Raises Refused where the file ends before."""
    content = file.read(length)
    if len(content) < length:
        raise Refused("damaged")
    return content
