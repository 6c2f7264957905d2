"""Every figure in a row of its own, in an order that is the same in every edition: question, choice, group."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.words import Words
from reports.rendering.xlsx.sheets import Column, Quiet, Row, Share, Sheet, Strong, Value, number
from reports.summary.frame import DAYS, NUMBERS
from reports.summary.tables import COUNTED, STATISTICS, Cell, Content, asked_by_group, cells_of

# What was said comes before what was not.
BEFORE_CHOICES = ("answered", "rows")
AFTER_CHOICES = tuple(measure for measure in COUNTED if measure != "answered")
NO_CHOICE = "-"
N_OF, BASE_OF = 6, 7


@dataclass(frozen=True)
class Place:
    """A measure of a question, and the choice where there is one: a line across the groups."""

    measure: str
    choice: str = ""

    def address(self, question: str, group: str) -> str:
        """The address of its figure in a group."""
        return f"{question}/{self.measure}/{self.choice or NO_CHOICE}/{group}"


@dataclass(frozen=True)
class Figure:
    """A figure in one group. `cell` is None where it is not told, or where it is a choice that nobody there made."""

    place: Place
    group: str
    address: str
    cell: Cell | None
    base: int
    is_hidden: bool


@dataclass(frozen=True)
class Line:
    """A measure or a choice of a question with its figures, one for each group, all States first."""

    place: Place
    figures: Sequence[Figure]


def lines_of(block: Mapping[str, Any], asked: Mapping[str, int], words: Words) -> Iterator[Line]:
    """The lines of a question, those that are hidden everywhere included."""
    cells = {cell.address: cell for cell in cells_of(block, asked)}
    for place in places_of(block, words):
        figures = []
        for found in block["groups"]:
            group = found["group"]
            address = place.address(block["question"], group)
            base = found["returns"] if block["repeat"] else asked[group]
            hidden = bool(found.get("hidden")) and address not in cells
            figures.append(Figure(place, group, address, cells.get(address), base, hidden))
        yield Line(place, figures)


def places_of(block: Mapping[str, Any], words: Words) -> Iterator[Place]:
    """What is counted of a question, in order."""
    groups = block["groups"]
    present = {measure for found in groups for measure in found}
    yield from (Place(measure) for measure in BEFORE_CHOICES if measure in present)
    yield from (Place("choice", code) for code in codes_in(block, words))
    unmapped = codes_of(found.get("unmapped", ()) for found in groups)
    yield from (Place("unmapped", code) for code in sorted(unmapped))
    if block["type"] in NUMBERS | DAYS and (is_hidden(groups) or any(statistics_in(groups))):
        yield from (Place(measure) for measure in STATISTICS)
    yield from (Place(measure) for measure in AFTER_CHOICES if measure in present)


def codes_in(block: Mapping[str, Any], words: Words) -> list[str]:
    """The choices of a question in the questionnaire's order: those of the content, and of a short list that is
    hidden those of the questionnaire."""
    told = codes_of(found.get("choices", ()) for found in block["groups"])
    question = words.definition.questions.get(block["question"])
    if question is None:
        return told
    listed = [choice.name for choice in words.definition.choices_of(question)]
    if not is_hidden(block["groups"]) or question.type.endswith("_from_file"):
        listed = [code for code in listed if code in told]
    return [*listed, *(code for code in told if code not in listed)]


def codes_of(lists: Iterable[Iterable[Sequence[Any]]]) -> list[str]:
    """The codes of these lists, each once."""
    return list(dict.fromkeys(code for pairs in lists for code, _times in pairs))


def statistics_in(groups: Sequence[Mapping[str, Any]]) -> Iterator[bool]:
    """For each group whether it has statistics."""
    return (bool(found.get("numbers") or found.get("days")) for found in groups)


def is_hidden(groups: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something of the question is not told in some group."""
    return any(found.get("hidden") for found in groups)


def not_shown() -> str:
    """The mark of a figure that is not told."""
    return _("not shown")


def answer_of(place: Place, question: str, words: Words) -> str:
    """What a line counts, in words."""
    if place.measure == "choice":
        return words.choice(question, place.choice)
    if place.measure == "unmapped":
        return _("%(answer)s (does not fit the question)") % {"answer": words.choice(question, place.choice)}
    return words.measure(place.measure)


def value_of(cell: Cell) -> Value:
    """The value of a figure as a number or a day."""
    return number(cell.value, is_year=cell.question.endswith("_year"))


def figures_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """The tidy table: every figure with its address, those that are not told marked."""
    asked, anchors = asked_by_group(edition), {}
    rows: list[Row] = []
    for block in edition["questions"]:
        anchors[block["question"]] = len(rows)
        rows += rows_of(block, asked, words)
    return Sheet(
        name="figures",
        tab=tab,
        heading=_("Every figure of the summary"),
        notes=[
            _("Each figure keeps its address in every edition and every language. Columns have names for formulas:"),
            '=INDEX(figure_n,MATCH("address",figure_address,0))',
        ],
        columns=[
            Column(_("Section"), 24, "figure_section"),
            Column(_("Question"), 50, "figure_question"),
            Column(_("Measure"), 18, "figure_measure"),
            Column(_("Choice"), 34, "figure_choice"),
            Column(_("Group"), 28, "figure_group"),
            Column(_("Value"), 18, "figure_value"),
            Column(_("Number (n)"), 10, "figure_n"),
            Column(_("Out of (N)"), 10, "figure_base"),
            Column(_("Share"), 10, "figure_share"),
            Column(_("Remark"), 12, "figure_remark"),
            Column(_("Address"), 50, "figure_address"),
        ],
        rows=rows,
        anchors=anchors,
    )


def rows_of(block: Mapping[str, Any], asked: Mapping[str, int], words: Words) -> Iterator[Row]:
    """The rows of one question."""
    name = block["question"]
    section, label = words.section(block["section"]), words.question(name)
    is_first = True
    for line in lines_of(block, asked, words):
        measure = words.measure(line.place.measure)
        choice = words.choice(name, line.place.choice) if line.place.choice else None
        for figure in line.figures:
            if figure.cell is None and not figure.is_hidden:
                continue
            cell = figure.cell
            yield [
                Quiet(section),
                Strong(label) if is_first else Quiet(label),
                measure,
                choice,
                words.group(figure.group),
                value_of(cell) if cell else None,
                cell.n if cell else None,
                figure.base,
                Share(N_OF, BASE_OF),
                None if cell else not_shown(),
                figure.address,
            ]
            is_first = False
