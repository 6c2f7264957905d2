"""What a page knew of a record: the last event of its history; and how one write of the register is made."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


class ChangedMeanwhile(Exception):
    """Somebody has changed the record since the page was made."""


class NotPossible(Exception):
    """The database refuses what a form has let pass, since the record's surroundings changed meanwhile."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class Refusing:
    """A block in which what the database refuses becomes NotPossible, with the name of the constraint."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, fault: Any, traceback: Any) -> None:
        if isinstance(fault, IntegrityError):
            diagnosis = getattr(fault.__cause__, "diag", None)
            raise NotPossible(getattr(diagnosis, "constraint_name", None) or "") from fault


def last_event(row: Model) -> int:
    """The last event of the row's history; 0 of a row without one."""
    changes: Any = row.changes  # type: ignore[attr-defined]
    last = changes.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
    return int(last or 0)


def locked(row: Row, seen: int | None, *, version: Callable[[Any], int] = last_event) -> Row:
    """The row as it is now, held until the transaction ends. Raises ChangedMeanwhile when it is not what was seen,
    which `version` tells, or gone."""
    found: Row | None = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk).first()
    if found is None or version(found) != seen:
        raise ChangedMeanwhile
    return found


def set_values(row: Model, values: Mapping[str, Any]) -> bool:
    """Set the columns of a row; whether any of them changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)


def as_json(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of columns as a request's digest takes them."""
    return {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:
    """A value of a column as JSON: days in ISO form, rows by their number."""
    if isinstance(value, date):
        return value.isoformat()
    return value.pk if isinstance(value, Model) else value
