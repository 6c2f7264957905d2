"""The board's rows: which are chosen, in which order, how many of which status. Rows in, rows out."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveys.alphabet import plain, sought

NOBODY = "nobody"
ONLY_OUTSTANDING, ONLY_OVERDUE = "outstanding", "overdue"


@dataclass(frozen=True)
class Line:
    """One State as of a day, as the reader reads it.

    `names`: the State's names in every language; `counts`: which day counts for a reply on paper, empty for the
    portal; `due_on`: the day by which the reply is asked for, extensions included, None where nothing was sent.
    """

    iso3: str
    iso2: str
    name: str
    names: tuple[str, ...]
    region: str
    region_name: str
    subregion: str
    subregion_name: str
    status: str
    status_word: str
    has_return: bool = False
    is_outstanding: bool = False
    is_overdue: bool = False
    groups: frozenset[str] = frozenset()
    received_on: date | None = None
    counts: str = ""
    counts_word: str = ""
    channel: str = ""
    channel_word: str = ""
    language: str = ""
    language_name: str = ""
    staff: int | None = None
    staff_name: str = ""
    last_activity_on: date | None = None
    due_on: date | None = None
    is_extended: bool = False
    places: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Wish:
    """What the reader wants to see; an empty wish is everything. `sort` is a column, with - before it backwards."""

    q: str = ""
    region: str = ""
    subregion: str = ""
    group: str = ""
    status: str = ""
    staff: str = ""
    language: str = ""
    channel: str = ""
    only: str = ""
    sort: str = ""


# What a column is ordered by; regions, subregions and statuses stand in their own order, not in that of their words.
COLUMNS: dict[str, Callable[[Line], Any]] = {
    "state": lambda line: plain(line.name),
    "region": lambda line: line.places[:2],
    "status": lambda line: line.places[2],
    "received": lambda line: line.received_on,
    "counts": lambda line: plain(line.counts_word),
    "channel": lambda line: plain(line.channel_word),
    "language": lambda line: plain(line.language_name),
    "staff": lambda line: plain(line.staff_name),
    "activity": lambda line: line.last_activity_on,
    "due": lambda line: line.due_on,
}


def shown(lines: Iterable[Line], wish: Wish) -> list[Line]:
    """The lines that are wished for, in the order that is wished for."""
    return ordered([line for line in lines if fits(line, wish)], wish.sort)


def fits(line: Line, wish: Wish) -> bool:
    """Whether the line is one of those wished for."""
    same = (
        (wish.region, line.region),
        (wish.subregion, line.subregion),
        (wish.status, line.status),
        (wish.language, line.language),
        (wish.channel, line.channel),
        (wish.staff, NOBODY if line.staff is None else str(line.staff)),
    )
    return (
        all(wished in ("", found) for wished, found in same)
        and (not wish.group or wish.group in line.groups)
        and (wish.only != ONLY_OUTSTANDING or line.is_outstanding)
        and (wish.only != ONLY_OVERDUE or line.is_overdue)
        and is_found(line, wish.q)
    )


def is_found(line: Line, words: str) -> bool:
    """Whether every one of the words stands in one of the State's names in any language, or is one of its codes.

    Accents, capitals and signs do not count.
    """
    wanted = sought(words)
    if not wanted:
        return True
    codes = {plain(line.iso2), plain(line.iso3)}
    return wanted in codes or any(has_words(name, wanted.split()) for name in line.names)


def has_words(name: str, words: Sequence[str]) -> bool:
    """Whether each of these words stands somewhere in the name."""
    text = sought(name)
    return all(word in text for word in words)


def ordered(lines: Iterable[Line], sort: str) -> list[Line]:
    """The lines by one column, ties by name; lines that say nothing there stand last, in either direction."""
    column, backwards = COLUMNS[sort.removeprefix("-") or "state"], sort.startswith("-")
    by_name = sorted(lines, key=lambda line: (plain(line.name), line.iso3))
    full = [line for line in by_name if column(line) not in (None, "")]
    empty = [line for line in by_name if column(line) in (None, "")]
    return sorted(full, key=column, reverse=backwards) + empty


def by_status(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    """Status, word and number of States for each status that there is, in the order of a return's life."""
    lines = list(lines)
    numbers = Counter(line.status for line in lines)
    found = {line.status: line for line in lines}
    return [
        (status, line.status_word, numbers[status])
        for status, line in sorted(found.items(), key=lambda pair: pair[1].places[2])
    ]


@dataclass(frozen=True)
class Block:
    """Part of the tile map: a subregion within its region, with its States in the order of their codes."""

    region: str
    name: str
    lines: tuple[Line, ...]


def tile_map(lines: Iterable[Line]) -> list[tuple[str, list[Block]]]:
    """The States as equal tiles: regions by name, in each its subregions, all in their own order."""
    blocks: dict[tuple[int, int], list[Line]] = {}
    for line in sorted(lines, key=lambda line: (line.places[:2], line.iso3)):
        blocks.setdefault(line.places[:2], []).append(line)
    found: dict[str, list[Block]] = {}
    for members in blocks.values():
        first = members[0]
        block = Block(first.region_name, first.subregion_name, tuple(members))
        found.setdefault(first.region_name, []).append(block)
    return list(found.items())
