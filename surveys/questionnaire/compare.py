"""What a new version of a questionnaire changes, question by question, and which answers carry over."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.questionnaire.definition import Definition, Group, Node, Question

TEXTS = ("labels", "hints", "guidance", "required_messages", "constraint_messages")
RULES = ("relevant", "required", "constraint", "calculation", "choice_filter", "default", "read_only", "parameters")


@dataclass(frozen=True)
class Difference:
    """What differs at one row of the survey sheet; `kinds` is empty for a row that is the same.

    Kinds: added, removed, reworded, moved (into another group or past its neighbours), changed_type, rules (an
    expression or setting), options. Codes that only the new or only the old version offers stand apart, so do those
    whose label was reworded.
    """

    name: str
    kinds: tuple[str, ...] = ()
    options_added: tuple[str, ...] = ()
    options_removed: tuple[str, ...] = ()
    options_reworded: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.kinds


def compare(old: Definition, new: Definition) -> list[Difference]:
    """Every row of both versions, in the order of the new one, what was removed after it."""
    before, after = places_of(old), places_of(new)
    moved = out_of_order(before, after)
    found = [
        difference(old, new, before[name], place, name in moved) if name in before else Difference(name, ("added",))
        for name, place in after.items()
    ]
    return [*found, *(Difference(name, ("removed",)) for name in before if name not in after)]


def carries_over(old: Definition, new: Definition) -> list[str]:
    """The questions whose answers stay good: in both versions, of the same type, in the same repeat.

    A question that lost options carries over too; an answer with one of them has to be looked at again.
    """
    return [
        name
        for name, question in new.questions.items()
        if question.type != "calculate"
        and (former := old.questions.get(name)) is not None
        and (former.type, former.repeat) == (question.type, question.repeat)
    ]


@dataclass(frozen=True)
class Place:
    """A row, and the name of the group around it."""

    node: Node
    group: str


def places_of(definition: Definition) -> dict[str, Place]:
    """Every row by name, with the group around it."""
    return dict(_places(definition.children, ""))


def _places(nodes: tuple[Node, ...], group: str) -> Iterator[tuple[str, Place]]:
    for node in nodes:
        yield node.name, Place(node, group)
        if isinstance(node, Group):
            yield from _places(node.children, node.name)


def difference(old: Definition, new: Definition, before: Place, after: Place, is_moved: bool) -> Difference:
    """What differs at a row that both versions have."""
    kinds = []
    if type_of(before.node) != type_of(after.node):
        kinds.append("changed_type")
    if any(getattr(before.node, column, {}) != getattr(after.node, column, {}) for column in TEXTS):
        kinds.append("reworded")
    if is_moved:
        kinds.append("moved")
    if any(getattr(before.node, column, "") != getattr(after.node, column, "") for column in (*RULES, "appearance")):
        kinds.append("rules")
    was, is_now = options_of(old, before.node), options_of(new, after.node)
    added = tuple(code for code in is_now if code not in was)
    removed = tuple(code for code in was if code not in is_now)
    reworded = tuple(code for code in is_now if code in was and was[code] != is_now[code])
    if added or removed or reworded:
        kinds.append("options")
    return Difference(after.node.name, tuple(kinds), added, removed, reworded)


def type_of(node: Node) -> str:
    """What kind of row it is: a question's type and repeat, or note, group, repeat."""
    return f"{node.type} {node.repeat}" if isinstance(node, Question) else type(node).__name__


def options_of(definition: Definition, node: Node) -> dict[str, object]:
    """Labels by code of the choices of a row; none when it has no choices."""
    choices = definition.choices_of(node) if isinstance(node, Question) else ()
    return {choice.name: dict(choice.labels) for choice in choices}


def out_of_order(before: dict[str, Place], after: dict[str, Place]) -> set[str]:
    """The rows that stand in another group, or that were moved past their neighbours in the same one."""
    both = [name for name in after if name in before]
    elsewhere = {name for name in both if before[name].group != after[name].group}
    groups: dict[str, list[str]] = {}
    for name in both:
        if name not in elsewhere:
            groups.setdefault(after[name].group, []).append(name)
    rank = {name: index for index, name in enumerate(before)}
    moved = (set(names) - set(longest_rising(names, rank)) for names in groups.values())
    return elsewhere.union(*moved)


def longest_rising(names: list[str], rank: dict[str, int]) -> list[str]:
    """The most names that kept their order: all others must have moved."""
    best: list[list[str]] = []
    for name in names:
        before = [way for way in best if rank[way[-1]] < rank[name]]
        best.append([*max(before, key=len, default=[]), name])
    return max(best, key=len, default=[])
