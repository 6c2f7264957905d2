"""The questions of an edition as pages show them: words for codes, bars, tables by group, open answers, entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from babel.numbers import format_percent
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reports.rendering.charts import series_names, title_of, twins_of
from reports.rendering.words import Words
from reports.summary.tables import COUNTED, MINIMUM_BASE, STATISTICS, Content, asked_by_group, codes_of, statistics_of
from surveys.models.member_states import alphabetical
from surveys.questionnaire.definition import Question
from surveys.rendering import direction, shown


@dataclass(frozen=True)
class Bar:
    """A figure with its bar: n of the States asked, or of the entries of a repeat; `address` is that of the cell."""

    label: str
    n: int
    base: int
    share: str = ""
    address: str = ""


@dataclass(frozen=True)
class Figure:
    """A cell of a table; without a value it is not told. Without an address nothing stands behind it."""

    value: int | str | None
    address: str = ""


@dataclass(frozen=True)
class Picture:
    """Where the chart of a question is to be had, and how large it is."""

    address: str
    width: int
    height: int


@dataclass(frozen=True)
class Text:
    """An open answer as it was given; `state` is empty where its government is not named."""

    state: str
    text: str
    language: str
    language_name: str = ""
    use: str = ""

    @property
    def direction(self) -> str:
        """From the language's code alone; left to the browser where there is none."""
        return direction(self.language) if self.language else "auto"


@dataclass(frozen=True)
class Entries:
    """What was entered in a repeat: the heads of its columns, and a line of words for each entry."""

    heads: list[str]
    lines: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Explored:
    """A group of States that a reader has chosen: its name, how many of it are in the edition, its questions."""

    label: str
    states: int
    blocks: Mapping[str, Mapping[str, Any]]


@dataclass
class Block:
    """A question: its choices as bars, all measures by group (each with its N), statistics, open answers, entries.

    `repeat` is the label of the repeat whose entries it is asked of. `bars` and `answered` are those of all States,
    or of the group that the reader has chosen. `twin` is the same question asked of another situation; then `series`
    tells the two apart and `label` is what they have in common.
    """

    name: str
    label: str
    base: int
    answered: int
    repeat: str = ""
    bars: list[Bar] = field(default_factory=list)
    groups: list[tuple[str, int]] = field(default_factory=list)
    rows: list[tuple[str, list[Figure]]] = field(default_factory=list)
    numbers: list[tuple[str, Figure]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    entries: Entries | None = None
    is_hidden: bool = False
    twin: "Block | None" = None
    series: list[str] = field(default_factory=list)
    chart: Picture | None = None

    @property
    def by_entry(self) -> bool:
        """Whether it is asked once for each entry of a repeat."""
        return bool(self.repeat)

    @property
    def parts(self) -> "list[tuple[str, Block]]":
        """The block and its twin, each with what tells it from the other."""
        return list(zip(self.series, (self, self.twin), strict=True)) if self.twin else [("", self)]


def blocks_of(edition: Content, section: str, words: Words, explored: Explored | None = None) -> list[Block]:
    """The blocks of one section, in the questionnaire's order, twins in one."""
    asked = asked_by_group(edition)
    raw = {block["question"]: block for block in edition["questions"]}
    found = {
        name: block_of(block, asked, words, explored) for name, block in raw.items() if block["section"] == section
    }
    for name, block in found.items():
        if raw[name]["type"] == "repeat":
            told = explored.blocks.get(name, raw[name]) if explored else raw[name]
            block.entries = entries_of(told, edition["questions"], words)
    return paired(found, twins_of(words.definition), words)


def paired(found: Mapping[str, Block], twins: Mapping[str, str], words: Words) -> list[Block]:
    """The blocks, each that is the second of a pair put into the first."""
    seconds = {second for first, second in twins.items() if first in found and second in found}
    result = []
    for name, block in found.items():
        second = twins.get(name, "")
        if second in seconds:
            names = [{"question": name}, {"question": second}]
            series = series_names(words.question(name), words.question(second))
            block = replace(block, label=title_of(names[0], words, names[1]), twin=found[second], series=series)
        if name not in seconds:
            result.append(block)
    return result


def block_of(
    block: Mapping[str, Any], asked: Mapping[str, int], words: Words, explored: Explored | None = None
) -> Block:
    """One question in words."""
    name, by_entry = block["question"], bool(block["repeat"])
    groups = [
        (words.group(found["group"]), found["returns"] if by_entry else asked[found["group"]], found)
        for found in block["groups"]
    ]
    told = block
    if explored and name in explored.blocks:
        told = explored.blocks[name]
        # Of a group that is counted on demand no figure has an address.
        found = {**told["groups"][0], "group": ""}
        groups.insert(0, (explored.label, found["returns"] if by_entry else explored.states, found))
    _label, base, first = groups[0]
    return Block(
        name=name,
        label=words.question(name),
        base=base,
        answered=first["answered"],
        repeat=words.question(block["repeat"]) if by_entry else "",
        bars=bars_of(name, first, base, words),
        groups=[(label, n) for label, n, _found in groups],
        rows=rows_of(name, [found for _label, _base, found in groups], words),
        numbers=[
            (words.measure(measure), Figure(statistic(first, measure), address(name, measure, "", first)))
            for measure in STATISTICS
            if measure in statistics_of(first)
        ],
        texts=texts_of(told, words),
        is_hidden=any(found.get("hidden") for _label, _base, found in groups),
    )


def statistic(found: Mapping[str, Any], measure: str) -> str:
    """A statistic as people write it: a day in words, a number as it is."""
    value: str = statistics_of(found)[measure]
    return date_format(date.fromisoformat(value)) if found.get("days") else value


def bars_of(name: str, found: Mapping[str, Any], base: int, words: Words) -> list[Bar]:
    """The choices of a question in a group, each n of N; a share only where N is large enough to bear one."""
    return [
        Bar(words.choice(name, code), n, base, share_of(n, base, words), address(name, "choice", code, found))
        for code, n in codes_of(found)
    ]


def share_of(n: int, base: int, words: Words) -> str:
    """The share as text; empty below the smallest base that one is told of."""
    return format_percent(n / base, "0%", locale=words.language) if base >= MINIMUM_BASE else ""


def address(name: str, measure: str, code: str, found: Mapping[str, Any]) -> str:
    """The address of a figure of this group (summary.tables); none without a group."""
    return f"{name}/{measure}/{code or '-'}/{found['group']}" if found["group"] else ""


def rows_of(name: str, groups: Sequence[Mapping[str, Any]], words: Words) -> list[tuple[str, list[Figure]]]:
    """The lines of the table by group: choices, then what is counted of every question."""
    chosen = [dict(codes_of(found)) for found in groups]
    codes = dict.fromkeys(code for times in chosen for code in times)
    lines = [(words.choice(name, code), [choice_figure(name, code, found) for found in groups]) for code in codes]
    for measure in measures_of(groups):
        figures = [Figure(found.get(measure, 0), address(name, measure, "", found)) for found in groups]
        lines.append((words.measure(measure), figures))
    return lines


def choice_figure(name: str, code: str, found: Mapping[str, Any]) -> Figure:
    """How often a code was chosen in a group; not told where the group's choices are hidden."""
    if found.get("hidden"):
        return Figure(None)
    return Figure(dict(codes_of(found)).get(code, 0), address(name, "choice", code, found))


def measures_of(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is counted of a question; of a repeat its rows too. Nothing set aside is not spoken of."""
    counted = [
        measure for measure in COUNTED if measure != "set_aside" or any(found.get(measure) for found in groups)
    ]
    return [*counted, "rows"] if "rows" in groups[0] else counted


def texts_of(block: Mapping[str, Any], words: Words) -> list[Text]:
    """The open answers of a question by the States' names in the reader's language, unnamed ones last."""
    texts = [
        Text(
            words.state(text["state"]) if text["state"] else "",
            text["text"],
            text["language"],
            words.language_name(text["language"]) if text["language"] else "",
            words.use(text["attribution"]) if text["attribution"] else "",
        )
        for text in block.get("texts", ())
    ]
    return in_order(texts, lambda text: text.state)


def in_order(things: list[Any], name: Any) -> list[Any]:
    """By name, what has none last."""
    return alphabetical([thing for thing in things if name(thing)], key=name) + [
        thing for thing in things if not name(thing)
    ]


def entries_of(block: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], words: Words) -> Entries | None:
    """The entries of a repeat as a table; None where none are told. Files are not part of an edition."""
    asked = [
        words.definition.questions.get(inner["question"]) for inner in blocks if inner["repeat"] == block["question"]
    ]
    questions = [question for question in asked if isinstance(question, Question) and question.type != "file"]
    lines = [
        (
            words.state(entry["state"]) if entry["state"] else _("State not named"),
            [
                shown(words.definition, question, entry["values"].get(question.name), words.language)
                for question in questions
            ],
        )
        for entry in block.get("entries", ())
    ]
    heads = [words.question(question.name) for question in questions]
    return Entries(heads, alphabetical(lines, key=lambda line: line[0])) if lines else None
