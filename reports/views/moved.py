"""The figures that differ between two editions, in words."""

from typing import Any

from reports.rendering.words import Words
from reports.summary.compare import Moved


def moved_of(moved: list[Moved], words: Words) -> list[dict[str, Any]]:
    """The cells that moved with the words of their addresses, `question/measure/choice/group`."""
    return [
        {"address": cell.address, "old": cell.old, "new": cell.new, "parts": parts_of(cell.address, words)}
        for cell in moved
    ]


def parts_of(address: str, words: Words) -> list[str]:
    """Question, measure, choice where there is one, and group of an address, in words."""
    question, measure, rest = address.split("/", 2)
    choice, _, group = rest.rpartition("/")
    measured = words.choice(question, choice) if choice != "-" else words.measure(measure)
    return [words.question(question), measured, words.group(group)]
