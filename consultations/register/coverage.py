"""What has been covered: region by constituent group by theme, as of a day. Knows no framework.

Rows in, cells out. What states no region, no group or no theme stands in lines of its own (`NOT_STATED`), so that
nothing vanishes; only the cells that have a region, a group and a theme are asked for, and counted as empty.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from consultations.register.standing import Status

NOT_STATED = ""
# The table in which the theme does not matter.
WHATEVER = "*"


class State(StrEnum):
    """What a cell tells, the first that is true: something was held or goes on; planned; planned, and no record of it
    though its time is past; nothing."""

    HELD = "held"
    PLANNED = "planned"
    UNRECORDED = "unrecorded"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Covered:
    """A consultation as of the day: its standing then, what it was for and about, and the numbers of the chapters
    that use its outcomes."""

    code: str
    standing: Status
    regions: Sequence[str] = ()
    groups: Sequence[str] = ()
    themes: Sequence[str] = ()
    chapters: Sequence[int] = ()


@dataclass(frozen=True)
class Cell:
    """A region, a group and a theme: how many consultations stand where, which they are, which chapters use them."""

    region: str
    group: str
    theme: str
    counts: Mapping[Status, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    chapters: tuple[int, ...] = ()

    @property
    def state(self) -> State:
        """What the cell tells. What was cancelled covers nothing."""
        if self.counts.get(Status.HELD) or self.counts.get(Status.CONTINUING):
            return State.HELD
        if self.counts.get(Status.PLANNED):
            return State.PLANNED
        return State.UNRECORDED if self.counts.get(Status.UNRECORDED) else State.NOTHING

    @property
    def is_empty(self) -> bool:
        """Whether nothing covers it."""
        return self.state == State.NOTHING

    @property
    def is_asked(self) -> bool:
        """Whether it has a region, a group and a theme, and so is one of those that ought to be covered."""
        return NOT_STATED not in (self.region, self.group, self.theme)


@dataclass(frozen=True)
class Coverage:
    """All cells, by region, group and theme, `NOT_STATED` and `WHATEVER` among them; how many consultations there are
    and how many of them state no region, no group, no theme."""

    regions: Sequence[str]
    groups: Sequence[str]
    themes: Sequence[str]
    cells: Mapping[tuple[str, str, str], Cell]
    number: int
    without: Mapping[str, int]

    def table(self, theme: str) -> list[tuple[str, list[Cell]]]:
        """The lines of one theme's table: the region, and its cells in the order of the groups."""
        return [
            (region, [self.cells[region, group, theme] for group in (*self.groups, NOT_STATED)])
            for region in (*self.regions, NOT_STATED)
        ]

    def asked(self, themes: Iterable[str] | None = None) -> list[Cell]:
        """The cells that ought to be covered: of these themes, else of each."""
        wanted = self.themes if themes is None else themes
        return [
            self.cells[region, group, theme] for theme, region, group in product(wanted, self.regions, self.groups)
        ]

    def empty(self, themes: Iterable[str] | None = None) -> list[Cell]:
        """Those of them that nothing covers: the point of the matrix."""
        return [cell for cell in self.asked(themes) if cell.is_empty]


def coverage(
    rows: Iterable[Covered], *, regions: Sequence[str], groups: Sequence[str], themes: Sequence[str]
) -> Coverage:
    """The matrix of these consultations. A code that is none of those given counts as not stated."""
    found: dict[tuple[str, str, str], list[Covered]] = {}
    without: Counter[str] = Counter()
    number = 0
    for row in rows:
        number += 1
        stated = {
            "regions": known(row.regions, regions),
            "groups": known(row.groups, groups),
            "themes": known(row.themes, themes),
        }
        without.update(name for name, codes in stated.items() if codes == [NOT_STATED])
        for place in product(stated["regions"], stated["groups"], [*stated["themes"], WHATEVER]):
            found.setdefault(place, []).append(row)
    places = product((*regions, NOT_STATED), (*groups, NOT_STATED), (*themes, NOT_STATED, WHATEVER))
    cells = {place: cell_of(place, found.get(place, [])) for place in places}
    return Coverage(regions, groups, themes, cells, number, without)


def known(codes: Sequence[str], all_codes: Sequence[str]) -> list[str]:
    """Those of the codes that there are, each once; where none is left, that none is stated."""
    return [code for code in dict.fromkeys(codes) if code in all_codes] or [NOT_STATED]


def cell_of(place: tuple[str, str, str], rows: Sequence[Covered]) -> Cell:
    """The cell at region, group and theme with these consultations in it."""
    region, group, theme = place
    return Cell(
        region,
        group,
        theme,
        counts=Counter(row.standing for row in rows),
        codes=tuple(row.code for row in rows),
        chapters=tuple(sorted({number for row in rows for number in row.chapters})),
    )
