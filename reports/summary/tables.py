"""The content of an edition: codes, numbers and original texts, in one order everywhere, so that the same inputs
give the same bytes. A cell has a stable address, `question/measure/choice/group`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.summary.counts import ABSENCES, Count, OpenAnswer
from reports.summary.frame import DAYS, MANY_CODES, NUMBERS, ONE_CODE, REPEAT, TEXTS, Frame, FrameQuestion
from reports.summary.hiding import could_be_anybodys, hidden_groups, is_revealing
from reports.summary.numbers import EXACT, plain
from reports.summary.tally import Tally
from surveys.ledger import canonical_json, digest

FORMAT_VERSION = 2
# Of fewer States than these nobody is told a percentage.
MINIMUM_BASE = 10
ALL = "all"
COUNTED = ("answered", "blank", *ABSENCES, "not_asked", "set_aside")
# What has choices or statistics.
FIGURED = ONE_CODE | MANY_CODES | NUMBERS | DAYS
CODED = ("choice", "unmapped")
STATISTICS = ("minimum", "median", "maximum")
HALF = Decimal("0.5")
Content = dict[str, Any]


@dataclass(frozen=True)
class Cell:
    """A figure: `value` of a measure, and where it counts States, `n` of `base` States asked."""

    address: str
    question: str
    measure: str
    choice: str
    group: str
    value: int | str
    n: int
    base: int


def content(frame: Frame, tally: Tally, inputs: Mapping[str, Any]) -> Content:
    """The content of an edition.

    `inputs` has survey, as_of, ledger_position, treatment_position, total, regions and rates (the figures of
    surveys.figures, in their order), cut_offs, states (what is compiled), registered (paper replies that are not) and
    treatments, as reports.actions collects them. The shape is described in docs/summary.md. Raises ValueError when
    something was counted in a region that the inputs do not have.
    """
    groups = [region["region"] for region in inputs["regions"]]
    if strangers := tally.returns.keys() - set(groups):
        raise ValueError(f"returns were counted in regions without figures: {sorted(strangers)}")
    return {
        "format": FORMAT_VERSION,
        "survey": inputs["survey"],
        "as_of": inputs["as_of"],
        "ledger_position": inputs["ledger_position"],
        "treatment_position": inputs["treatment_position"],
        "regions": list(inputs["regions"]),
        "total": inputs["total"],
        "rates": list(inputs["rates"]),
        "cut_offs": list(inputs["cut_offs"]),
        "states": sorted(inputs["states"], key=lambda state: state["iso3"]),
        "registered": sorted(inputs["registered"], key=lambda paper: (paper["iso3"], canonical_json(paper))),
        "treatments": list(inputs["treatments"]),
        "questions": [question_block(question, tally, groups) for question in frame.questions],
        "unmapped_questions": dict(sorted(tally.unknown.items())),
    }


def question_block(question: FrameQuestion, tally: Tally, groups: Sequence[str]) -> dict[str, Any]:
    """One question: its counts overall and by region, and what was written."""
    total, counts = Count(), {group: tally.at(question.name, group) for group in groups}
    for group in groups:
        total.add(counts[group])
    hidden = hidden_in(question, total, counts)
    blocks = [measures(question, ALL, total, sum(tally.base_of(question, group) for group in groups), hidden)]
    for group in groups:
        blocks.append(measures(question, group, counts[group], tally.base_of(question, group), hidden))
    block: dict[str, Any] = {
        "question": question.name,
        "type": question.type,
        "section": question.section,
        "repeat": question.repeat,
        "groups": blocks,
    }
    if question.type == REPEAT:
        add_rows(block, tally, groups)
    if question.type in TEXTS:
        bases = {group: tally.base_of(question, group) for group in groups}
        is_told = bool(question.repeat) or could_be_anybodys(counts, bases)
        texts = map(OpenAnswer._make, sorted(total.texts))
        block["texts"] = [text._asdict() for text in texts if text.state or is_told]
    return block


def hidden_in(question: FrameQuestion, total: Count, counts: Mapping[str, Count]) -> set[str]:
    """The groups of which choices, statistics and answers that do not fit are not told."""
    if question.type not in FIGURED and not total.unmapped:
        return set()
    in_repeat = bool(question.repeat)
    if is_revealing(total, in_repeat=in_repeat):
        return {ALL} | {group for group, found in counts.items() if is_revealing(found, in_repeat=in_repeat)}
    return hidden_groups(counts, in_repeat=in_repeat)


def add_rows(block: dict[str, Any], tally: Tally, groups: Sequence[str]) -> None:
    """Of a repeat: how many rows each group and each State has, and what may be told of them."""
    repeat = block["question"]
    for found in block["groups"]:
        chosen = groups if found["group"] == ALL else [found["group"]]
        found["rows"] = sum(tally.rows[repeat, group] for group in chosen)
    block["rows_by_state"] = rows_by_state(repeat, tally)
    entries = sorted(tally.entries.get(repeat, ()), key=lambda entry: (entry[:2], canonical_json(entry.values)))
    block["entries"] = [entry._asdict() for entry in entries]


def rows_by_state(repeat: str, tally: Tally) -> list[list[Any]]:
    """How many rows of a repeat each State has that has any; the empty State stands for those not to be named."""
    found = {state: rows for (name, state), rows in tally.rows_of_state.items() if name == repeat}
    return [[state, found[state]] for state in sorted(found)]


def measures(question: FrameQuestion, group: str, found: Count, base: int, hidden: set[str]) -> dict[str, Any]:
    """The measures of one question in one group; those of COUNTED add up to returns, always.

    What has an order is a list, since the database keeps no order of keys.
    """
    absences = {name: found.absences[name] for name in ABSENCES}
    result: dict[str, Any] = {
        "group": group,
        "returns": base,
        "answered": found.answered,
        "blank": base - found.answered - found.not_asked - found.set_aside - sum(absences.values()),
        **absences,
        "not_asked": found.not_asked,
        "set_aside": found.set_aside,
    }
    if group in hidden:
        return result | {"hidden": True}
    if question.type in ONE_CODE | MANY_CODES:
        result["choices"] = [[code, found.choices[code]] for code in question.codes if listed(question, found, code)]
    if question.type in NUMBERS:
        result["numbers"] = statistics(found.numbers)
    if question.type in DAYS:
        result["days"] = span(found.days)
    if found.unmapped:
        result["unmapped"] = [[code, times] for code, times in sorted(found.unmapped.items())]
    return result


def listed(question: FrameQuestion, found: Count, code: str) -> bool:
    """Whether a choice gets a cell: all of a short list, of a long one (countries) those that were chosen."""
    return not question.type.endswith("_from_file") or found.choices[code] > 0


def statistics(ordered: Sequence[int | Decimal]) -> dict[str, Any]:
    """How many numbers, the smallest, median and greatest, as text. No sum and no mean: years, units and definitions
    differ (design.md, section 7)."""
    if not ordered:
        return {}
    lower, upper = Decimal(ordered[(len(ordered) - 1) // 2]), Decimal(ordered[len(ordered) // 2])
    median = EXACT.multiply(EXACT.add(lower, upper), HALF)
    return {
        "n": len(ordered),
        "minimum": plain(Decimal(ordered[0])),
        "median": plain(median),
        "maximum": plain(Decimal(ordered[-1])),
    }


def span(days: Sequence[str]) -> dict[str, Any]:
    """How many days, the first and the last, in ISO."""
    return {"n": len(days), "minimum": min(days), "maximum": max(days)} if days else {}


def content_digest(edition: Content) -> str:
    """SHA-256 of the content's canonical JSON."""
    return digest(edition)


def asked_by_group(edition: Content) -> dict[str, int]:
    """The States asked, overall and by region."""
    return {ALL: edition["total"]["sent"], **{region["region"]: region["sent"] for region in edition["regions"]}}


def cells(edition: Content) -> Iterator[Cell]:
    """Every figure of an edition with its address, in the order of the content."""
    asked = asked_by_group(edition)
    for block in edition["questions"]:
        yield from cells_of(block, asked)


def cell(edition: Content, address: str) -> Cell:
    """The figure at an address. Raises KeyError when this edition has none there."""
    name, asked = address.partition("/")[0], asked_by_group(edition)
    blocks = (block for block in edition["questions"] if block["question"] == name)
    found = next((found for block in blocks for found in cells_of(block, asked) if found.address == address), None)
    if found is None:
        raise KeyError(address)
    return found


def cells_of(block: Mapping[str, Any], asked: Mapping[str, int]) -> Iterator[Cell]:
    """The figures of one question; a question of a repeat is asked once for each row."""
    name = block["question"]
    for found in block["groups"]:
        group = found["group"]
        base = found["returns"] if block["repeat"] else asked[group]
        for measure in counted_in(found):
            yield figure(name, measure, "-", group, found[measure], found[measure], base)
        if "rows" in found:
            yield figure(name, "rows", "-", group, found["rows"], found["answered"], base)
        for code, times in found.get("choices", ()):
            yield figure(name, "choice", code, group, times, times, base)
        for code, times in found.get("unmapped", ()):
            yield figure(name, "unmapped", code, group, times, times, base)
        numbers = statistics_of(found)
        for measure in STATISTICS:
            if measure in numbers:
                yield figure(name, measure, "-", group, numbers[measure], numbers["n"], base)


def counted_in(found: Mapping[str, Any]) -> list[str]:
    """What is counted in a group: an edition of an older format knows less."""
    return [measure for measure in COUNTED if measure in found]


def codes_of(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The codes that were chosen and how often; last those that no version of the questionnaire has."""
    return [(code, times) for code, times in [*found.get("choices", ()), *found.get("unmapped", ())]]


def statistics_of(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The statistics of a group's numbers or days; empty where there are none."""
    return found.get("numbers") or found.get("days") or {}


def figure(question: str, measure: str, choice: str, group: str, value: int | str, n: int, base: int) -> Cell:
    """A figure with its address; a choice that does not apply is a dash."""
    code = choice if measure in CODED else ""
    return Cell(f"{question}/{measure}/{choice}/{group}", question, measure, code, group, value, n, base)
