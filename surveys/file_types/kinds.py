"""Which kind of file something is, by its content alone; neither its name nor the browser's word decides.

Nothing is executed, rendered or unpacked to disk. The rules come from threats.md, A11, A13 and A24: what two
programs would read as two kinds is refused, and so is what cannot be read to its end.
"""

import re
from collections.abc import Callable
from typing import BinaryIO

from surveys.file_types.images import jpeg, png, tiff
from surveys.file_types.packages import package
from surveys.file_types.refused import Refused
from surveys.file_types.texts import pdf, plain_text, rtf

# Media type and the extensions a name of it may have; the first is the one that a name without any gets.
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/tiff": ("tif", "tiff"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ("pptx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "application/rtf": ("rtf",),
    "text/plain": ("txt",),
}
READERS: tuple[tuple[bytes, Callable[[BinaryIO], str]], ...] = (
    (b"%PDF-", pdf),
    (b"\x89PNG\r\n\x1a\n", png),
    (b"\xff\xd8\xff", jpeg),
    (b"II*\x00", tiff),
    (b"MM\x00*", tiff),
    (b"PK\x03\x04", package),
    (b"{\\rtf", rtf),
)
HEAD = 4096
CHUNK = 1 << 16
# Readers of PDF look for its header in the first 1,024 bytes, those of ZIP for its end in the last 65,557.
PDF_HEADER_WITHIN = 1024
ZIP_END_WITHIN = 65_557
# Long enough not to occur by chance in the compressed pixels of twenty megabytes.
SCRIPT = re.compile(rb"<script[\s>/]|<html[\s>]|<!doctype html|<\?php\s", re.IGNORECASE)
LONGEST_MARK = 16


def media_type_of(file: BinaryIO) -> str:
    """The media type of the file (a key of EXTENSIONS), read from its first byte to its last. Raises Refused."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise Refused("empty")
    reader = next((reader for begins, reader in READERS if head.startswith(begins)), None)
    if reader is None and b"%PDF-" in head[:PDF_HEADER_WITHIN]:
        raise Refused("two_kinds")
    media_type = (reader or plain_text)(file)
    refuse_second_kind(file, head, media_type)
    return media_type


def refuse_second_kind(file: BinaryIO, head: bytes, media_type: str) -> None:
    """Raise Refused for a file that another program would open as something else."""
    if b"%PDF-" in head[1:PDF_HEADER_WITHIN]:
        raise Refused("two_kinds")
    if media_type in {"application/pdf", "text/plain", "application/rtf"} or media_type.startswith("image/"):
        size = file.seek(0, 2)
        file.seek(max(0, size - ZIP_END_WITHIN))
        if b"PK\x05\x06" in file.read():
            raise Refused("two_kinds")
    if media_type.startswith(("image/", "text/")):
        refuse_scripts(file)


def refuse_scripts(file: BinaryIO) -> None:
    """Raise Refused for a file in which a browser could find a page or a script."""
    file.seek(0)
    kept = b""
    while chunk := file.read(CHUNK):
        if SCRIPT.search(kept + chunk):
            raise Refused("two_kinds")
        kept = chunk[-LONGEST_MARK:]


def refuse_other_name(name: str, media_type: str) -> None:
    """Raise Refused for a name whose extension says another kind; a name without one says nothing."""
    extension = extension_of(name)
    if extension and extension not in EXTENSIONS[media_type]:
        raise Refused("name_and_content_differ", extension=extension)


def extension_of(name: str) -> str:
    """What follows the last full stop, in small letters; nothing for what cannot be an extension, as in "No. 12"."""
    stem, dot, extension = name.rpartition(".")
    is_one = bool(dot and stem) and extension.isascii() and extension.isalnum() and len(extension) <= 10
    return extension.lower() if is_one and not extension.isdecimal() else ""
