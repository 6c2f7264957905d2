"""The tables of a question: its choices and absences by region, its statistics, and twins side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.blocks import Table
from reports.rendering.narrative.values import figure_of, n_of, number_of, share_of
from reports.rendering.words import Words
from reports.summary.tables import ALL, COUNTED, STATISTICS, codes_of, statistics_of
from surveys.models.member_states import alphabetical

Question = Mapping[str, Any]
Bases = Mapping[str, int]
ALWAYS = ("answered", "blank")
OF_STATES = "_from_file"


def by_group(block: Question, bases: Bases, words: Words, *, caption: str = "") -> Table:
    """Choices, then what else was counted, overall as n of N and by region as n; first the bases themselves."""
    name, groups = block["question"], block["groups"]
    regions = [found["group"] for found in groups if found["group"] != ALL]
    base_name = _("Entries") if block["repeat"] else _("States asked")
    rows = [(base_name, number_of(bases[ALL]), "", *(number_of(bases[region]) for region in regions))]
    rows += [
        (words.choice(name, code), *counted([choice_in(found, code) for found in groups], bases[ALL]))
        for code in codes_in(block, words)
    ]
    rows += [
        (words.measure(measure), *counted([found.get(measure, 0) for found in groups], bases[ALL]))
        for measure in measures_in(groups)
    ]
    # Entries are no Governments: how many there are is a number, not a part of N.
    if "rows" in groups[0]:
        overall, *rest = (number_of(found["rows"]) for found in groups)
        rows.append((words.measure("rows"), overall, "", *rest))
    head = ("", _("n of N"), _("Share"), *(words.group(region) for region in regions))
    widths = (28, 16, 10, *(12 for _region in regions))
    return Table(caption, head, tuple(rows), widths, frozenset(range(1, len(head))))


def counted(figures: Sequence[int | None], base: int) -> tuple[str, ...]:
    """A line of figures, overall first; None is one that is not told."""
    overall, rest = figures[0], figures[1:]
    shown = ("" if overall is None else share_of(overall, base),)
    return (not_shown() if overall is None else n_of(overall, base), *shown, *map(number_or_not_shown, rest))


def number_or_not_shown(figure: int | None) -> str:
    """A figure, or the words for one that is not told."""
    return not_shown() if figure is None else number_of(figure)


def not_shown() -> str:
    """What stands in place of a figure that would tell the answer of a State that did not permit it."""
    return _("not shown")


def choice_in(found: Mapping[str, Any], code: str) -> int | None:
    """How often a choice was chosen in a group; None where that is not told."""
    return None if found.get("hidden") else dict(codes_of(found)).get(code, 0)


def codes_in(block: Question, words: Words) -> list[str]:
    """The codes that any group has, in the questionnaire's order; States in that of their names."""
    codes = list(dict.fromkeys(code for found in block["groups"] for code, _times in codes_of(found)))
    if block["type"].endswith(OF_STATES):
        return alphabetical(codes, key=lambda code: words.choice(block["question"], code))
    return codes


def measures_in(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    """What else is counted: answered and blank always, the rest where there is any."""
    return [name for name in COUNTED if name in ALWAYS or any(found.get(name) for found in groups)]


def statistics_by_group(block: Question, bases: Bases, words: Words) -> Table:
    """Minimum, median and maximum of the numbers or days that were given, each with its n of N."""
    # Of days there is no median.
    measures = [name for name in STATISTICS if any(name in statistics_of(found) for found in block["groups"])]
    rows = []
    for found in block["groups"]:
        told, group = statistics_of(found), found["group"]
        if found.get("hidden"):
            rows.append((words.group(group), not_shown(), *(not_shown() for _measure in measures)))
        elif told:
            figures = [figure_of(block["question"], told[measure]) for measure in measures]
            rows.append((words.group(group), n_of(told["n"], bases[group]), *figures))
    head = (_("States"), _("n of N"), *(words.measure(measure) for measure in measures))
    return Table("", head, tuple(rows), (34, 18, *(22 for _measure in measures)), frozenset(range(1, len(head))))


def side_by_side(blocks: Sequence[Question], bases: Sequence[Bases], words: Words) -> Table:
    """Twins beside each other: each choice as n of N and share."""
    codes = list(dict.fromkeys(code for block in blocks for code in codes_in(block, words)))
    overall = [(block["groups"][0], base[ALL]) for block, base in zip(blocks, bases, strict=True)]
    rows = [
        (
            words.choice(blocks[0]["question"], code),
            *(cell for found, base in overall for cell in counted([choice_in(found, code)], base)),
        )
        for code in codes
    ]
    labels = [label for block in blocks for label in (words.question(block["question"]), _("Share"))]
    return Table("", ("", *labels), tuple(rows), (32, 24, 10, 24, 10), frozenset(range(1, 5)))
