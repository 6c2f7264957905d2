"""The content of an edition as pages show it: words for codes, bars, tables."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.rendering.words import Words
from reports.summary.tables import ALL, COUNTED, Content, asked_by_group
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
    """A question: its choices as bars, all measures by group, statistics, open answers."""

    name: str
    label: str
    base: int
    answered: int
    bars: list[Bar] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    rows: list[tuple[str, list[int]]] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def blocks_of(edition: Content, section: str, words: Words) -> list[Block]:
    """The blocks of one section, in the questionnaire's order."""
    asked = asked_by_group(edition)
    return [block_of(block, asked, words) for block in edition["questions"] if block["section"] == section]


def block_of(block: dict[str, Any], asked: dict[str, int], words: Words) -> Block:
    """One question in words."""
    name, overall = block["question"], block["groups"][ALL]
    base = overall["returns"] if block["repeat"] else asked[ALL]
    codes = [*overall.get("choices", {}), *overall.get("unmapped", {})]
    groups = list(block["groups"])
    return Block(
        name=name,
        label=words.question(name),
        base=base,
        answered=overall["answered"],
        bars=[Bar(words.choice(name, code), times_of(overall, code), base) for code in codes],
        groups=[words.group(group) for group in groups],
        rows=[
            *((words.choice(name, code), [times_of(block["groups"][g], code) for g in groups]) for code in codes),
            *((words.measure(measure), [block["groups"][g][measure] for g in groups]) for measure in COUNTED),
        ],
        numbers=[(words.measure(measure), value) for measure, value in overall.get("numbers", {}).items()],
        texts=[Text(words.state(t["state"]), t["text"], t["language"]) for t in block.get("texts", ())],
    )


def times_of(found: dict[str, Any], code: str) -> int:
    """How often a code was chosen in a group."""
    return found.get("choices", {}).get(code) or found.get("unmapped", {}).get(code, 0)


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
    return sorted(named, key=lambda entry: entry["name"])
