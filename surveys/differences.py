"""What differs between two texts, word by word: for a person who chooses between them or reads a change.

Plain Python. Words are what stands between blanks and punctuation, with the marks above and below their letters;
scripts written without blanks are compared character by character. The time is bounded: where texts have little in
common, or too much to look through, a whole passage is given as replaced.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# Marks that belong to the letter before them; to Python they are no letters of a word.
MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
# Kana, Chinese characters, Hangul, and the Chinese characters beyond the first plane.
WITHOUT_BLANKS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
TOKEN = re.compile(rf"[{WITHOUT_BLANKS}]|\s+|[^\W{WITHOUT_BLANKS}](?:[^\W{WITHOUT_BLANKS}]|[{MARKS}])*|.", re.DOTALL)
MOST_STEPS = 1_500_000
MOST_EDITS = 1_000
DEEPEST = 60
# How many words in a row are looked for that stand once in both texts.
IN_A_ROW = (1, 8)


@dataclass(frozen=True)
class Run:
    """A passage: `kind` is same, removed (only in the first text) or added (only in the second)."""

    kind: str
    text: str


def differences(old: str, new: str) -> tuple[Run, ...]:
    """The passages of both texts in order; `same` and `removed` make up the old text, `same` and `added` the new."""
    finder = Finder(TOKEN.findall(old), TOKEN.findall(new))
    runs: list[Run] = []
    for kind, tokens in finder.between(0, len(finder.old), 0, len(finder.new)):
        text = "".join(tokens)
        if runs and runs[-1].kind == kind:
            runs[-1] = Run(kind, runs[-1].text + text)
        elif text:
            runs.append(Run(kind, text))
    return tuple(runs)


Piece = tuple[str, Sequence[str]]


@dataclass
class Finder:
    """Two lists of tokens, and how many steps may still be made."""

    old: Sequence[str]
    new: Sequence[str]
    steps: int = field(default=MOST_STEPS)

    def between(self, low: int, high: int, start: int, end: int, depth: int = 0) -> Iterator[Piece]:
        """The pieces of old[low:high] and new[start:end]: what both begin and end with, and what lies between."""
        first_low, last_high = low, high
        while low < high and start < end and self.old[low] == self.new[start]:
            low, start = low + 1, start + 1
        while low < high and start < end and self.old[high - 1] == self.new[end - 1]:
            high, end = high - 1, end - 1
        self.steps -= low - first_low + last_high - high + 1
        yield "same", self.old[first_low:low]
        if low == high or start == end:
            yield from self.replaced(low, high, start, end)
        else:
            yield from self.among(low, high, start, end, depth)
        yield "same", self.old[high:last_high]

    def replaced(self, low: int, high: int, start: int, end: int) -> Iterator[Piece]:
        """All of the one against all of the other."""
        yield "removed", self.old[low:high]
        yield "added", self.new[start:end]

    def among(self, low: int, high: int, start: int, end: int, depth: int) -> Iterator[Piece]:
        """Go from one word that both have once to the next; without any, look for the shortest way."""
        self.steps -= len(IN_A_ROW) * (high - low + end - start)
        anchors = self.anchors(low, high, start, end) if self.steps > 0 and depth < DEEPEST else []
        if not anchors:
            yield from self.shortest(low, high, start, end)
            return
        for here, there in anchors:
            yield from self.between(low, here, start, there, depth + 1)
            yield "same", self.old[here : here + 1]
            low, start = here + 1, there + 1
        yield from self.between(low, high, start, end, depth + 1)

    def anchors(self, low: int, high: int, start: int, end: int) -> list[tuple[int, int]]:
        """Places of words that stand once in each passage: the longest row of them that is in order in both."""
        for number in IN_A_ROW:
            once_old = once(self.old[low:high], low, number)
            once_new = once(self.new[start:end], start, number)
            pairs = [(place, once_new[words]) for words, place in once_old.items() if words in once_new]
            if pairs:
                return longest_rising(pairs)
        return []

    def shortest(self, low: int, high: int, start: int, end: int) -> Iterator[Piece]:
        """The fewest words to take out and put in (Myers 1986), if they are found within the steps that are left."""
        trace = self.trace(low, high, start, end)
        if trace is None:
            yield from self.replaced(low, high, start, end)
            return
        at_old, at_new = low, start
        for here, there in [*matches(trace, high - low, end - start), (high - low, end - start)]:
            yield from self.replaced(at_old, low + here, at_new, start + there)
            at_old, at_new = low + here, start + there
            if at_old < high and at_new < end:
                yield "same", self.old[at_old : at_old + 1]
                at_old, at_new = at_old + 1, at_new + 1

    def trace(self, low: int, high: int, start: int, end: int) -> list[dict[int, int]] | None:
        """For each number of edits how far each diagonal gets; None when it would take too long."""
        width, height = high - low, end - start
        furthest, trace = {1: 0}, []
        for edits in range(min(width + height, MOST_EDITS) + 1):
            trace.append(dict(furthest))
            for diagonal in range(-edits, edits + 1, 2):
                x = step_to(furthest, diagonal, edits)
                begun = x
                while x < width and x - diagonal < height and self.old[low + x] == self.new[start + x - diagonal]:
                    x += 1
                furthest[diagonal] = x
                self.steps -= x - begun + 1
                if x >= width and x - diagonal >= height:
                    return trace
            if self.steps <= 0:
                return None
        return None


def once(tokens: Sequence[str], offset: int, number: int) -> dict[Sequence[str], int]:
    """So many words in a row that stand once among the tokens, with their places."""
    rows = [tuple(tokens[i : i + number]) for i in range(len(tokens) - number + 1)]
    counts = Counter(rows)
    return {row: offset + i for i, row in enumerate(rows) if counts[row] == 1 and not row[0].isspace()}


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs, given by their first numbers in order, whose second numbers rise as well."""
    tops: list[int] = []
    chain: list[tuple[int, int | None]] = []
    at_top: list[int] = []
    for i, (_first, second) in enumerate(pairs):
        place = bisect_left(tops, second)
        chain.append((i, at_top[place - 1] if place else None))
        tops[place : place + 1] = [second]
        at_top[place : place + 1] = [i]
    found: list[tuple[int, int]] = []
    at = at_top[-1] if at_top else None
    while at is not None:
        found.append(pairs[at])
        at = chain[at][1]
    return found[::-1]


def step_to(furthest: dict[int, int], diagonal: int, edits: int) -> int:
    """Where a path with one more edit comes onto the diagonal: from above, or from the left."""
    from_above = diagonal == -edits or (diagonal != edits and furthest[diagonal - 1] < furthest[diagonal + 1])
    return furthest[diagonal + 1] if from_above else furthest[diagonal - 1] + 1


def matches(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int]]:
    """Walk the trace back from the end: the pairs of places that are the same, in order."""
    found: list[tuple[int, int]] = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, diagonal = trace[edits], x - y
        begun = step_to(furthest, diagonal, edits)
        while x > begun and y > begun - diagonal:
            x, y = x - 1, y - 1
            found.append((x, y))
        if edits:
            previous = diagonal + 1 if begun == furthest.get(diagonal + 1) else diagonal - 1
            x = furthest[previous]
            y = x - previous
    return found[::-1]
