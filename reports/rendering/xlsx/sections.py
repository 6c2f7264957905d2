"""A sheet for each section in the reader's words: what was answered, n of N, by region; then its pairs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.words import Words
from reports.rendering.xlsx.figures import Figure, Line, answer_of, lines_of, not_shown, value_of
from reports.rendering.xlsx.sheets import Column, Quiet, Row, Share, Sheet, Strong, Value
from reports.summary.tables import ALL, STATISTICS, Content, asked_by_group
from surveys.questionnaire.definition import Group, Node, Repeat
from surveys.questionnaire.layout import Matrix, common_beginning, parts_of_page

N_OF, BASE_OF = 3, 4
PAIR = 2
# What has a value beside the number of States that it is from.
VALUED = frozenset({*STATISTICS, "rows"})


def sections_of(edition: Content, words: Words) -> dict[str, list[Mapping[str, Any]]]:
    """The questions by section, in the questionnaire's order; last those of sections that it no longer has."""
    found: dict[str, list[Mapping[str, Any]]] = {section.name: [] for section in words.definition.sections}
    for block in edition["questions"]:
        found.setdefault(block["section"], []).append(block)
    return {name: blocks for name, blocks in found.items() if blocks}


def section_sheet(
    name: str, blocks: Sequence[Mapping[str, Any]], edition: Content, words: Words, table: str
) -> Sheet:
    """A section: under each question the States asked, its answers, and what was not answered."""
    asked, day = asked_by_group(edition), words.day(edition["as_of"])
    groups = [group for group in asked if group != ALL]
    rows: list[Row] = []
    anchors = {}
    for block in blocks:
        anchors[block["question"]] = len(rows)
        rows += rows_of(block, asked, words)
    return Sheet(
        name=table,
        tab=words.section(name),
        heading=words.section(name),
        in_contents=words.section(name),
        notes=[_("n of N Governments indicated; N: States asked as of %(day)s") % {"day": day}],
        columns=[
            Column(_("Question"), 50),
            Column(_("Answer"), 36),
            Column(_("Value"), 18),
            Column(_("Number (n)"), 10),
            Column(_("Out of (N)"), 10),
            Column(_("Share"), 10),
            *(Column(words.group(group), 18) for group in groups),
        ],
        rows=rows,
        anchors=anchors,
    )


def rows_of(block: Mapping[str, Any], asked: Mapping[str, int], words: Words) -> Iterator[Row]:
    """The rows of one question: first of how many, in all and in each region, then line by line."""
    name = block["question"]
    label, base = words.question(name), words.measure("rows") if block["repeat"] else _("States asked")
    lines = list(lines_of(block, asked, words))
    first = lines[0].figures
    yield [Strong(label), Strong(base), None, None, first[0].base, None, *(figure.base for figure in first[1:])]
    for line in lines:
        overall, cell = line.figures[0], line.figures[0].cell
        yield [
            Quiet(label),
            answer_of(line.place, name, words),
            shown(overall) if line.place.measure in VALUED or overall.is_hidden else None,
            cell.n if cell else None,
            overall.base,
            Share(N_OF, BASE_OF),
            *(shown(figure) for figure in line.figures[1:]),
        ]


def shown(figure: Figure) -> Value:
    """A figure in a column of its own: the statistic or the number, the mark where it is not told, nought where it is
    a choice that nobody made."""
    if figure.is_hidden:
        return Quiet(not_shown())
    if figure.cell is None:
        return None if figure.place.measure in STATISTICS else 0
    return value_of(figure.cell)


# Pairs


def pairs_in(nodes: Sequence[Node]) -> Iterator[Matrix]:
    """The matrices that ask the same of two situations, such as regular and irregular."""
    for part in parts_of_page(nodes):
        if isinstance(part, Matrix):
            if len(part.groups) == PAIR:
                yield part
        elif isinstance(part, Group) and not isinstance(part, Repeat):
            yield from pairs_in(part.children)


def pair_sheet(pair: Matrix, edition: Content, words: Words, table: str) -> Sheet:
    """Both situations side by side, answer by answer."""
    asked = asked_by_group(edition)
    blocks = {block["question"]: block for block in edition["questions"]}
    rows: list[Row] = []
    for twins in pair.rows:
        if all(twin.name in blocks for twin in twins):
            first, second = (list(lines_of(blocks[twin.name], asked, words)) for twin in twins)
            rows += pair_rows([twin.name for twin in twins], first, second, words)
    labels = [words.label(group.labels) for group in pair.groups]
    counted = [Column(_("Out of (N)"), 10), Column(_("Share"), 10)]
    return Sheet(
        name=table,
        tab=_("Side by side"),
        heading=labels[0],
        notes=labels[1:],
        in_contents=labels[0],
        columns=[
            Column(_("Question"), 50),
            Column(_("Answer"), 36),
            Column(labels[0], 26),
            *counted,
            Column(labels[1], 26),
            *counted,
        ],
        rows=rows,
    )


def pair_rows(names: Sequence[str], first: Sequence[Line], second: Sequence[Line], words: Words) -> Iterator[Row]:
    """The rows of two questions that are twins: the lines of both, also those that only one has."""
    lines = [{line.place: line.figures[0] for line in side} for side in (first, second)]
    label = common_beginning([words.question(name) for name in names])
    for number, place in enumerate(dict.fromkeys([*lines[0], *lines[1]])):
        row: list[Value] = [Quiet(label) if number else Strong(label), answer_of(place, names[0], words)]
        for side in lines:
            figure, column = side.get(place), len(row)
            row += [shown(figure), figure.base, Share(column, column + 1)] if figure else [None, None, None]
        yield row
