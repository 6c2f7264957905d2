"""The chapters of the questionnaire: its sections and groups as headings, its questions numbered through."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count, groupby
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.blocks import Block, Heading
from reports.rendering.charts import twins_of
from reports.rendering.narrative.questions import pair, question
from reports.rendering.words import Words
from reports.summary.frame import REPEAT
from reports.summary.tables import Content, asked_by_group
from surveys.questionnaire.definition import Definition, Group, Node
from surveys.questionnaire.layout import common_beginning

Questions = Sequence[Mapping[str, Any]]
BRACKETS = " (（:：,،"


def sections(content: Content, words: Words) -> Iterator[Block]:
    """All sections, each a chapter, in the order of the content."""
    asked, numbers = asked_by_group(content), count(1)
    by_section = [(name, list(found)) for name, found in groupby(content["questions"], key=section_of)]
    titles = [words.section(name) or _("Questions outside of sections") for name, _questions in by_section]
    # A questionnaire that numbers its sections keeps its own numbers.
    is_numbered = any(title[:1].isdigit() for title in titles)
    for place, (title, (_name, questions)) in enumerate(zip(titles, by_section, strict=True), start=1):
        yield Heading(1, title, "" if is_numbered else str(place))
        yield from questions_of(questions, asked, words, numbers)


def section_of(block: Mapping[str, Any]) -> str:
    """The section that a question stands in."""
    return str(block["section"])


def questions_of(
    questions: Questions, asked: Mapping[str, int], words: Words, numbers: "count[int]"
) -> Iterator[Block]:
    """The questions of a section under the headings of the groups they stand in; twins side by side, once."""
    by_name = {str(block["question"]): block for block in questions}
    twins = {name: by_name[twin] for name, twin in twins_of(words.definition).items() if twin in by_name}
    told_already = {str(twin["question"]) for twin in twins.values()}
    above = groups_above(words.definition)
    open_groups: list[str] = []
    for name, block in by_name.items():
        if name in told_already:
            continue
        groups = [group for group in above.get(name, ()) if words.label(group.labels)]
        yield from headings(groups, open_groups, words)
        level, number = len(groups) + 2, str(next(numbers))
        if name in twins:
            yield Heading(level, title_of_pair(block, twins[name], words), number)
            yield from pair(block, twins[name], asked, words)
        else:
            yield Heading(level, words.question(name), number)
            yield from question(block, asked, words)
        if block["type"] == REPEAT:
            open_groups.append(name)


def headings(groups: Sequence[Group], open_groups: list[str], words: Words) -> Iterator[Heading]:
    """The headings of groups that begin here; `open_groups` are the names of those that had begun."""
    names = [group.name for group in groups]
    for level, group in enumerate(groups, start=2):
        if open_groups[: level - 1] != names[: level - 1]:
            yield Heading(level, words.label(group.labels))
            open_groups[level - 2 :] = [group.name]
    open_groups[len(names) :] = []


def groups_above(definition: Definition) -> dict[str, list[Group]]:
    """The groups that each question stands in, below its section, from the outermost."""
    found: dict[str, list[Group]] = {}

    def enter(nodes: Sequence[Node], above: list[Group]) -> None:
        for node in nodes:
            found[node.name] = above
            if isinstance(node, Group):
                enter(node.children, [*above, node])

    for section in definition.sections:
        enter(section.children, [])
    return found


def title_of_pair(first: Mapping[str, Any], second: Mapping[str, Any], words: Words) -> str:
    """What the labels of twins have in common."""
    labels = [words.question(block["question"]) for block in (first, second)]
    return common_beginning(labels).rstrip(BRACKETS) or labels[0]
