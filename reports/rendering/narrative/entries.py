"""The entries of a repeat as a table: what each Government listed, as far as it permitted."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.blocks import Block, Cell, Spoken, Table
from reports.rendering.narrative.values import figure_of
from reports.rendering.words import Words
from surveys.models.member_states import alphabetical
from surveys.questionnaire.definition import Question

NOT_PRINTED = frozenset({"file", "calculate"})


def entries_of(block: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """The entries by the names of the States; last those whose State is not told. No table where nothing is told."""
    columns = [
        question
        for question in words.definition.questions.values()
        if question.repeat == block["question"] and question.type not in NOT_PRINTED
    ]
    told = [entry for entry in block.get("entries", ()) if any(column.name in entry["values"] for column in columns)]
    if not told:
        return
    named = alphabetical([entry for entry in told if entry["state"]], key=lambda entry: words.state(entry["state"]))
    rows = tuple(
        (whose(entry, words), *(value_in(entry, column, words) for column in columns))
        for entry in [*named, *(entry for entry in told if not entry["state"])]
    )
    head = (_("State"), *(words.question(column.name) for column in columns))
    yield Table(words.question(block["question"]), head, rows, (10, *(10 for _column in columns)))


def whose(entry: Mapping[str, Any], words: Words) -> str:
    """The State of an entry, where it is told."""
    return words.state(entry["state"]) if entry["state"] else _("State not named")


def value_in(entry: Mapping[str, Any], column: Question, words: Words) -> Cell:
    """What an entry has in a column, in words; texts as they were given."""
    value = entry["values"].get(column.name)
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return words.measure(str(value.get("missing", "")))
    if column.type.startswith("select"):
        codes = value if isinstance(value, list) else [value]
        return "\n".join(words.choice(column.name, str(code)) for code in codes)
    if column.type == "text":
        return Spoken(str(value))
    return figure_of(column.name, value)
