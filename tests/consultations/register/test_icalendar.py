"""Calendars as programs read them, read back by a strict reader of our own."""

import re
from datetime import UTC, date, datetime

import pytest

from consultations.register.icalendar import Entry, calendar, escaped, folded

ENTRY = Entry(
    uid="consultation-1@example.org",
    summary="A meeting",
    first=date(2003, 7, 2),
    last=date(2003, 7, 4),
    status="CONFIRMED",
    changed_at=datetime(2004, 2, 11, 8, 30, tzinfo=UTC),
    changes=2,
)
NAME = re.compile(r"[A-Z-]+(;[A-Z-]+=[A-Z0-9-]+)*:")


def read(content):
    """The lines of a calendar, unfolded. Fails on what RFC 5545 does not allow."""
    assert content.endswith(b"\r\n")
    raw = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in raw)
    assert not any(b"\n" in line or b"\r" in line for line in raw)
    for line in raw:
        line.decode()
    lines = []
    for line in raw:
        if line.startswith(b" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    texts = [line.decode() for line in lines]
    assert all(NAME.match(text) for text in texts)
    return texts


def value(content, name):
    """The text of a property, without its escapes."""
    line = next(line for line in read(content) if line.startswith(f"{name}:"))
    signs = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
    return re.sub(r"\\[n,;\\]", lambda found: signs[found[0]], line.split(":", 1)[1])


def test_an_entry_takes_whole_days_and_ends_the_day_after():
    assert read(calendar("Consultations", [ENTRY])) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//International Labour Office//Survey portal//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Consultations",
        "X-WR-CALNAME:Consultations",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "BEGIN:VEVENT",
        "UID:consultation-1@example.org",
        "DTSTAMP:20040211T083000Z",
        "LAST-MODIFIED:20040211T083000Z",
        "SEQUENCE:2",
        "DTSTART;VALUE=DATE:20030702",
        "DTEND;VALUE=DATE:20030705",
        "SUMMARY:A meeting",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Rome, Italy; and \\ elsewhere",
        "first line\nsecond line",
        "استشارة ثلاثية إقليمية بشأن هجرة اليد العاملة في آسيا والمحيط الهادئ والدول العربية",
        "国际劳工移民三方协商会议" * 12,
        "x" * 300,
        "🌍" * 40,
    ],
)
def test_a_text_comes_back_as_it_was(words):
    entry = Entry(**{**ENTRY.__dict__, "summary": words})

    assert value(calendar("Consultations", [entry]), "SUMMARY") == words


def test_signs_that_no_text_may_hold_are_left_out():
    assert escaped("a\x00b\x07c\r\nd") == "abc\\nd"


@pytest.mark.parametrize("length", [73, 74, 75, 76, 77, 149, 150, 151])
def test_a_line_is_folded_at_75_octets(length):
    line = "é" * (length // 2) + "x" * (length % 2)

    pieces = folded(line)[:-2].split(b"\r\n")

    assert max(map(len, pieces)) <= 75
    assert pieces[0] + b"".join(piece[1:] for piece in pieces[1:]) == line.encode()


def test_an_empty_calendar_is_one_too():
    assert read(calendar("Nothing", []))[-1] == "END:VCALENDAR"
