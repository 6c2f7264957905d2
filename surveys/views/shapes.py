"""What a browser shows of a section, told apart in few letters, so that a save sends only what has changed.

A shape is made of everything but the answers: what is asked, labels and notes with the values of now, choices. The
page holds the shapes of its elements and sends them along with each save; so also what somebody else changed
meanwhile, or what an answer lost on the way had told, reaches the page with the next one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

from surveys.views.controls import Box

LENGTH = 6
# What of a question tells nothing of its answer.
OF_QUESTION = ("kind", "path", "label", "hint", "guidance", "name", "number", "control", "source", "required")


def shapes_of(elements: Mapping[str, Any]) -> str:
    """The shapes of these elements, in order, in one word."""
    return "".join(sha256(repr(plain(element)).encode()).hexdigest()[:LENGTH] for element in elements.values())


def changed(elements: Mapping[str, Any], shown: str) -> list[str]:
    """The ids of the elements that differ from what is shown; all, when something else is shown."""
    now = shapes_of(elements)
    if len(now) != len(shown):
        return list(elements)
    places = range(0, len(now), LENGTH)
    return [name for name, at in zip(elements, places, strict=True) if now[at:][:LENGTH] != shown[at:][:LENGTH]]


def plain(element: Any) -> Any:
    """The element in texts, numbers and lists; of a question what does not depend on its answer."""
    if isinstance(element, Box):
        parts = [str(getattr(element, name)) for name in OF_QUESTION]
        choices = [(code, str(words)) for code, words, _chosen in element.choices]
        return [*parts, choices, plain(element.columns), plain(element.rows), plain(element.removed)]
    if is_dataclass(element):
        return [plain(getattr(element, part.name)) for part in fields(element)]
    if isinstance(element, Mapping):
        return [(str(name), plain(value)) for name, value in element.items()]
    if isinstance(element, list | tuple):
        return [plain(part) for part in element]
    return str(element)


def boxes_within(element: Any) -> Iterator[Box]:
    """Every question of these boxes, also those in tables and in rows of repeats."""
    if isinstance(element, Box):
        if element.control and element.kind != "absent":
            yield element
        yield from boxes_within(element.rows)
    elif is_dataclass(element):
        yield from boxes_within([getattr(element, part.name) for part in fields(element)])
    elif isinstance(element, list | tuple):
        for part in element:
            yield from boxes_within(part)
