"""A calendar as calendar programs read it (RFC 5545). Knows no framework.

Every entry takes whole days: a register of meetings has no hours. A month is a span of all its days, and its summary
says that the exact days are not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 75
PRODUCT = "-//International Labour Office//Survey portal//EN"


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `first` and `last` are both included; `status` is a word of the RFC, such as
    TENTATIVE; `changes` counts how often it was changed since it was entered."""

    uid: str
    summary: str
    first: date
    last: date
    status: str
    changed_at: datetime
    changes: int = 0
    place: str = ""
    description: str = ""
    address: str = ""


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar of this name with these entries, as UTF-8 with lines of at most 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for entry in entries:
        lines += event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def event(entry: Entry) -> list[str]:
    """The lines of one entry, not folded yet; the end of a span of days is the day after its last."""
    stamp = entry.changed_at.strftime("%Y%m%dT%H%M%SZ")
    texts = {"LOCATION": entry.place, "DESCRIPTION": entry.description}
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        f"SEQUENCE:{entry.changes}",
        f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.last + timedelta(1):%Y%m%d}",
        f"SUMMARY:{escaped(entry.summary)}",
        *(f"{name}:{escaped(text)}" for name, text in texts.items() if text),
        *([f"URL:{entry.address}"] if entry.address else []),
        f"STATUS:{entry.status}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """A text as the value of a property: backslash, semicolon, comma and newlines mean something there."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(letter for letter in plain if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, each after the first behind a blank; no letter is divided."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
