"""What a file would change: row by row and cell by cell, or what is wrong with which cell."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Model
from import_export.exceptions import ImportError
from import_export.results import Result, RowResult
from tablib import Dataset

from surveys.imports.columns import Column
from surveys.imports.reading import ReadRow, ReadSheet, is_blank, sheet_place, shown_value
from surveys.imports.refused import FileRefused, Unfit
from surveys.imports.resource import SheetResource
from surveys.imports.tables import TABLES, Table
from surveys.imports.words import of_unfit
from surveys.ledger import canonical_json
from surveys.models import User
from surveys.models.history import acting_as

CHANNEL = "import"
NEW, CHANGED, UNCHANGED, REFUSED = "new", "changed", "unchanged", "refused"
KINDS = {
    RowResult.IMPORT_TYPE_NEW: NEW,
    RowResult.IMPORT_TYPE_UPDATE: CHANGED,
    RowResult.IMPORT_TYPE_SKIP: UNCHANGED,
}


@dataclass(frozen=True)
class Fault:
    """What is wrong: the cell (such as B7, or 7 for a whole row), its heading, what stands there, rule and remedy."""

    cell: str
    heading: str
    found: str
    rule: str
    remedy: str


@dataclass(frozen=True)
class Change:
    """A cell that changes: old and new as a file writes them."""

    heading: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """A row of the file: what becomes of it. `instance` and `original` are those of django-import-export, `parts`
    the rows of other tables that stood with it before."""

    number: int
    kind: str
    name: str
    changes: tuple[Change, ...] = ()
    faults: tuple[Fault, ...] = ()
    instance: Any = None
    original: Any = None
    parts: tuple[Model, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What becomes of a whole file; with one refused row nothing is taken."""

    sheet: str
    rows: tuple[PlannedRow, ...]

    @property
    def is_refused(self) -> bool:
        """Whether a row is refused."""
        return any(row.kind == REFUSED for row in self.rows)

    @property
    def faults(self) -> list[Fault]:
        """All that is wrong, in the order of the rows."""
        return [fault for row in self.rows for fault in row.faults]

    def of_kind(self, kind: str) -> list[PlannedRow]:
        """The rows of which this becomes."""
        return [row for row in self.rows if row.kind == kind]

    @property
    def written(self) -> list[PlannedRow]:
        """The rows that are new or change something."""
        return [row for row in self.rows if row.kind in (NEW, CHANGED)]

    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        counted = Counter(row.kind for row in self.rows)
        return {kind: counted[kind] for kind in (NEW, CHANGED, UNCHANGED, REFUSED)}

    def digest(self) -> str:
        """A digest of all that would be written: what is confirmed is what was looked at."""
        said = [
            [
                row.number,
                row.kind,
                row.original.pk if row.original else 0,
                [[c.heading, c.old, c.new] for c in row.changes],
            ]
            for row in self.written
        ]
        return hashlib.sha256(canonical_json(said)).hexdigest()


def make_plan(table: Table, sheet: ReadSheet, *, by: User, on: date, write: bool = False) -> Plan:
    """What the sheet would change. With `write` it is changed, unless a row is refused; the caller's transaction
    holds it. Raises FileRefused for headings that are not the table's."""
    refuse_headings(table, sheet)
    resource = table.resource(by=by, on=on, is_text=sheet.is_text, locking=write)
    resource.refuse_sheet(sheet)
    # To be looked at, too, every row is written for once, so that the database has its say; the history wants a name.
    with acting_as(by, channel=CHANNEL):
        result = written(resource, sheet, write=write)
    twice = said_twice(resource, sheet)
    labels = {str(column.column_name): str(column.label) for column in resource.columns}
    planned = [
        planned_row(resource, sheet, row, row_result, twice.get(row.number), labels)
        for row, row_result in zip(sheet.rows, result.rows, strict=True)
    ]
    return Plan(sheet.name, tuple(planned))


def written(resource: SheetResource, sheet: ReadSheet, *, write: bool) -> Result:
    """What became of each row when it was written; without `write`, or where a row is refused, nothing stays.

    A savepoint for each row costs more than the row: a file is written without them first, and again with them when
    something in it is refused, so that every fault is found.
    """
    dataset = Dataset(*[row.values for row in sheet.rows], headers=list(sheet.headings))
    try:
        with transaction.atomic():
            result = resource.at_once().import_data(dataset, raise_errors=True, use_transactions=False)
            if not write:
                transaction.set_rollback(True)
        return result
    except ImportError:
        result = resource.import_data(dataset, dry_run=not write, rollback_on_validation_errors=True)
    if result.base_errors:
        raise result.base_errors[0].error
    return result


def refuse_headings(table: Table, sheet: ReadSheet) -> None:
    """Raise FileRefused for another table's file, and for headings that lack, are unknown or stand twice."""
    headings = [heading for heading in sheet.headings if heading]
    known, needed = set(table.headings()), table.needed()
    fitting = [other for other in TABLES.values() if set(other.needed()) <= set(headings) <= set(other.headings())]
    if sheet.name in TABLES and sheet.name != table.slug:
        raise FileRefused("other_table", table=TABLES[sheet.name].title)
    if fitting and table not in fitting:
        raise FileRefused("other_table", table=fitting[0].title)
    twice = [heading for heading, times in Counter(headings).items() if times > 1]
    if twice:
        raise FileRefused("heading_twice", headings=", ".join(twice))
    missing = [heading for heading in needed if heading not in headings]
    if missing:
        raise FileRefused("headings_missing", headings=", ".join(missing))
    unknown = [f"{heading} ({place_of(sheet, heading)})" for heading in headings if heading not in known]
    if unknown or len(headings) < len(sheet.headings):
        raise FileRefused("headings_unknown", headings=", ".join(unknown) or "–")


def place_of(sheet: ReadSheet, heading: str) -> str:
    """Where a heading stands."""
    return sheet_place(sheet.name, f"{sheet.letter(heading)}1")


def said_twice(resource: SheetResource, sheet: ReadSheet) -> dict[int, int]:
    """The rows whose key stands in an earlier row, with that row."""
    places = [sheet.headings.index(str(column.column_name)) for column in resource.keys]
    first: dict[tuple[str, ...], int] = {}
    twice: dict[int, int] = {}
    for row in sheet.rows:
        key = tuple(shown_value(row.values[at]).strip() for at in places)
        if all(key) and first.setdefault(key, row.number) != row.number:
            twice[row.number] = first[key]
    return twice


def planned_row(
    resource: SheetResource,
    sheet: ReadSheet,
    row: ReadRow,
    result: RowResult,
    earlier: int | None,
    labels: Mapping[str, str],
) -> PlannedRow:
    """What becomes of one row; `earlier` is the row that says its key already."""
    name = shown_value(row.values[sheet.headings.index(resource.key_name)])
    error = result.validation_error
    if earlier is not None:
        error = ValidationError({resource.key.attribute: Unfit("twice", row=earlier)})
    elif result.errors:
        error = ValidationError(Unfit("cannot_be_read"))
    if error is not None:
        return PlannedRow(row.number, REFUSED, name, faults=tuple(faults_of(resource, sheet, row, error)))
    return PlannedRow(
        row.number,
        KINDS[result.import_type],
        str(result.instance),
        changes=tuple(changes_of(resource.columns, result.original, result.instance, labels)),
        instance=result.instance,
        original=result.original,
        parts=tuple(resource.parts_before(result.original)) if result.original is not None else (),
    )


def changes_of(
    columns: Sequence[Column], original: Any, instance: Any, labels: Mapping[str, str]
) -> Iterator[Change]:
    """The cells that differ; of a new row those that hold something."""
    for column in columns:
        if column.readonly:
            continue
        old = "" if original is None else shown_value(column.export(original))
        new = shown_value(column.export(instance))
        if old != new:
            yield Change(str(column.column_name), labels[str(column.column_name)], old, new)


def faults_of(resource: SheetResource, sheet: ReadSheet, row: ReadRow, error: ValidationError) -> Iterator[Fault]:
    """All that is wrong with a row, each at its cell where there is one."""
    by_attribute = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    columns = {column.attribute: column for column in resource.columns}
    for attribute, errors in by_attribute.items():
        for each in errors:
            column = columns.get(getattr(each, "attribute", "") or attribute) or beginning(columns, attribute)
            yield fault_of(sheet, row, column, each)


def beginning(columns: dict[str, Column], attribute: str) -> Column | None:
    """The first column of a field that several columns make up, as names do."""
    return next((column for name, column in columns.items() if name.startswith(f"{attribute}__")), None)


def fault_of(sheet: ReadSheet, row: ReadRow, column: Column | None, error: ValidationError) -> Fault:
    """One thing that is wrong."""
    rule, remedy = of_unfit(error)
    heading = "" if column is None else str(column.column_name)
    if column is None or heading not in sheet.headings:
        said = " · ".join(shown_value(value) for value in row.values if not is_blank(value))
        return Fault(str(row.number), heading, said, rule, remedy)
    found = shown_value(row.values[sheet.headings.index(heading)])
    return Fault(f"{sheet.letter(heading)}{row.number}", heading, found, rule, remedy)
