"""Where the marks of a chart stand: days and numbers in, places out. Nothing here is drawn or worded."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTH = 12
LABEL_LINE = 18


@dataclass(frozen=True)
class Mark:
    """A vertical line of the chart, from `top` down, with its label, which runs towards the middle.

    `anchor` is SVG's, and so follows the direction of writing.
    """

    name: str
    day: date
    x: float
    top: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Tick:
    """A place on an axis: the first of a month, or a number of replies."""

    at: float
    value: date | int


@dataclass(frozen=True)
class Curve:
    """Replies received by day, as places in a box of `width` and `height`; `area` and `line` are SVG paths."""

    width: int
    height: int
    left: float
    right: float
    base: float
    numbers_x: float
    months_y: float
    line: str
    area: str
    end_x: float
    end_y: float
    total_y: float
    months: tuple[Tick, ...]
    numbers: tuple[Tick, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Box:
    """The size of a chart, and whether time runs from right to left as the reader's writing does."""

    width: int
    height: int
    is_mirrored: bool = False
    side: int = 40
    foot: int = 26


@dataclass(frozen=True)
class Scale:
    """From days and numbers to places."""

    first: date
    last: date
    most: int
    box: Box
    top: float

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        place = self.box.side + share * (self.box.width - 2 * self.box.side)
        return round(self.box.width - place if self.box.is_mirrored else place, 1)

    @property
    def base(self) -> float:
        """Where nothing stands."""
        return self.box.height - self.box.foot

    def y(self, number: int) -> float:
        """Where a number stands."""
        return round(self.base - (self.base - self.top) * number / max(self.most, 1), 1)


def received_by_day(days: Iterable[date]) -> list[tuple[date, int, int]]:
    """For each day on which something was received: how many then, and how many until then."""
    found, total = [], 0
    for day, number in sorted(Counter(days).items()):
        total += number
        found.append((day, number, total))
    return found


def curve(
    days: Iterable[date],
    *,
    first: date,
    until: date,
    of: int,
    cut_offs: Sequence[tuple[str, date]],
    box: Box,
) -> Curve:
    """The curve from `first` until the day that is looked at, of so many States asked, with the cut-offs.

    The axis goes on to the last cut-off; the curve stops at `until`, since nobody knows what comes after.
    """
    steps = received_by_day(days)
    shown = sorted(cut_offs, key=lambda cut_off: cut_off[1])
    ends = [until, first + timedelta(days=1), *(day for _name, day in shown)]
    starts = [first, *(day for day, _number, _total in steps)]
    top = LABEL_LINE * len(shown) + 10
    scale = Scale(min(starts), max(ends), of, box, top)
    points = _points(steps, scale, until)
    line = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    end_x, end_y = points[-1]
    return Curve(
        width=box.width,
        height=box.height,
        left=box.side,
        right=box.width - box.side,
        base=scale.base,
        numbers_x=box.width - box.side + 8 if box.is_mirrored else box.side - 8,
        months_y=scale.base + 18,
        line=line,
        area=f"{line}L{end_x:g} {scale.base:g}L{points[0][0]:g} {scale.base:g}Z",
        end_x=end_x,
        end_y=end_y,
        total_y=end_y - 10,
        months=tuple(Tick(scale.x(day), day) for day in _months(scale.first, scale.last, box.width)),
        numbers=tuple(Tick(scale.y(number), number) for number in _numbers(of)),
        marks=tuple(_mark(place, name, day, scale) for place, (name, day) in enumerate(shown)),
    )


def _points(steps: Sequence[tuple[date, int, int]], scale: Scale, until: date) -> list[tuple[float, float]]:
    """The corners of the stairs: up on the day of a reply, level until the next."""
    points, total = [(scale.x(scale.first), scale.base)], 0
    for day, _number, so_far in steps:
        points += [(scale.x(day), scale.y(total)), (scale.x(day), scale.y(so_far))]
        total = so_far
    return [*points, (scale.x(max(until, scale.first)), scale.y(total))]


def _mark(place: int, name: str, day: date, scale: Scale) -> Mark:
    x = scale.x(day)
    before = (x > scale.box.width / 2) != scale.box.is_mirrored
    beside = -6 if x > scale.box.width / 2 else 6
    label_y = LABEL_LINE * place + 14
    return Mark(name, day, x, label_y - 10, round(x + beside, 1), label_y, "end" if before else "start")


def _months(first: date, last: date, width: int) -> list[date]:
    """First days of months, as many as have room for their names."""
    found, day = [], date(first.year, first.month, 1)
    while day <= last:
        found.append(day)
        day = date(day.year + day.month // MONTH, day.month % MONTH + 1, 1)
    inside = [day for day in found if day >= first]
    step = -(-len(inside) * 56 // width)
    return inside[:: max(step, 1)]


def _numbers(most: int) -> list[int]:
    """Round numbers from nothing to all, four or five of them."""
    steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
    step = steps[min(bisect_right(steps, most // 5), len(steps) - 1)]
    return list(range(0, most + 1, step))
