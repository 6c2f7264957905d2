"""A paper reply keyed in by two people: what is keyed twice, what is checked, and where the two differ.

Rules of design.md, section 4, and data/letters: two persons key in codes and figures, the second without seeing
what the first wrote; texts are checked against the original. A place is a question's path, or `path#comment`,
`path#source`, `path#year` for what stands beside the answer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveys.questionnaire.definition import Group, Node, Question

TWICE = frozenset({"select_one", "select_multiple", "integer", "decimal", "date"})
BESIDE = ("comment", "source", "year")
AGREES, DIFFERS, UNCHECKED, SETTLED = "agrees", "differs", "unchecked", "settled"


@dataclass(frozen=True)
class Settled:
    """A difference that somebody has decided: against which word of the second person, and what was taken."""

    second: Any
    value: Any


@dataclass(frozen=True)
class Place:
    """One thing that is written on the paper, as the two persons wrote it; `state` says whether they agree."""

    name: str
    question: Question
    part: str
    first: Any
    second: Any
    state: str

    @property
    def path(self) -> str:
        """The path of the question."""
        return path_and_part(self.name)[0]

    @property
    def is_open(self) -> bool:
        """Whether something is left to do before the reply can be submitted."""
        return self.state in {DIFFERS, UNCHECKED}


def place_at(path: str, part: str = "") -> str:
    """The name of the place."""
    return f"{path}#{part}" if part else path


def path_and_part(place: str) -> tuple[str, str]:
    """The path of the question, and which part of what stands beside the answer (empty: the answer itself)."""
    path, _hash, part = place.partition("#")
    return path, part


def is_keyed_twice(question: Question) -> bool:
    """Whether this is a code or a figure, keyed in by both; a text is keyed in once and checked."""
    return question.type in TWICE


def codes_and_figures(section: Group) -> Group:
    """The section with the questions alone that are keyed in twice; groups in which none is left are gone."""
    return replace(section, children=tuple(_kept(section.children)))


def _kept(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Group):
            group = codes_and_figures(node)
            if any(isinstance(child, Question | Group) for child in group.children):
                yield group
        elif not isinstance(node, Question) or is_keyed_twice(node) or node.type == "calculate":
            yield node


def places_of(
    asked: Mapping[str, Question],
    first: Mapping[str, tuple[Any, Mapping[str, Any]]],
    second: Mapping[str, Any],
    settled: Mapping[str, Settled],
) -> list[Place]:
    """Every place of what is asked, in the order of `asked`.

    `first`: value and remark by path; `second`: what the second person wrote by place, a text that was not looked
    at missing; `settled`: what was decided by place. A decision holds while the second person's word and the draft
    are those that it left.
    """
    found = []
    for path, question in asked.items():
        value, remark = first.get(path, (None, {}))
        if is_keyed_twice(question):
            found.append(_place(place_at(path), question, "", value, second, settled, unseen=None))
        elif question.type == "text":
            found.append(_place(place_at(path), question, "", value, second, settled))
        for part in BESIDE:
            name = place_at(path, part)
            if remark.get(part) is not None or second.get(name) is not None:
                found.append(_place(name, question, part, remark.get(part), second, settled))
    return found


MISSING: Any = object()


def _place(
    name: str,
    question: Question,
    part: str,
    first: Any,
    second: Mapping[str, Any],
    settled: Mapping[str, Settled],
    *,
    unseen: Any = MISSING,
) -> Place:
    other = second.get(name, unseen)
    if other is MISSING:
        return Place(name, question, part, first, None, UNCHECKED)
    if first == other:
        return Place(name, question, part, first, other, AGREES)
    decided = settled.get(name)
    holds = decided is not None and (decided.second, decided.value) == (other, first)
    return Place(name, question, part, first, other, SETTLED if holds else DIFFERS)
