"""Charts of an edition as Vega-Lite specifications: what is drawn, without drawing it (reports/rendering/drawing.py).

One series has the accent, a pair two colours of Okabe and Ito; every bar begins at zero and carries its number, so
there is neither grid nor legend. How many of how many, and the day, are said beside the picture, never in it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from reports.rendering.words import Words
from reports.summary.tables import codes_of
from surveys.questionnaire.definition import Definition, Group, Node
from surveys.questionnaire.layout import Matrix, common_beginning, parts_of_page

Spec = dict[str, Any]
# Raised with every change of how specifications are drawn, since pictures are kept by the specification's digest.
DRAWN = 2
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONTS = "IBM Plex Sans, IBM Plex Sans Arabic, Noto Sans CJK SC, system-ui, sans-serif"
ARABIC_FONTS = "IBM Plex Sans Arabic, IBM Plex Sans, system-ui, sans-serif"
INK, MUTED, ACCENT, SECOND = "#1c2024", "#565f69", "#14488c", "#e69f00"
# A picture in a page takes no colours from it, but follows the reader's wish as the page does (css/tokens.css).
STYLE = (
    "@media (prefers-color-scheme:dark){"
    f'[fill="{INK}"]{{fill:#e9e6e0}}[fill="{ACCENT}"]{{fill:#8dbaf5}}[stroke="{MUTED}"]{{stroke:#abb1ba}}'
    "}"
)
# More bars than these are a table.
MOST_BARS = 16
LABELS, BARS, LINE, GAP, THICK = 280, 360, 17, 9, 18
LETTERS, CHARACTERS = 36, 18
RIGHT_TO_LEFT_MARK = "\u200f"
BRACKETS = " ()（）:：,،\u00a0"


def chart_of(block: Mapping[str, Any], words: Words, twin: Mapping[str, Any] | None = None) -> Spec | None:
    """The bars of a question's choices, beside those of its twin; None where there is nothing to draw.

    `block` and `twin` are entries of a content's `questions`; figures that are not told are never drawn.
    """
    series = [numbers_of(asked) for asked in (block, twin) if asked]
    if not all(series) or len(series[0]) > MOST_BARS or not any(n for numbers in series for n in numbers.values()):
        return None
    codes = list(dict.fromkeys(code for numbers in series for code in numbers))
    labels = [words.choice(block["question"], code) for code in codes]
    names = series_names(words.question(block["question"]), words.question(twin["question"])) if twin else [""]
    values = [
        {"bar": place, "series": order, "n": numbers.get(code, 0)}
        for order, numbers in enumerate(series)
        for place, code in enumerate(codes)
    ]
    told = {"title": title_of(block, words, twin), "description": description_of(values, labels, names)}
    return specification(values, labels, names, told, is_right_to_left=words.is_right_to_left)


def numbers_of(block: Mapping[str, Any]) -> dict[str, int]:
    """How often each choice was chosen overall; nothing where that is not told."""
    overall = block["groups"][0]
    return {} if overall.get("hidden") else dict(codes_of(overall))


def title_of(block: Mapping[str, Any], words: Words, twin: Mapping[str, Any] | None) -> str:
    """What the picture is of: the question, or what twins have in common."""
    labels = [words.question(asked["question"]) for asked in (block, twin) if asked]
    return common_beginning(labels) if twin else labels[0]


def series_names(first: str, second: str) -> list[str]:
    """What tells twins apart: the rest of their labels behind what they have in common."""
    beginning = common_beginning([first, second])
    rests = [label.removeprefix(beginning).strip(BRACKETS) for label in (first, second)]
    return rests if all(rests) else [first, second]


def description_of(values: Sequence[Mapping[str, int]], labels: Sequence[str], names: Sequence[str]) -> str:
    """The figures of the picture for whoever does not see it, a line each."""
    return "\n".join(
        ": ".join(part for part in (names[value["series"]], labels[value["bar"]], str(value["n"])) if part)
        for value in values
    )


def specification(
    values: list[dict[str, int]],
    labels: Sequence[str],
    names: Sequence[str],
    told: Mapping[str, str],
    *,
    is_right_to_left: bool,
) -> Spec:
    """The Vega-Lite specification of these bars; what is told of them stands in `usermeta`."""
    lines = [lines_of(label, is_right_to_left) for label in labels]
    step = max(LINE * max(map(len, lines)), THICK * len(names)) + GAP
    side = "right" if is_right_to_left else "left"
    return {
        "$schema": SCHEMA,
        "usermeta": {**told, "drawn": DRAWN},
        "background": None,
        # Browsers draw with fonts of their own, which may be wider.
        "padding": {"left": 5, "right": 5, "top": 5, "bottom": 5, opposite(side): 48 if len(names) > 1 else 16},
        "width": BARS,
        "height": step * len(labels),
        "params": [
            {"name": "labels", "value": lines},
            {"name": "names", "value": [marked(name, is_right_to_left) for name in names]},
        ],
        "data": {"values": values},
        "encoding": encoding(values, side, step - GAP, pairs=len(names) > 1),
        "layer": [bars(len(names)), numbers(side), *([series_labels(side)] if len(names) > 1 else [])],
        "config": {
            "font": ARABIC_FONTS if is_right_to_left else FONTS,
            "view": {"stroke": None},
            "axis": {"labelFontSize": 13, "labelColor": INK},
        },
    }


def encoding(values: Sequence[Mapping[str, int]], side: str, thick: int, *, pairs: bool) -> Spec:
    """Where bars stand: a place for each choice, in it one for each series; lengths from zero."""
    most = max(value["n"] for value in values)
    labelled = {
        "orient": side,
        "labelExpr": "labels[datum.value]",
        "labelLimit": LABELS + 20,
        "labelLineHeight": LINE,
        "labelPadding": 8,
        "minExtent": LABELS,
        "maxExtent": LABELS,
        "domain": True,
        "domainColor": MUTED,
        "ticks": False,
        "title": None,
    }
    placed: Spec = {
        "y": {"field": "bar", "type": "ordinal", "axis": labelled, "scale": {"paddingInner": 0, "paddingOuter": 0}},
        "x": {
            "field": "n",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, most], "reverse": side == "right"},
        },
    }
    if pairs:
        placed["yOffset"] = {
            "field": "series",
            "type": "ordinal",
            "scale": {"paddingOuter": 0.4, "paddingInner": 0.1},
        }
    return placed


def bars(number_of_series: int) -> Spec:
    """The bars themselves."""
    if number_of_series == 1:
        return {"mark": {"type": "bar", "color": ACCENT, "height": THICK}}
    colour = {"field": "series", "type": "ordinal", "scale": {"domain": [0, 1], "range": [ACCENT, SECOND]}}
    return {"mark": {"type": "bar"}, "encoding": {"color": {**colour, "legend": None}}}


def numbers(side: str) -> Spec:
    """The number at the end of each bar."""
    return {"mark": at_the_end(side, 6, fontWeight=600), "encoding": {"text": {"field": "n", "type": "quantitative"}}}


def series_labels(side: str) -> Spec:
    """What each of two series is, behind the numbers of the first choice."""
    return {
        "transform": [{"filter": "datum.bar === 0"}, {"calculate": "names[datum.series]", "as": "name"}],
        "mark": at_the_end(side, 34),
        "encoding": {"text": {"field": "name", "type": "nominal"}},
    }


def at_the_end(side: str, distance: int, **more: Any) -> Spec:
    """A text behind the end of a bar, seen from where the bars begin."""
    towards = -distance if side == "right" else distance
    return {"type": "text", "align": side, "dx": towards, "fontSize": 13, "color": INK, **more}


def opposite(side: str) -> str:
    """The other side."""
    return "left" if side == "right" else "right"


def lines_of(label: str, is_right_to_left: bool) -> list[str]:
    """A label in lines that stand beside a bar; Chinese has no spaces to break at."""
    is_wide = any(ord(letter) > 0x2E80 for letter in label)
    lines = wrap(label, CHARACTERS if is_wide else LETTERS, break_on_hyphens=False) or [""]
    return [marked(line, is_right_to_left) for line in lines]


def marked(line: str, is_right_to_left: bool) -> str:
    """A line that begins with its direction, so that digits and brackets stand where they belong."""
    return RIGHT_TO_LEFT_MARK + line if is_right_to_left else line


def digest_of(spec: Spec) -> str:
    """SHA-256 of the specification as JSON in one order of keys: under it the picture is kept."""
    return hashlib.sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()


def twins_of(definition: Definition) -> dict[str, str]:
    """Questions with a twin, the first of each pair: the same asked of two situations (questionnaire.layout)."""
    return dict(pair for section in definition.sections for pair in pairs_in(section.children))


def pairs_in(nodes: Sequence[Node]) -> list[tuple[str, str]]:
    """The pairs of names among these nodes and all below them."""
    found: list[tuple[str, str]] = []
    for part in parts_of_page(nodes):
        if isinstance(part, Matrix):
            found += [(row[0].name, row[1].name) for row in part.rows if len(row) > 1]
        elif isinstance(part, Group):
            found += pairs_in(part.children)
    return found
