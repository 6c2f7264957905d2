"""One question: what the Governments indicated in sentences, by region in a table, and what they wrote."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.blocks import Block, Chart, Paragraph, Quote, Quotes, Spoken
from reports.rendering.charts import Spec, chart_of
from reports.rendering.narrative.entries import entries_of
from reports.rendering.narrative.sentences import sentences_of
from reports.rendering.narrative.tables import by_group, side_by_side, statistics_by_group
from reports.rendering.words import Words
from reports.summary.frame import DAYS, NUMBERS, REPEAT
from reports.summary.tables import statistics_of
from surveys.models.member_states import alphabetical
from surveys.questionnaire.definition import Definition, Group

Question = Mapping[str, Any]
Bases = Mapping[str, int]
QUOTED = frozenset({"named", "unnamed", ""})


def question(block: Question, asked: Bases, words: Words) -> Iterator[Block]:
    """Everything that the content tells of a question."""
    bases = bases_of(block, asked)
    yield from sentences_of(block, bases, words)
    yield from drawn(chart_of(block, words))
    yield by_group(block, bases, words)
    yield from figures(block, bases, words)
    if block["type"] == REPEAT:
        yield from entries_of(block, words)
    if texts := quotes(block, words):
        yield Quotes(texts)


def pair(block: Question, twin: Question, asked: Bases, words: Words) -> Iterator[Block]:
    """Twins: the same asked of regular and irregular status, side by side; then each by region."""
    for told in (block, twin):
        yield from sentences_of(told, bases_of(told, asked), words, label=words.question(told["question"]))
    yield from drawn(chart_of(block, words, twin))
    yield side_by_side((block, twin), [bases_of(told, asked) for told in (block, twin)], words)
    for told in (block, twin):
        yield by_group(told, bases_of(told, asked), words, caption=words.question(told["question"]))


def drawn(spec: Spec | None) -> Iterator[Chart]:
    """The chart, where there is anything to draw."""
    if spec:
        yield Chart(spec)


def bases_of(block: Question, asked: Bases) -> dict[str, int]:
    """N by group: the States asked, or for a question of a repeat its entries."""
    return {
        found["group"]: found["returns"] if block["repeat"] else asked[found["group"]] for found in block["groups"]
    }


def figures(block: Question, bases: Bases, words: Words) -> Iterator[Block]:
    """The statistics of numbers and days, and which other question tells their unit and year."""
    if block["type"] not in NUMBERS | DAYS or not any(statistics_of(found) for found in block["groups"]):
        return
    yield statistics_by_group(block, bases, words)
    beside = companions(words.definition, block["question"])
    if "unit" in beside:
        yield Paragraph(
            _("The unit is what each Government stated; see the question “%(question)s”.")
            % {"question": words.question(beside["unit"])},
            "note",
        )
    if "year" in beside:
        yield Paragraph(
            _("The years that the figures refer to differ; see the question “%(question)s”.")
            % {"question": words.question(beside["year"])},
            "note",
        )


def companions(definition: Definition, name: str) -> dict[str, str]:
    """The questions that tell the unit and the year of a figure: `<group>_unit` and `<group>_year` of its group."""
    for node in definition.nodes():
        if isinstance(node, Group):
            names = {child.name for child in node.children}
            beside = {kind: f"{node.name}_{kind}" for kind in ("unit", "year")}
            if name in names and name not in beside.values():
                return {kind: found for kind, found in beside.items() if found in names}
    return {}


def quotes(block: Question, words: Words) -> tuple[Quote, ...]:
    """The open answers by the names of the States; last those whose State is not told.

    Editions of the first format hold answers that may not be quoted; they are left out here.
    """
    if block["repeat"]:
        return ()
    permitted = [text for text in block.get("texts", ()) if text["attribution"] in QUOTED]
    named = [text for text in permitted if text["state"] and text["attribution"] != "unnamed"]
    unnamed = [text for text in permitted if text not in named]
    in_order = alphabetical(named, key=lambda text: words.state(text["state"]))
    return (
        *(quote(text, words.state(text["state"]), words) for text in in_order),
        *(quote(text, _("State not named"), words) for text in unnamed),
    )


def quote(text: Mapping[str, str], whose: str, words: Words) -> Quote:
    """An open answer as it was given."""
    spoken = Spoken(text["text"], text["language"])
    return Quote(spoken, whose, words.language_name(text["language"]) if text["language"] else "")
