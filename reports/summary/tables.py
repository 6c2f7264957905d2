"""The content of an edition: codes, numbers and original texts, in one order everywhere, so that the same inputs
give the same bytes. A cell has a stable address, `question/measure/choice/group`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from reports.summary.frame import MANY_CODES, NUMBERS, ONE_CODE, TEXTS, Frame, FrameQuestion
from reports.summary.tally import ABSENCES, Count, Tally
from surveys.ledger import digest

FORMAT_VERSION = 1
ALL = "all"
COUNTED = ("answered", "blank", *ABSENCES, "not_asked")
STATISTICS = ("minimum", "median", "maximum")
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

    `inputs` has survey, as_of, ledger_position, regions (figures by region in their order, with `asked`),
    states (what is compiled) and registered (paper replies that are not), as reports.actions collects them.
    """
    groups = [region["region"] for region in inputs["regions"]]
    return {
        "format": FORMAT_VERSION,
        "survey": inputs["survey"],
        "as_of": inputs["as_of"],
        "ledger_position": inputs["ledger_position"],
        "regions": list(inputs["regions"]),
        "total": inputs["total"],
        "states": sorted(inputs["states"], key=lambda state: state["iso3"]),
        "registered": sorted(inputs["registered"], key=lambda paper: paper["iso3"]),
        "questions": [question_block(question, tally, groups) for question in frame.questions],
        "unmapped_questions": dict(sorted(tally.unknown.items())),
    }


def question_block(question: FrameQuestion, tally: Tally, groups: Sequence[str]) -> dict[str, Any]:
    """One question: its counts overall and by region, and what was written."""
    total = Count()
    for group in groups:
        total.add(tally.at(question.name, group))
    base = sum(tally.base_of(question, group) for group in groups)
    blocks = [measures(question, ALL, total, base)]
    for group in groups:
        found, of = tally.at(question.name, group), tally.base_of(question, group)
        blocks.append(measures(question, group, found, of))
    block: dict[str, Any] = {
        "question": question.name,
        "type": question.type,
        "section": question.section,
        "repeat": question.repeat,
        "groups": blocks,
    }
    if question.type in TEXTS:
        block["texts"] = [vars_of(text) for text in sorted(total.texts)]
    return block


def vars_of(text: Any) -> dict[str, str]:
    """An open answer as JSON values."""
    return {name: getattr(text, name) for name in ("state", "row", "text", "language", "attribution")}


def measures(question: FrameQuestion, group: str, found: Count, base: int) -> dict[str, Any]:
    """The measures of one question in one group; answered + blank + absences + not asked = returns, always.

    What has an order is a list, since the database keeps no order of keys.
    """
    absences = {name: found.absences[name] for name in ABSENCES}
    result: dict[str, Any] = {
        "group": group,
        "returns": base,
        "answered": found.answered,
        "blank": base - found.answered - found.not_asked - sum(absences.values()),
        **absences,
        "not_asked": found.not_asked,
    }
    if question.type in ONE_CODE | MANY_CODES:
        result["choices"] = [[code, found.choices[code]] for code in question.codes if listed(question, found, code)]
    if question.type in NUMBERS:
        result["numbers"] = statistics(found.numbers)
    if found.unmapped:
        result["unmapped"] = [[code, times] for code, times in sorted(found.unmapped.items())]
    return result


def listed(question: FrameQuestion, found: Count, code: str) -> bool:
    """Whether a choice gets a cell: all of a short list, of a long one (countries) those that were chosen."""
    return not question.type.endswith("_from_file") or found.choices[code] > 0


def statistics(numbers: Sequence[Decimal]) -> dict[str, Any]:
    """Smallest, median and greatest, as text. No sum and no mean: years, units and definitions differ."""
    if not numbers:
        return {}
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    with localcontext() as exact:
        exact.prec = 60
        median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return {"minimum": plain(ordered[0]), "median": plain(median), "maximum": plain(ordered[-1])}


def plain(number: Decimal) -> str:
    """A number without exponent and needless zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


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
        for found in block["groups"]:
            yield from cells_of(
                block["question"], found, found["returns"] if block["repeat"] else asked[found["group"]]
            )


def cells_of(name: str, found: Mapping[str, Any], base: int) -> Iterator[Cell]:
    """The figures of one question in one group."""
    group = found["group"]
    for measure in COUNTED:
        yield cell(name, measure, "", group, found[measure], found[measure], base)
    for code, times in codes_of(found):
        yield cell(name, "choice", code, group, times, times, base)
    for measure in STATISTICS:
        if measure in found.get("numbers", {}):
            yield cell(name, measure, "", group, found["numbers"][measure], found["answered"], base)


def codes_of(found: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The codes that were chosen and how often; last those that no version of the questionnaire has."""
    return [(code, times) for code, times in [*found.get("choices", ()), *found.get("unmapped", ())]]


def cell(question: str, measure: str, choice: str, group: str, value: int | str, n: int, base: int) -> Cell:
    """A figure with its address; a part that does not apply is a dash."""
    address = "/".join([question, measure, choice or "-", group])
    return Cell(address, question, measure, choice, group, value, n, base)
