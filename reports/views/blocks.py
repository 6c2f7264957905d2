"""The content of an edition as pages show it: words for codes, bars, tables."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.rendering.words import Words
from reports.summary.tables import ALL, COUNTED, STATISTICS, Content, asked_by_group, codes_of, statistics_of
from surveys.models.member_states import alphabetical
from surveys.rendering import direction


@dataclass(frozen=True)
class Bar:
    """A figure with its bar: n of the States asked."""

    label: str
    n: int
    base: int


@dataclass(frozen=True)
class Text:
    """An open answer as it was given."""

    state: str
    text: str
    language: str

    @property
    def direction(self) -> str:
        """From the language's code alone; left to the browser where there is none."""
        return direction(self.language) if self.language else "auto"


@dataclass
class Block:
    """A question: its choices as bars, all measures by group (each with its N), statistics, open answers."""

    name: str
    label: str
    base: int
    answered: int
    bars: list[Bar] = field(default_factory=list)
    groups: list[tuple[str, int]] = field(default_factory=list)
    rows: list[tuple[str, list[int]]] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def blocks_of(edition: Content, section: str, words: Words) -> list[Block]:
    """The blocks of one section, in the questionnaire's order."""
    asked = asked_by_group(edition)
    return [block_of(block, asked, words) for block in edition["questions"] if block["section"] == section]


def block_of(block: dict[str, Any], asked: dict[str, int], words: Words) -> Block:
    """One question in words."""
    name, groups = block["question"], block["groups"]
    overall, statistics = groups[0], statistics_of(groups[0])
    bases = [found["returns"] if block["repeat"] else asked[found["group"]] for found in groups]
    base = bases[0]
    by_group = [dict(codes_of(found)) for found in groups]
    return Block(
        name=name,
        label=words.question(name),
        base=base,
        answered=overall["answered"],
        bars=[Bar(words.choice(name, code), times, base) for code, times in codes_of(overall)],
        groups=[(words.group(found["group"]), n) for found, n in zip(groups, bases, strict=True)],
        rows=[
            *((words.choice(name, code), [times.get(code, 0) for times in by_group]) for code in by_group[0]),
            *((words.measure(measure), [found[measure] for found in groups]) for measure in measures_of(overall)),
        ],
        numbers=[(words.measure(measure), statistics[measure]) for measure in STATISTICS if measure in statistics],
        texts=texts_of(block, words),
    )


def measures_of(found: dict[str, Any]) -> list[str]:
    """What is counted of a question; of a repeat its rows too."""
    return [*COUNTED, "rows"] if "rows" in found else list(COUNTED)


def texts_of(block: dict[str, Any], words: Words) -> list[Text]:
    """The open answers of a question in the order of the States' names in the reader's language."""
    texts = [Text(words.state(text["state"]), text["text"], text["language"]) for text in block.get("texts", ())]
    return alphabetical(texts, key=lambda text: text.state)


def rates_of(edition: Content, words: Words) -> list[tuple[str, dict[str, Any], bool]]:
    """Name, figures, and whether it is the total: the regions and all together."""
    regions = [(words.group(region["region"]), region, False) for region in edition["regions"]]
    return [*regions, (words.group(ALL), edition["total"], True)]


def states_of(entries: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """Replies with names in the order of the reader's language."""
    named = [
        {
            **entry,
            "name": words.state(entry["iso3"]),
            "region_name": words.group(entry["region"]),
            "channel_name": words.channel(entry["channel"]),
            "day": date.fromisoformat(entry["received_on"]),
        }
        for entry in entries
    ]
    return alphabetical(named, key=lambda entry: entry["name"])


def moved_of(moved: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """The cells that moved with the words of their addresses, `question/measure/choice/group`."""
    return [{**cell, "parts": parts_of(cell["address"], words)} for cell in moved]


def parts_of(address: str, words: Words) -> list[str]:
    """Question, measure, choice where there is one, and group of an address, in words."""
    question, measure, rest = address.split("/", 2)
    choice, _, group = rest.rpartition("/")
    measured = words.choice(question, choice) if choice != "-" else words.measure(measure)
    return [words.question(question), measured, words.group(group)]
