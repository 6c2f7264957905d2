"""What differs between two versions of a chapter: paragraph by paragraph, and in a paragraph word by word."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.rendering.chapters.paragraphs import Line
from surveys.differences import Finder, Run, differences

# How much of their words two paragraphs share that are the same one, rewritten.
ALIKE = 0.4
# Among so many of those that went it is looked for: where all is new, the time stays bounded.
LOOK_AHEAD = 8
# How many of a paragraph's words are left of it where only a figure was typed over.
KEPT = 0.6
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Change:
    """A paragraph: `kind` is same, changed, added or removed; `runs` tell what was taken out and put in."""

    kind: str
    part: str
    number: int
    level: int
    runs: tuple[Run, ...]


Paragraph = dict[str, Any]


def between(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Change]:
    """The paragraphs of both versions in order (as `paragraphs.extracted` gives them)."""
    finder = Finder([keyed(one) for one in old], [keyed(one) for one in new])
    changes: list[Change] = []
    at_old = at_new = 0
    taken: list[Paragraph] = []
    put: list[Paragraph] = []
    for kind, tokens in finder.between(0, len(old), 0, len(new)):
        if kind == "removed":
            taken += old[at_old : at_old + len(tokens)]
        elif kind == "added":
            put += new[at_new : at_new + len(tokens)]
        elif tokens:
            changes += [*replaced(taken, put), *map(same, new[at_new : at_new + len(tokens)])]
            taken, put = [], []
        at_old += len(tokens) if kind != "added" else 0
        at_new += len(tokens) if kind != "removed" else 0
    return changes + list(replaced(taken, put))


def keyed(paragraph: Paragraph) -> str:
    """A paragraph as it is compared: a heading is another thing than the same words in the text."""
    return f"{paragraph['part']}:{paragraph['level']}:{paragraph['text']}"


def same(paragraph: Paragraph) -> Change:
    """A paragraph that stands in both."""
    return change("same", paragraph, (Run("same", paragraph["text"]),))


def change(kind: str, paragraph: Paragraph, runs: tuple[Run, ...]) -> Change:
    """A change of a paragraph."""
    return Change(kind, paragraph["part"], paragraph["number"], paragraph["level"], runs)


def replaced(taken: Sequence[Paragraph], put: Sequence[Paragraph]) -> Iterator[Change]:
    """Paragraphs that stand in the place of others: each with the one that it is a rewriting of, if there is one."""
    left = list(taken)
    for new in put:
        place = next(
            (i for i, old in enumerate(left[:LOOK_AHEAD]) if likeness(old["text"], new["text"]) >= ALIKE), None
        )
        if place is None:
            yield change("added", new, (Run("added", new["text"]),))
            continue
        yield from (removed(old) for old in left[:place])
        yield change("changed", new, differences(left[place]["text"], new["text"]))
        left = left[place + 1 :]
    yield from (removed(old) for old in left)


def removed(paragraph: Paragraph) -> Change:
    """A paragraph that is gone."""
    return change("removed", paragraph, (Run("removed", paragraph["text"]),))


def likeness(one: str, other: str) -> float:
    """How much of their words two texts share, between 0 and 1; without regard to most of their order."""
    return difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False).quick_ratio()


def most_like(text: str, figure: str, lines: Sequence[Line], number: int = 0) -> Line | None:
    """The paragraph that a text has become: the one that has most of its words, if any has enough of them; of several
    the nearest to where it stood. Words that came to it, and those of figures, do not count."""
    bare = Counter(WORD.findall(text.replace(figure, " ")))
    asked = max(1, bare.total())
    rated = [
        ((bare & Counter(WORD.findall(line.typed))).total() / asked, -abs(line.number - number), line)
        for line in lines
    ]
    best = max(rated, key=lambda found: found[:2], default=None)
    return best[2] if best is not None and best[0] >= KEPT else None
