"""What a definition has to be beyond its rows: names once, references that lead somewhere, no circles."""

from collections.abc import Iterator, Mapping

from surveys.questionnaire.definition import Definition, Node, Question, Repeat
from surveys.questionnaire.evaluation import EXPRESSIONS, rule
from surveys.questionnaire.expressions import BadExpression, Compiled, compile_expression
from surveys.questionnaire.faults import Fault


def check_definition(definition: Definition) -> list[Fault]:
    """Everything wrong with names, expressions and references, each with its row and column."""
    faults = list(repeated_names(definition))
    compiled: dict[tuple[str, str], Compiled] = {}
    known = {node.name for node in definition.nodes() if isinstance(node, (Question, Repeat))}
    for node in definition.nodes():
        for column in EXPRESSIONS:
            if text := getattr(node, column, ""):
                faults.extend(expression_faults(node, column, text, known, compiled))
    return faults or list(circles(definition, compiled))


def repeated_names(definition: Definition) -> Iterator[Fault]:
    """Names that come twice: an answer's path is its name."""
    seen: set[str] = set()
    for node in definition.nodes():
        if node.name in seen:
            yield Fault("survey", node.row, "name", "duplicate", f"The name “{node.name}” comes twice.")
        seen.add(node.name)


def expression_faults(
    node: Node, column: str, text: str, known: set[str], compiled: dict[tuple[str, str], Compiled]
) -> Iterator[Fault]:
    """What is wrong with one expression; a good one is kept in `compiled`."""
    try:
        expression = compile_expression(rule(text))
    except BadExpression as fault:
        yield Fault("survey", node.row, column, "expression", f"“{text}”: {fault}.")
        return
    compiled[node.name, column] = expression
    for name in sorted(expression.names - known):
        yield Fault(
            "survey", node.row, column, "reference", f"${{{name}}} leads nowhere: no question has this name."
        )


def circles(definition: Definition, compiled: Mapping[tuple[str, str], Compiled]) -> Iterator[Fault]:
    """Questions whose relevance or calculation depends on themselves."""
    needs = {
        node.name: set().union(
            *(
                compiled[node.name, column].names
                for column in ("relevant", "calculation")
                if (node.name, column) in compiled
            )
        )
        for node in definition.nodes()
    }
    for node in definition.nodes():
        if path := way_back(node.name, needs):
            yield Fault(
                "survey", node.row, "relevant", "circle", f"These depend on each other: {' → '.join(path)}."
            )
            return


def way_back(start: str, needs: Mapping[str, set[str]]) -> list[str]:
    """A way from a name to itself over what each needs; empty when there is none."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for name in sorted(needs.get(way[-1], ())):
            if name == start:
                return [*way, name]
            if name not in seen:
                seen.add(name)
                ways.append([*way, name])
    return []
