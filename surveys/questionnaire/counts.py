"""How many questions and answer fields a questionnaire has, counted as people count them.

A matrix, a table or a repeat is one question whatever it holds, and the text `x_other` belongs to the question `x`.
The house builds section > block > matrix or table, so a group on the third level is one question.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.questionnaire.definition import Definition, Group, Node, Question, Repeat
from surveys.questionnaire.rules import rules_of

OTHER = "_other"
TABLE_LEVEL = 3


@dataclass(frozen=True)
class Counts:
    """What a questionnaire consists of; `by_type` counts answer fields."""

    questions: int
    fields: int
    by_type: dict[str, int]
    groups: int
    repeats: int
    expressions: int


def count(definition: Definition) -> Counts:
    """The counts of a whole questionnaire."""
    whole = question_of_field(definition)
    types = Counter(definition.questions[name].type for name in whole)
    groups = sum(isinstance(node, Group) for node in definition.nodes())
    return Counts(
        questions=len(set(whole.values())),
        fields=len(whole),
        by_type=dict(sorted(types.items())),
        groups=groups - len(definition.repeats),
        repeats=len(definition.repeats),
        expressions=sum(1 for _rule in rules_of(definition)),
    )


def question_of_field(definition: Definition) -> dict[str, str]:
    """For each answer field the name of the question it belongs to, in the questionnaire's order."""
    return dict(_fields(definition.children, (), definition.questions.keys()))


def _fields(nodes: Iterable[Node], around: tuple[Group, ...], names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, Group):
            yield from _fields(node.children, (*around, node), names)
        elif isinstance(node, Question) and node.type != "calculate":
            yield node.name, _one_question(around) or _main(node.name, names)


def _one_question(around: tuple[Group, ...]) -> str:
    """The outermost group around a field that counts as one question, if one does."""
    for level, group in enumerate(around, start=1):
        if isinstance(group, Repeat) or group.appearance == "table-list" or level >= TABLE_LEVEL:
            return group.name
    return ""


def _main(name: str, names: Iterable[str]) -> str:
    """The question that a text for “other” belongs to, else the field itself."""
    main = name.removesuffix(OTHER)
    return main if main in names else name
