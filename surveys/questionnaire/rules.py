"""The expressions of a questionnaire: where they stand, and what has to be known before each row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from surveys.questionnaire.definition import Definition, Group, Node, Texts
from surveys.questionnaire.expressions import Compiled, compile_expression

EXPRESSIONS = ("relevant", "required", "constraint", "calculation", "choice_filter")
REFERENCE = re.compile(r"\$\{\s*([\w.-]+)\s*\}")


@dataclass(frozen=True)
class Violation:
    """A rule of the questionnaire that an answer breaks: at which path, which kind of rule, the words for it."""

    path: str
    kind: str
    messages: Texts


def rules_of(definition: Definition) -> Iterator[tuple[Node, str, str]]:
    """Every expression: the row it stands in, the column, its text."""
    for node in definition.nodes():
        for column in EXPRESSIONS:
            if text := getattr(node, column, ""):
                yield node, column, text


def rule(text: str) -> str:
    """XLSForm's yes and no as the expressions they stand for."""
    return {"yes": "true()", "no": "false()"}.get(text.strip().lower(), text)


def compiled_rule(column: str, text: str) -> Compiled:
    """The expression in a column of the survey sheet. Raises BadExpression."""
    return compile_expression(rule(text), in_filter=column == "choice_filter")


def needs_of(definition: Definition, compiled: Mapping[tuple[str, str], Compiled]) -> dict[str, set[str]]:
    """What has to be known before a row: the group around it, what its relevance and its calculation read."""
    needs: dict[str, set[str]] = {node.name: set() for node in definition.nodes()}
    for node in definition.nodes():
        for column in ("relevant", "calculation"):
            if (node.name, column) in compiled:
                needs[node.name] |= compiled[node.name, column].names
        if isinstance(node, Group):
            for child in node.children:
                needs[child.name].add(node.name)
    return needs


def decisive_in(compiled: Mapping[tuple[str, str], Compiled]) -> set[str]:
    """What decides, itself or through a calculation, whether something is asked."""
    rules = [rule for (_name, column), rule in compiled.items() if column in ("relevant", "calculation")]
    return {name for rule in rules for name in rule.names}


def in_order(needs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """The names so that each comes after what it needs; in any order where they need each other."""
    try:
        return tuple(TopologicalSorter(needs).static_order())
    except CycleError:
        return tuple(needs)
