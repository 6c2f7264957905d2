"""Put rows back as they were before an import, as long as the history knows of no later change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, Max, Model, ProtectedError


class ChangedSince(Exception):
    """What was imported cannot be undone: `names` has been changed, or is used, since then; nothing was undone."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        super().__init__(*self.names)


def columns_of(instance: Model) -> dict[str, Any]:
    """Every column of a row as JSON takes it."""
    values = {field.attname: field.value_from_object(instance) for field in instance._meta.concrete_fields}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def last_events(rows: Iterable[Any]) -> dict[int, int]:
    """The newest event of the history of each of these rows, which are of one table."""
    found = list(rows)
    if not found:
        return {}
    history = type(found[0])._meta.get_field("changes").related_model
    events = history.objects.filter(pgh_obj_id__in=[row.pk for row in found])
    return dict(events.values("pgh_obj_id").annotate(last=Max("pgh_id")).values_list("pgh_obj_id", "last"))


def parts_of(rows: Sequence[Model], part: str) -> dict[int, list[Model]]:
    """The rows of the reverse relation `part` that stand with each of these rows; nothing where there is no part."""
    if not rows or not part:
        return {}
    field = type(rows[0])._meta.get_field(part).field  # type: ignore[union-attr]
    found: dict[int, list[Model]] = defaultdict(list)
    for each in field.model._default_manager.filter(**{f"{field.name}__in": [row.pk for row in rows]}).order_by("pk"):
        found[getattr(each, field.attname)].append(each)
    return found


def parts_change(
    before: Sequence[Model], after: Sequence[Model], events: Mapping[int, int]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of other tables that stood with a row before and after, each of the latter with its event."""
    if not before and not after:
        return {}
    return {
        "parts_before": [columns_of(each) for each in before],
        "parts_after": [{**columns_of(each), "event": events[each.pk]} for each in after],
    }


def put_all_back(written: Sequence[Mapping[str, Any]], part: str) -> None:
    """Restore each row and its parts, the last first, so that what needs another goes before it. Raises ChangedSince
    where any of it was changed or used since."""
    rows = [(change, instance_of(change)) for change in written]
    standing = [row for _change, row in rows if row is not None]
    events, parts = last_events(standing), parts_of(standing, part)
    of_parts = last_events(each for found in parts.values() for each in found)
    changed = [
        change["name"]
        for change, row in rows
        if row is None
        or events[row.pk] != change["event"]
        or {each["id"]: each["event"] for each in change.get("parts_after", [])}
        != {each.pk: of_parts[each.pk] for each in parts.get(row.pk, [])}
    ]
    if changed:
        raise ChangedSince(changed)
    for change, row in reversed(rows):
        put_back(change, row, parts.get(row.pk, []), part)


def instance_of(change: Mapping[str, Any]) -> Any:
    """The row that a change is about, locked; None when it is gone."""
    return apps.get_model(change["model"])._default_manager.select_for_update().filter(pk=change["pk"]).first()


def put_back(change: Mapping[str, Any], row: Any, parts: Sequence[Model], part: str) -> None:
    """Restore one row with its parts. Raises ChangedSince where others use it."""
    if change["old"] is None:
        try:
            refuse_if_used(change["name"], row, part)
            row.delete()
        except ProtectedError as fault:
            raise ChangedSince([change["name"]]) from fault
        return
    restore(row, change["old"])
    put_parts_back(row, parts, change.get("parts_before", []), part)


def refuse_if_used(name: str, row: Any, part: str) -> None:
    """Raise ChangedSince where something that would go with the row was entered for it since."""
    for relation in row._meta.related_objects:
        if relation.on_delete is not CASCADE or relation.get_accessor_name() == part:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: row.pk}).exists():
            raise ChangedSince([name])


def restore(row: Any, old: Mapping[str, Any]) -> None:
    """Put back every column."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, field.to_python(old[field.attname]))
    row.save()


def put_parts_back(row: Any, parts: Sequence[Model], before: Sequence[Mapping[str, Any]], part: str) -> None:
    """Take out the parts that were added, and put back under their numbers those that were taken out."""
    kept = {each["id"] for each in before}
    for each in parts:
        if each.pk not in kept:
            each.delete()
    standing = {each.pk for each in parts}
    for old in before:
        if old["id"] not in standing:
            restore(getattr(row, part).model(), old)
