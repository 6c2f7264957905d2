"""How the rows of a group lie on a page: what stands in one table, read from names, lists and labels alone.

A `table-list` is a matrix; two that follow each other and ask the same of two situations are one with two columns of
answers; figures whose names end in the same words (`stock_employees_men`, `stock_employees_women`) are a table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from surveys.questionnaire.definition import Group, Node, Question, Repeat, Texts

FIGURES = frozenset({"integer", "decimal"})
COLON = re.compile("[:：]")


@dataclass(frozen=True)
class Matrix:
    """Questions with one list of answers: one group, or two of which each row has its twin in the other."""

    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """The name of the first group stands for all."""
        return self.groups[0].name

    @property
    def rows(self) -> list[tuple[Question, ...]]:
        """The questions of each row, one for each group."""
        return list(zip(*(questions_of(group) for group in self.groups), strict=True))


@dataclass(frozen=True)
class Table:
    """Figures by row and column; a row need not have every column."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Question], ...]

    @property
    def cells(self) -> list[Question]:
        """All its questions, row by row."""
        return [question for row in self.rows for question in row.values()]


Part = Node | Matrix | Table


def parts_of_page(nodes: Sequence[Node]) -> Iterator[Part]:
    """The nodes of a group in order, those that belong together as one part."""
    table = table_of(nodes)
    inside = {question.name for question in table.cells} if table else set()
    taken: set[str] = set()
    for place, node in enumerate(nodes):
        if node.name in taken:
            continue
        if table and node.name in inside:
            taken |= inside
            yield table
        elif is_matrix(node):
            twins = [twin for twin in nodes[place + 1 : place + 2] if is_matrix(twin) and are_twins(node, twin)]
            matrix = Matrix((node, *twins))
            taken |= {group.name for group in matrix.groups}
            yield matrix
        else:
            yield node


def questions_of(group: Group) -> list[Question]:
    """The questions right in a group."""
    return [node for node in group.children if isinstance(node, Question)]


def is_matrix(node: Node) -> TypeGuard[Group]:
    """Whether the node is a `table-list` of questions that all take one answer of one list."""
    if not isinstance(node, Group) or isinstance(node, Repeat) or node.appearance != "table-list":
        return False
    questions = questions_of(node)
    same_list = len({(question.type, question.list_name) for question in questions}) == 1
    return same_list and len(questions) == len(node.children) and questions[0].type == "select_one"


def are_twins(first: Group, second: Group) -> bool:
    """Whether both are matrices with the same answers, whose rows differ in the group's name alone, asked alike."""
    return first.relevant == second.relevant and endings(first) == endings(second)


def endings(matrix: Group) -> list[tuple[str, str]]:
    """What the names of a matrix's rows add to its own, each with the list of its answers."""
    return [(question.name.removeprefix(matrix.name), question.list_name) for question in questions_of(matrix)]


def table_of(nodes: Sequence[Node]) -> Table | None:
    """The figures among these nodes that make a table: names `<row>_<column>`, labels `row: column`."""
    figures = [
        node
        for node in nodes
        if isinstance(node, Question) and node.type in FIGURES and "_" in node.name and all_split(node.labels)
    ]
    by_stem: dict[str, dict[str, Question]] = {}
    for figure in figures:
        stem, _mark, ending = figure.name.rpartition("_")
        by_stem.setdefault(stem, {})[ending] = figure
    columns = tuple(dict.fromkeys(ending for row in by_stem.values() if len(row) > 1 for ending in row))
    if not columns:
        return None
    rows = [{ending: row[ending] for ending in columns if ending in row} for row in by_stem.values()]
    whole = tuple(row for row in rows if row)
    first = next(iter(whole[0].values()))
    return Table(f"table-{first.name}", columns, whole)


def all_split(labels: Texts) -> bool:
    """Whether the label falls in two at a colon in every language that it has."""
    return bool(labels) and all(COLON.search(text) for text in labels.values())


def split_label(text: str) -> tuple[str, str]:
    """What stands before the last colon of a label and what after it; the second empty where there is none."""
    colons = list(COLON.finditer(text))
    if not colons:
        return text, ""
    return text[: colons[-1].start()].strip(), text[colons[-1].end() :].strip()


def common_beginning(texts: Sequence[str]) -> str:
    """What labels of twins have in common, up to a bracket, a comma or a colon; the first where that is nothing."""
    shortest = min(texts, key=len)
    length = next((i for i, letter in enumerate(shortest) if any(text[i] != letter for text in texts)), len(shortest))
    beginning = re.split(r"[(（:：]", shortest[:length])[0].strip(" ,\u00a0，")
    return beginning or texts[0]
