"""What was written rather than counted: the entries of repeats, the open answers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.words import Words
from reports.rendering.xlsx.sheets import Column, Quiet, Row, Sheet, Spoken, Value, number
from reports.summary.frame import DAYS, NUMBERS, REPEAT
from reports.summary.tables import Content
from surveys.alphabet import plain
from surveys.workbooks.excel import ISO_DAY, pieces


def state_of(iso3: str, words: Words) -> str:
    """The State that wrote something, where that may be told."""
    return words.state(iso3) if iso3 else _("State not named")


def by_state(things: Sequence[Mapping[str, Any]], words: Words) -> list[Mapping[str, Any]]:
    """The things in the order of the States' names in the reader's language; those of no named State last."""
    return sorted(things, key=lambda thing: (not thing["state"], plain(state_of(thing["state"], words))))


# Entries of repeats


def repeats_of(blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The repeats among these questions whose entries are in the content."""
    return [block for block in blocks if block["type"] == REPEAT and "entries" in block]


def entries_sheet(repeat: Mapping[str, Any], edition: Content, words: Words, table: str) -> Sheet:
    """The entries of a repeat as a table: a row for each, a column for each of its questions."""
    asked = [block for block in edition["questions"] if block["repeat"] == repeat["question"]]
    label = words.question(repeat["question"])
    return Sheet(
        name=table,
        tab=label,
        heading=label,
        in_contents=label,
        notes=[_("Texts that end in an ellipsis are whole on the sheet of the open answers")],
        columns=[
            Column(_("State"), 28),
            Column(_("Entry"), 8),
            *(Column(words.question(block["question"]), 26) for block in asked),
        ],
        rows=[
            [
                state_of(entry["state"], words),
                entry["row"] or None,
                *(answer_of(block, entry["values"].get(block["question"]), words) for block in asked),
            ]
            for entry in by_state(repeat["entries"], words)
        ],
        frozen=1,
    )


def answer_of(block: Mapping[str, Any], value: Any, words: Words) -> Value:
    """An answer in an entry: labels for codes, numbers as numbers, days as days."""
    name, kind = block["question"], block["type"]
    if isinstance(value, Mapping):
        return words.measure(value["missing"]) if "missing" in value else str(dict(value))
    if kind.startswith("select"):
        codes = value if isinstance(value, list) else [value]
        return "\n".join(words.choice(name, str(code)) for code in codes if code is not None) or None
    if kind in NUMBERS and isinstance(value, int | str):
        return number_or_text(value, is_year=name.endswith("_year"))
    if kind in DAYS and isinstance(value, str) and ISO_DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value if value is None or isinstance(value, str) else str(value)


def number_or_text(value: int | str, *, is_year: bool) -> Value:
    """A number as a number; what another version of the questionnaire took here as it is."""
    try:
        return number(value, is_year=is_year)
    except ArithmeticError:
        return str(value)


# Open answers


def open_answers_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """The open answers, verbatim; what is too long for a cell goes on in the rows below."""
    return Sheet(
        name="open_answers",
        tab=tab,
        heading=_("Open answers, verbatim"),
        columns=[
            Column(_("Section"), 24),
            Column(_("Question"), 40),
            Column(_("State"), 24),
            Column(_("Entry"), 8),
            Column(_("Language"), 14),
            Column(_("Permitted use"), 34),
            Column(_("Part"), 7),
            Column(_("Parts"), 7),
            Column(_("Text"), 90),
        ],
        rows=[row for block in edition["questions"] for row in texts_of(block, words)],
    )


def texts_of(block: Mapping[str, Any], words: Words) -> Iterator[Row]:
    """The rows of one question's texts."""
    section, label = words.section(block["section"]), words.question(block["question"])
    for text in by_state(block.get("texts", ()), words):
        parts = pieces(text["text"])
        for part, piece in enumerate(parts, start=1):
            yield [
                Quiet(section),
                Quiet(label),
                state_of(text["state"], words),
                text["row"] or None,
                words.language_name(text["language"]) if text["language"] else None,
                words.use(text["attribution"]) if text["attribution"] else None,
                part,
                len(parts),
                Spoken(piece, text["language"]),
            ]
