"""How high a row has to be for its texts: programs other than Excel do not find out by themselves."""

from functools import lru_cache
from math import ceil
from unicodedata import east_asian_width

LINE, MARGIN = 13.5, 3
# Excel makes no row higher than this.
HIGHEST = 409
LONGEST_COUNTED = 4_000


def height(texts: list[tuple[str, int]]) -> float:
    """The height, in points, of a row with these texts in columns of these widths."""
    lines = max((lines_in(text[:LONGEST_COUNTED], width) for text, width in texts), default=1)
    return min(lines * LINE + MARGIN, HIGHEST)


@lru_cache(maxsize=8192)
def lines_in(text: str, width: int) -> int:
    """How many lines a text takes in a column so many characters wide; letters of Chinese are twice as wide."""
    return sum(max(1, ceil(breadth(line) / width)) for line in text.split("\n"))


def breadth(text: str) -> int:
    """The breadth of a text in characters."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
