"""The name of a file as people see it; on disk it has another (threats.md, A24)."""

import re
import unicodedata

from surveys.file_types.kinds import EXTENSIONS, extension_of

LONGEST_NAME = 150
UNNAMED = "file"
# The marks that turn the direction of what follows: they make "fdp.exe" read as "exe.pdf". Others stay, Arabic names
# need them.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_name(name: str, media_type: str = "") -> str:
    """The name without path, control characters and turning marks, in NFC, at most 150 characters.

    A name without an extension gets the one of the media type, if that is given.
    """
    text = TURNING.sub("", unicodedata.normalize("NFC", name))
    text = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in text)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cs")
    text = " ".join(re.split(r"[/\\]", text)[-1].split()).strip(". ")
    extension = extension_of(text)
    stem = text[: -len(extension) - 1] if extension else text
    ending = extension or (EXTENSIONS[media_type][0] if media_type else "")
    ending = f".{ending}" if ending else ""
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending)].rstrip() or UNNAMED
    return f"{stem}{ending}"
