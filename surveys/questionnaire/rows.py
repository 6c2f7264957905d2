"""The rows of a repeat as the ordered list of their ids: each change is made to the list as it is now.

So two people who add, remove and move rows at once never undo each other (threats.md, F16).
"""

from collections.abc import Callable, Mapping, Sequence

Rows = list[str]


def added(rows: Sequence[str], row: str) -> Rows:
    """With the row at the end; a row that is there already stays where it is."""
    return [*rows, *([] if row in rows else [row])]


def removed(rows: Sequence[str], row: str) -> Rows:
    """Without the row."""
    return [other for other in rows if other != row]


def moved_up(rows: Sequence[str], row: str) -> Rows:
    """With the row one place earlier; the first stays."""
    return moved(rows, row, -1)


def moved_down(rows: Sequence[str], row: str) -> Rows:
    """With the row one place later; the last stays."""
    return moved(rows, row, +1)


def moved(rows: Sequence[str], row: str, by: int) -> Rows:
    """With the row `by` places further, at most to either end."""
    if row not in rows:
        return list(rows)
    others = removed(rows, row)
    place = min(max(rows.index(row) + by, 0), len(others))
    return [*others[:place], row, *others[place:]]


OPERATIONS: Mapping[str, Callable[[Sequence[str], str], Rows]] = {
    "add": added,
    "remove": removed,
    "restore": added,
    "up": moved_up,
    "down": moved_down,
}
