"""The questions of an edition counted for any group of States, hidden as far as the group would show more than the
edition does."""

from collections.abc import Iterable, Mapping
from typing import Any

from reports.summary.counts import Count, OpenAnswer
from reports.summary.frame import REPEAT, TEXTS, FrameQuestion
from reports.summary.hiding import hidden_groups, is_revealing
from reports.summary.tables import FIGURED, measures
from reports.summary.tally import Tally

Counts = Mapping[str, Count]


def blocks_for(key: str, inside: Tally, outside: Tally) -> list[dict[str, Any]]:
    """A block for each question, with one group: the States of `inside`; `outside` are all others of the edition."""
    return [block_for(question, key, inside, outside) for question in inside.frame.questions]


def block_for(question: FrameQuestion, key: str, inside: Tally, outside: Tally) -> dict[str, Any]:
    """One question counted for a group. Texts and rows are quoted only with their State: laid over each other,
    groups would soon show whose the others are."""
    here, there = counts_of(question, inside), counts_of(question, outside)
    total, base = merged(here.values()), sum(inside.base_of(question, region) for region in inside.returns)
    has_figures = question.type in FIGURED or bool(total.unmapped)
    hidden = {key} if has_figures and would_show(here, there, in_repeat=bool(question.repeat)) else set()
    found = measures(question, key, total, base, hidden)
    block: dict[str, Any] = {
        "question": question.name,
        "type": question.type,
        "section": question.section,
        "repeat": question.repeat,
        "groups": [found],
    }
    if question.type == REPEAT:
        found["rows"] = sum(inside.rows[question.name, region] for region in inside.returns)
        entries = [entry for entry in inside.entries.get(question.name, ()) if entry.state]
        block["entries"] = [entry._asdict() for entry in sorted(entries, key=lambda entry: entry[:2])]
    if question.type in TEXTS:
        block["texts"] = [text._asdict() for text in map(OpenAnswer._make, sorted(total.texts)) if text.state]
    return block


def counts_of(question: FrameQuestion, tally: Tally) -> dict[str, Count]:
    """The counts of a question by region."""
    return {region: tally.at(question.name, region) for region in tally.returns}


def merged(counts: Iterable[Count]) -> Count:
    """All of these together."""
    total = Count()
    for found in counts:
        total.add(found)
    return total


def would_show(here: Counts, there: Counts, *, in_repeat: bool) -> bool:
    """Whether the group's figures, alone or less those of regions, would show what is not to be told with its State.

    Regions that lie in the group as a whole can be subtracted from it, and it from those that lie in it in part: what
    these have inside the group, and what they have outside of it, must not be revealing either. Of the regions that
    the edition hides, only what all of them come to is known.
    """
    nothing = Count()
    regions = {
        region: merged([here.get(region, nothing), there.get(region, nothing)]) for region in {**here, **there}
    }
    hidden = hidden_groups(regions, in_repeat=in_repeat)
    known = [hidden, *({region} for region in regions if region not in hidden)]
    parts = [(merged_in(here, together), merged_in(there, together)) for together in known]
    parted = [(inside, outside) for inside, outside in parts if inside.answered and outside.answered]
    told = [merged(here.values()), merged(inside for inside, _ in parted), merged(outside for _, outside in parted)]
    return any(is_revealing(found, in_repeat=in_repeat) for found in told)


def merged_in(counts: Counts, regions: Iterable[str]) -> Count:
    """The counts of these regions together."""
    return merged(counts[region] for region in regions if region in counts)
