"""Hold a file until it is confirmed, import it as one step, undo that step.

What is confirmed is what was looked at: the file and the plan are named by their digests, and a plan that has changed
meanwhile is shown again instead of being written.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from surveys.actions.write_keys import once
from surveys.file_types.names import clean_name
from surveys.imports.plan import CHANNEL, Plan, PlannedRow, make_plan
from surveys.imports.reading import XLSX, read_sheet
from surveys.imports.tables import TABLES
from surveys.imports.undoing import columns_of, last_events, parts_change, parts_of, put_all_back
from surveys.models import SheetImport, User
from surveys.models.history import acting_as

HELD_FOR = timedelta(hours=24)


class Moved(Exception):
    """What the file would change is not what was looked at any more; nothing was written."""


class NotHeld(Exception):
    """The file is not held any more: imported, given up or expired."""


def plan_of(held: SheetImport, *, by: User, on: date, write: bool = False) -> Plan:
    """What a held file would change now. Raises FileRefused."""
    table = TABLES[held.table]
    sheet = read_sheet(bytes(held.content or b""), held.name, table.slug)
    return make_plan(table, sheet, by=by, on=on, write=write)


def hold(*, table: str, name: str, content: bytes, by: User, at: datetime) -> SheetImport:
    """Keep a file that may be imported until it is confirmed, for a day."""
    return SheetImport.objects.create(
        table=table,
        name=clean_name(name, XLSX if name.lower().endswith(".xlsx") else "text/plain"),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        uploaded_by=by,
        uploaded_at=at,
        expires_at=at + HELD_FOR,
    )


def confirm(*, held: SheetImport, sha256: str, plan: str, by: User, key: str, on: date, at: datetime) -> None:
    """Import the held file as one step: all of it or nothing.

    `sha256` and `plan` are the digests of what was looked at. Raises Moved, NotHeld, KeyReused.
    """

    def act() -> None:
        locked = SheetImport.objects.held(at).select_for_update().filter(pk=held.pk, uploaded_by=by).first()
        if locked is None:
            raise NotHeld
        with acting_as(by, channel=CHANNEL, key=key):
            written = plan_of(locked, by=by, on=on, write=True)
            if locked.sha256 != sha256 or written.digest() != plan or written.is_refused or not written.written:
                raise Moved
            locked.written = changes_of(written.written, TABLES[locked.table].resource.part)
            locked.content, locked.done_at = None, at
            locked.save()

    request = {"import": held.pk, "sha256": sha256, "plan": plan}
    once(user=by, key=key, request=request, at=at, act=act, for_ever=True)


def give_up(*, held: SheetImport, by: User, at: datetime) -> None:
    """Forget a file that is held; one that was imported stays."""
    SheetImport.objects.held(at).filter(pk=held.pk, uploaded_by=by).delete()


def changes_of(rows: Sequence[PlannedRow], part: str) -> list[dict[str, Any]]:
    """What was written, row by row: the cells as people saw them, every column before and after, and its event."""
    events = last_events(row.instance for row in rows)
    parts = parts_of([row.instance for row in rows], part)
    of_parts = last_events(each for found in parts.values() for each in found)
    return [
        change_of(row, events[row.instance.pk]) | parts_change(row.parts, parts.get(row.instance.pk, []), of_parts)
        for row in rows
    ]


def change_of(row: PlannedRow, event: int) -> dict[str, Any]:
    """What was written to one row."""
    instance, original = row.instance, row.original
    return {
        "model": instance._meta.label_lower,
        "pk": instance.pk,
        "name": row.name,
        "row": row.number,
        "cells": [[cell.heading, cell.old, cell.new] for cell in row.changes],
        "old": columns_of(original) if original is not None else None,
        "new": columns_of(instance),
        "event": event,
    }


def undo(*, done: SheetImport, by: User, key: str, at: datetime) -> None:
    """Put back every column that the import changed, and take out what it added, as one step.

    Only as long as nobody has changed any of it since. Raises ChangedSince, NotHeld, KeyReused.
    """

    def act() -> None:
        locked = SheetImport.objects.select_for_update().get(pk=done.pk)
        if not locked.is_done or locked.undone_at is not None:
            raise NotHeld
        with acting_as(by, channel=CHANNEL, key=key):
            put_all_back(locked.written, TABLES[locked.table].resource.part)
            locked.undone_by, locked.undone_at = by, at
            locked.save(update_fields=["undone_by", "undone_at"])

    once(user=by, key=key, request={"undo": done.pk}, at=at, act=act, for_ever=True)
