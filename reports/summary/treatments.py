"""What analysts do to answers before they are counted: an answer set aside, its unit corrected, an “other” recoded.

The answer itself never changes: a document and its treatments give the document to be counted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.summary.counts import NUMBER, SET_ASIDE, is_rows
from reports.summary.numbers import EXACT, plain
from surveys.questionnaire.answers import ROW_PATH

ASIDE, UNIT, RECODE = "set_aside", "unit", "recode"
# The code that may be recoded: the answer did not find itself among the others.
OTHER = "other"
Document = dict[str, Any]


@dataclass(frozen=True)
class Applied:
    """A treatment as counting knows it: of the answer at `path`."""

    path: str
    kind: str
    factor: str = ""
    code: str = ""


def treated(document: Document, treatments: Iterable[Applied]) -> Document:
    """The document to be counted; the one that is given stays as it is. Raises LookupError when a path has no answer,
    ValueError when the answer does not fit the treatment: a submission never changes, so neither can happen to one
    that was treated by reports.actions."""
    result = dict(document)
    for treatment in treatments:
        repeat, row, name = place_of(treatment.path)
        if row:
            result[repeat] = [changed(entry, name, treatment, entry.get("id") == row) for entry in result[repeat]]
        else:
            result = changed(result, name, treatment, True)
    return result


def changed(document: Document, name: str, treatment: Applied, is_meant: bool) -> Document:
    """The document with the answer treated, if it is the one that is meant."""
    if not is_meant:
        return document
    return {**document, name: CHANGES[treatment.kind](document[name], treatment)}


def place_of(path: str) -> tuple[str, str, str]:
    """Repeat, row id (both empty outside repeats) and question of a path."""
    match = ROW_PATH.fullmatch(path)
    return (path.partition("[")[0], match[1], match[2]) if match else ("", "", path)


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """The answer at a path; None where there is none."""
    repeat, row, name = place_of(path)
    if not row:
        return document.get(name)
    rows = document.get(repeat) or []
    found = [entry for entry in rows if entry.get("id") == row] if is_rows(rows) else []
    return found[0].get(name) if found else None


def is_number(value: Any) -> bool:
    """Whether the answer is a number as it is counted: an integer, or a decimal as text."""
    return value.__class__ is int or (value.__class__ is str and NUMBER.fullmatch(value) is not None)


def names_other(value: Any) -> bool:
    """Whether the answer is, or has among its codes, the one that may be recoded."""
    return value == OTHER or (isinstance(value, list) and OTHER in value)


def set_aside(_value: Any, _treatment: Applied) -> Any:
    """What stands where the answer stood."""
    return SET_ASIDE


def in_unit(value: Any, treatment: Applied) -> int | str:
    """The number in the unit that was asked for, exactly; a whole one of an integer stays an integer."""
    if not is_number(value):
        raise ValueError(f"not a number: {treatment.path}")
    product = EXACT.multiply(Decimal(value), Decimal(treatment.factor))
    if value.__class__ is int and product == product.to_integral_value():
        return int(product)
    return plain(product)


def recoded(value: Any, treatment: Applied) -> Any:
    """The answer with the code in the place of “other”, once."""
    if not names_other(value):
        raise ValueError(f"no such code: {treatment.path}")
    if value == OTHER:
        return treatment.code
    return list(dict.fromkeys(treatment.code if code == OTHER else code for code in value))


CHANGES: dict[str, Callable[[Any, Applied], Any]] = {ASIDE: set_aside, UNIT: in_unit, RECODE: recoded}
