"""Answers by path: what counts as given, how a path is written, how rows of a repeat are folded and unfolded."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from surveys.questionnaire.definition import Question
from surveys.questionnaire.values import Value

Answers = Mapping[str, Any]
NOT_ASKED = "_not_asked"
ROW_ID = re.compile(r"[^\[\]/]+")
ROW_PATH = re.compile(rf"{ROW_ID.pattern}\[({ROW_ID.pattern})\]/({ROW_ID.pattern})")


def is_answered(value: Any) -> bool:
    """Whether something was given: anything but nothing, the empty text and the empty list."""
    return value is not None and value not in ("", [])


def is_absence(value: Any) -> bool:
    """Whether the value is a stated absence."""
    return isinstance(value, Mapping) and "missing" in value


def is_row_id(value: Any) -> bool:
    """Whether the value can name a row in a path."""
    return isinstance(value, str) and ROW_ID.fullmatch(value) is not None


def path_of(question: Question, row: str) -> str:
    """The path of a question: its name, inside a repeat with repeat and row."""
    return f"{question.repeat}[{row}]/{question.name}" if question.repeat else question.name


def parts_of(path: str) -> tuple[str, str]:
    """Row id (empty outside repeats) and name of the question at a path."""
    match = ROW_PATH.fullmatch(path)
    return (match[1], match[2]) if match else ("", path)


def as_value(question: Question, answer: Any) -> Value:
    """A canonical answer in the terms of expressions; one that does not fit the question's type is empty.

    An answer of an earlier version of the questionnaire may not fit, and is still there to be looked at.
    """
    if not is_answered(answer) or is_absence(answer):
        return ""
    try:
        if isinstance(answer, list):
            return " ".join(answer)
        if isinstance(answer, int) or question.type in {"integer", "decimal"}:
            return Decimal(answer)
        return date.fromisoformat(answer) if question.type == "date" else str(answer)
    except (TypeError, ValueError, InvalidOperation):
        return ""


def unfolded(document: Answers) -> dict[str, Any]:
    """A submission's document as answers by path: each row's members apart, and the ids of the rows in order.

    Answers by path come through as they are. Raises ValueError for a row that has no id.
    """
    return dict(_pairs(document))


def _pairs(document: Answers) -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        if name == NOT_ASKED:
            continue
        if not is_rows(value):
            yield name, value
            continue
        if any(not isinstance(row.get("id"), str) for row in value):
            raise ValueError(f"{name}: a row has no id")
        yield name, [row["id"] for row in value]
        for row in value:
            members = (item for item in row.items() if item[0] not in {"id", NOT_ASKED})
            yield from ((f"{name}[{row['id']}]/{member}", content) for member, content in members)


def is_rows(value: Any) -> bool:
    """Whether the value is a list of rows as a document holds them."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)
