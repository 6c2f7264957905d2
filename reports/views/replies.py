"""Who replied, and how many of how many, as pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from reports.rendering.words import Words
from reports.summary.tables import ALL, Content
from reports.views.blocks import share_of
from surveys.models.member_states import alphabetical


@dataclass(frozen=True)
class Rate:
    """How many of a part of the States replied; `sent` and `outstanding` are None where it tells only of replies."""

    label: str
    sent: int | None
    received: int
    compiled: int
    outstanding: int | None
    late: int
    share: str
    is_total: bool = False


def rates_by_region(edition: Content, words: Words) -> list[Rate]:
    """The regions, and all together."""
    regions = [rate_of(words.group(region["region"]), region, words) for region in edition["regions"]]
    return [*regions, rate_of(words.group(ALL), edition["total"], words, is_total=True)]


def other_rates(edition: Content, words: Words) -> list[tuple[str, list[Rate]]]:
    """What else the States are divided by, each with its parts; a part that nobody was asked in is left out."""
    lines = [
        line for line in edition.get("rates", ()) if line["by"] != "region" and (line["sent"] or line["received"])
    ]
    return [
        (words.division(by), [rate_of(words.rate(by, line["key"]), line, words) for line in parts])
        for by, parts in groupby(lines, key=lambda line: line["by"])
    ]


def rate_of(label: str, figures: Mapping[str, Any], words: Words, *, is_total: bool = False) -> Rate:
    """A line of rates in words."""
    names = ("sent", "received", "compiled", "outstanding", "late")
    told = {name: figures[name] for name in names}
    share = share_of(told["received"], told["sent"], words) if told["sent"] else ""
    return Rate(label=label, share=share, is_total=is_total, **told)


def states_of(entries: Iterable[Mapping[str, Any]], words: Words) -> list[dict[str, Any]]:
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
