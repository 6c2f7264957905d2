"""Documents that are ZIP archives: those of Word, Excel, PowerPoint (OOXML) and of LibreOffice (ODF).

Checked before anything is unpacked: that the archive is the whole file, how large its directory is, how many
members it has and what sizes they state. Then every member is read through once, counting what really comes out,
because a directory may lie (threats.md, A13 and L11).
"""

import struct
import zipfile
import zlib
from typing import BinaryIO

from surveys.file_types.refused import Refused

MOST_MEMBERS = 5_000
MOST_DIRECTORY = 1 << 20
MOST_UNPACKED = 200_000_000
MOST_CONTENT_TYPES = 1 << 20
CHUNK = 1 << 16
END = struct.Struct("<4s4H2LH")
END_WITHIN = (1 << 16) + END.size
LOCATOR_OF_LARGE = b"PK\x06\x07"
LOCATOR_SIZE = 20
IS_LOCKED = 0x1
# Only these two can be unpacked a piece at a time, so that memory stays bounded.
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    RuntimeError,
    OverflowError,
)
OOXML = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    f"{family}.main+xml".encode(): f"{OOXML}.{family}"
    for family in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
}
ODF = {
    b"application/vnd.oasis.opendocument.text",
    b"application/vnd.oasis.opendocument.spreadsheet",
}
ACTIVE_NAMES = ("vbaproject.bin", "vbadata.xml")
ACTIVE_FOLDERS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "xl/macrosheets/", "ppt/activex/")


def package(file: BinaryIO) -> str:
    """The media type of a document in a ZIP archive. Raises Refused."""
    refuse_odd_ends(file)
    try:
        with zipfile.ZipFile(file) as archive:
            refuse_odd_members(archive.infolist())
            media_type = kind_of(archive)
            refuse_bombs(archive)
    except FAULTS as fault:
        raise Refused("damaged") from fault
    return media_type


def refuse_odd_ends(file: BinaryIO) -> None:
    """Raise Refused unless the archive begins and ends with the file and has a directory of bounded size."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END_WITHIN - LOCATOR_SIZE))
    tail = file.read()
    where = tail.rfind(b"PK\x05\x06")
    if where < 0 or len(tail) - where < END.size:
        raise Refused("damaged")
    *_numbers, length, offset, comment = END.unpack_from(tail, where)
    if tail[max(0, where - LOCATOR_SIZE) : where].startswith(LOCATOR_OF_LARGE) or length > MOST_DIRECTORY:
        raise Refused("unpacks_too_large", most=MOST_UNPACKED // 1_000_000)
    if where + END.size + comment != len(tail) or offset + length != size - len(tail) + where:
        raise Refused("two_kinds")


def refuse_odd_members(members: list[zipfile.ZipInfo]) -> None:
    """Raise Refused for what the directory says of its members: locked, too many, too large, of odd names."""
    if any(member.flag_bits & IS_LOCKED for member in members):
        raise Refused("locked")
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused("unpacks_too_large", most=MOST_UNPACKED // 1_000_000)
    names = [member.filename for member in members]
    if len(set(names)) < len(names) or any(member.compress_type not in METHODS for member in members):
        raise Refused("damaged")
    if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
        raise Refused("damaged")


def kind_of(archive: zipfile.ZipFile) -> str:
    """Which document the archive holds. Raises Refused."""
    names = [name.lower() for name in archive.namelist()]
    if any(name.endswith(ACTIVE_NAMES) or name.startswith(ACTIVE_FOLDERS) for name in names):
        raise Refused("active")
    first = archive.infolist()[:1]
    if first and first[0].filename == "mimetype":
        return open_document(archive, first[0])
    if "[Content_Types].xml" not in archive.namelist():
        raise Refused("type_not_taken")
    return office_document(first_bytes(archive, "[Content_Types].xml"))


def office_document(content_types: bytes) -> str:
    """The media type by the main part that the list of content types names; exactly one. Raises Refused."""
    if b"macroEnabled" in content_types:
        raise Refused("active")
    found = [media_type for mark, media_type in MAIN_PARTS.items() if mark in content_types]
    if len(found) > 1:
        raise Refused("two_kinds")
    if not found:
        raise Refused("type_not_taken")
    return found[0]


def open_document(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """The media type that the first member says. Raises Refused."""
    said = first_bytes(archive, member.filename)
    if "[Content_Types].xml" in archive.namelist():
        raise Refused("two_kinds")
    if said not in ODF or "content.xml" not in archive.namelist():
        raise Refused("type_not_taken")
    return said.decode("ascii")


def first_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a member, as much as a list of content types can have."""
    with archive.open(name) as content:
        return content.read(MOST_CONTENT_TYPES)


def refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Read every member to its end, its checksum included. Raises Refused once too much has come out."""
    unpacked = 0
    for member in archive.infolist():
        with archive.open(member) as content:
            while chunk := content.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > MOST_UNPACKED:
                    raise Refused("unpacks_too_large", most=MOST_UNPACKED // 1_000_000)
