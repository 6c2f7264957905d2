"""PDF, RTF and plain text: that they begin and end as they must, and are nothing else as well."""

import codecs
import re
from typing import BinaryIO

from surveys.file_types.refused import Refused

CHUNK = 1 << 16
TAIL = 2048
# Control characters that no text holds; what a browser or a shell would take for a program of its own.
UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
PROGRAM = ("<!", "<?", "<html", "<svg", "<script", "#!", "%!", "gif8")
EMBEDDED = re.compile(rb"\\(?:objdata|objupdate|objocx)")
LONGEST_WORD = 16


def pdf(file: BinaryIO) -> str:
    """PDF: header at the first byte, end-of-file mark in the last 2,048 with nothing but blanks behind it.

    Raises Refused.
    """
    before, mark, after = tail_of(file).rpartition(b"%%EOF")
    if not mark:
        raise Refused("damaged")
    if after.strip(b"\x00\t\n\f\r "):
        raise Refused("two_kinds")
    return "application/pdf"


def rtf(file: BinaryIO) -> str:
    """RTF: closed at its end, without embedded objects. Raises Refused."""
    if not tail_of(file).rstrip(b"\x00\t\n\f\r ").endswith(b"}"):
        raise Refused("damaged")
    file.seek(0)
    kept = b""
    while chunk := file.read(CHUNK):
        if EMBEDDED.search(kept + chunk):
            raise Refused("active")
        kept = chunk[-LONGEST_WORD:]
    return "application/rtf"


def plain_text(file: BinaryIO) -> str:
    """Text in UTF-8 that is no page, picture or program in text form. Raises Refused."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    beginning = ""
    try:
        while chunk := file.read(CHUNK):
            text = decoder.decode(chunk)
            if UNFIT.search(text):
                raise Refused("type_not_taken")
            beginning = beginning or text.lstrip()[:32].lower()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise Refused("type_not_taken") from fault
    if beginning.startswith(PROGRAM):
        raise Refused("type_not_taken")
    return "text/plain"


def tail_of(file: BinaryIO) -> bytes:
    """The last bytes of the file."""
    file.seek(max(0, file.seek(0, 2) - TAIL))
    return file.read()
