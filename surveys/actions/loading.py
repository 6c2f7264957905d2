"""Write what files say, where the database says something else, and count it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)
# Who loads, in the history.
ACTOR = "command:load_round"


@dataclass
class Loaded:
    """What loading did: how many rows of each kind there are in the files, how many were added or changed."""

    rows: dict[str, int] = field(default_factory=dict)
    added: int = 0
    changed: int = 0


class Loader:
    """Writes what differs, and counts it in `loaded`, which several loaders may share.

    Where `edits_stay`, a value that people changed is left to them as long as the files say what they said before.
    """

    edits_stay = False

    def __init__(self, loaded: Loaded | None = None) -> None:
        self.loaded = loaded or Loaded()

    def keep(
        self,
        model: type[Row],
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        *,
        at_first: Mapping[str, Any] | None = None,
    ) -> Row:
        """The row of this key with these values: added, changed, or left alone.

        What is given `at_first` is written with a new row only: it is the work of people from then on.
        """
        kind = model._meta.model_name or ""
        self.loaded.rows[kind] = self.loaded.rows.get(kind, 0) + 1
        row = model._default_manager.filter(**key).first()
        if row is None:
            self.loaded.added += 1
            return model._default_manager.create(**key, **values, **(at_first or {}))
        differing = {name: value for name, value in values.items() if getattr(row, name) != value}
        if differing and self.edits_stay:
            said = _said_before(row)
            differing = {name: value for name, value in differing.items() if name not in said or said[name] != value}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            self.loaded.changed += 1
            row.save(update_fields=list(differing))
        return row


def _said_before(row: models.Model) -> dict[str, Any]:
    """What loading wrote last into each column of the row, by its history; what others wrote is passed over."""
    said: dict[str, Any] = {}
    before: dict[str, Any] = {}
    for event in row.changes.order_by("pgh_id").values():  # type: ignore[attr-defined]
        if event["pgh_context"]["actor"] == ACTOR:
            said |= {name: value for name, value in event.items() if name not in before or before[name] != value}
        before = event
    return said
