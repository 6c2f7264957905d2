"""What a definition has to be beyond its rows: names once, references that lead somewhere, no circles."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from graphlib import CycleError, TopologicalSorter

from surveys.questionnaire.answers import NOT_ASKED
from surveys.questionnaire.definition import Definition, Node, Question, Repeat, walk
from surveys.questionnaire.expressions import BadExpression, Compiled
from surveys.questionnaire.faults import Fault
from surveys.questionnaire.rules import REFERENCE, compiled_rule, needs_of, rules_of

# A document of answers has these keys of its own.
RESERVED, RESERVED_IN_ROWS = frozenset({NOT_ASKED}), frozenset({NOT_ASKED, "id"})
TEXTS = {
    "labels": "label",
    "hints": "hint",
    "guidance": "guidance_hint",
    "required_messages": "required_message",
    "constraint_messages": "constraint_message",
}


def check_definition(definition: Definition) -> list[Fault]:
    """Everything wrong with names, expressions and references, each with its row and column."""
    faults = [*name_faults(definition), *repeat_faults(definition), *text_faults(definition)]
    compiled: dict[tuple[str, str], Compiled] = {}
    for node, column, text in rules_of(definition):
        try:
            compiled[node.name, column] = compiled_rule(column, text)
        except BadExpression as fault:
            faults.append(Fault("survey", node.row, column, "expression", f"“{text}”: {fault}."))
        else:
            faults.extend(reference_faults(definition, node, column, compiled[node.name, column]))
    return faults or circles(definition, compiled)


def name_faults(definition: Definition) -> Iterator[Fault]:
    """Names that come twice (an answer's path is its name), and names that documents keep for themselves."""
    seen: set[str] = set()
    for node in definition.nodes():
        in_row = isinstance(node, Question) and node.repeat
        if node.name in seen:
            yield Fault("survey", node.row, "name", "duplicate", f"The name “{node.name}” comes twice.")
        elif node.name in (RESERVED_IN_ROWS if in_row else RESERVED):
            yield Fault("survey", node.row, "name", "reserved", f"The name “{node.name}” is reserved.")
        seen.add(node.name)


def repeat_faults(definition: Definition) -> Iterator[Fault]:
    """Repeats within repeats: the path of an answer names one row."""
    for repeat in definition.repeats.values():
        for node in walk(repeat.children):
            if isinstance(node, Repeat):
                yield Fault(
                    "survey", node.row, "type", "nested_repeat", f"“{node.name}” is a repeat within a repeat."
                )


def text_faults(definition: Definition) -> Iterator[Fault]:
    """References in labels, hints and messages that lead nowhere."""
    for node in definition.nodes():
        for member in fields(node):
            if column := TEXTS.get(member.name):
                texts = getattr(node, member.name)
                for language, text in texts.items():
                    for name in REFERENCE.findall(text):
                        if name not in definition.questions and name not in definition.repeats:
                            yield nowhere(node, f"{column}::{language}", name)


def reference_faults(definition: Definition, node: Node, column: str, compiled: Compiled) -> Iterator[Fault]:
    """References of one expression that lead nowhere, and columns that the choices do not have."""
    for name in sorted(compiled.names):
        if name not in definition.questions and name not in definition.repeats:
            yield nowhere(node, column, name)
    choices = definition.choices_of(node) if isinstance(node, Question) else ()
    known = {"name"}.union(*(choice.columns for choice in choices))
    for name in sorted(compiled.columns - known):
        yield Fault("survey", node.row, column, "reference", f"The choices have no column “{name}”.")


def nowhere(node: Node, column: str, name: str) -> Fault:
    """A reference to no question."""
    return Fault("survey", node.row, column, "reference", f"${{{name}}} leads nowhere: no question has this name.")


def circles(definition: Definition, compiled: Mapping[tuple[str, str], Compiled]) -> list[Fault]:
    """A circle of relevance and calculations in which each has to be known before the next; at most one is told."""
    try:
        TopologicalSorter(needs_of(definition, compiled)).prepare()
    except CycleError as fault:
        way = list(reversed(fault.args[1]))
        found = (
            (node.row, column)
            for node, column, _text in rules_of(definition)
            if node.name in way and column in {"relevant", "calculation"}
        )
        row, column = next(found)
        return [Fault("survey", row, column, "circle", f"These depend on each other: {' → '.join(way)}.")]
    return []
