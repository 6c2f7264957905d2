"""What a table is to django-import-export: which rows, which columns, and how a row of a file finds its own."""

from collections.abc import Hashable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from surveys.imports.broken import Places, rules_broken
from surveys.imports.columns import Column
from surveys.imports.reading import ReadSheet, is_blank, shown_value
from surveys.imports.references import Reference
from surveys.imports.refused import Unfit
from surveys.models import User


class ByKey(BaseInstanceLoader):
    """Finds a row's instance by the table's key; all instances are read once."""

    def __init__(self, resource: "SheetResource", dataset: Any = None) -> None:
        super().__init__(resource, dataset)
        self.found = {resource.key_of(instance): instance for instance in resource.get_queryset()}

    def get_instance(self, row: Mapping[str, Any]) -> Model | None:
        """The instance that the row means; None for a new one. Raises ValidationError."""
        named, unfit = [], {}
        for column in self.resource.keys:
            try:
                named.append(column.clean(row, is_text=self.resource.is_text))
            except ValidationError as fault:
                unfit[column.attribute] = fault
        if unfit:
            raise ValidationError(unfit)
        return self.found.get(tuple(named))


class NoDifference:
    """Stands in for a comparison in HTML that nobody reads and that costs more than all the rest."""

    def __init__(self, *_arguments: Any) -> None:
        pass

    def compare_with(self, *_arguments: Any) -> None:
        """Nothing."""


class SheetResource(ModelResource):
    """A table that can be downloaded, changed and brought back.

    `by` is who downloads or brings it, `on` the day of which it tells. COLUMNS are copied for each use, so that what
    they look up is looked up once. `key_name` names the column that says which row of the portal is meant (where that
    is its own only within another column, `within` names that one), `takes_new` whether rows may be added. PLACES
    says at which column a rule of the database is told. `part` is the reverse relation whose rows are written with a
    row, as sources are with an outcome. Rows that a file does not hold stay as they are: nothing is ever deleted by
    bringing a file.
    """

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    PLACES: ClassVar[Places] = {}
    key_name: ClassVar[str]
    within: ClassVar[str] = ""
    part: ClassVar[str] = ""
    takes_new: ClassVar[bool] = True

    class Meta:
        instance_loader_class = ByKey
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True
        use_transactions = True
        fields = ()

    def __init__(self, *, by: User, on: date, is_text: bool = False, locking: bool = False) -> None:
        super().__init__()
        self.fields = {str(column.column_name): deepcopy(column) for column in self.COLUMNS}
        self.by, self.on, self.is_text, self.locking = by, on, is_text, locking
        self.has_savepoints = True

    def at_once(self) -> Self:
        """The same, to write a file without a savepoint for each row: the first row that is refused ends it."""
        found = type(self)(by=self.by, on=self.on, is_text=self.is_text, locking=self.locking)
        found.has_savepoints = False
        return found

    @property
    def key(self) -> Column:
        """The column by which rows are found."""
        found: Column = self.fields[self.key_name]
        return found

    @property
    def keys(self) -> list[Column]:
        """The columns that say together which row is meant."""
        return [self.fields[name] for name in (self.within, self.key_name) if name]

    def key_of(self, instance: Model) -> Hashable:
        """By what the instance is found."""
        return tuple(column.get_value(instance) for column in self.keys)

    @property
    def columns(self) -> list[Column]:
        """All columns, in the order in which they are declared."""
        return list(self.fields.values())

    def get_import_id_fields(self) -> list[str]:
        """The one column by which rows are found."""
        return [self.key_name]

    def get_import_order(self) -> list[str]:
        """The order in which they are declared."""
        return list(self.fields)

    get_export_order = get_import_order

    def rows(self) -> "QuerySet[Any]":
        """What the table holds, in the order of a file, with all that its columns read."""
        raise NotImplementedError

    def get_queryset(self) -> "QuerySet[Any]":
        """The rows; locked while they are being changed."""
        return self.rows().select_for_update(of=("self",)) if self.locking else self.rows()

    def refuse_sheet(self, sheet: ReadSheet) -> None:
        """Raise FileRefused for a whole file that cannot be meant."""

    def parts_before(self, original: Any) -> list[Model]:
        """The rows of `part` that stood with the row before; read before anything is written."""
        return []

    def get_diff_class(self) -> type:
        """None that is made."""
        return NoDifference

    def refuse(self, instance: Any, original: Any) -> None:
        """Raise Unfit for what this person may not change; `original` is None for a new row."""

    def after_init_instance(self, instance: Any, new: bool, row: Any, **options: Any) -> None:
        """Refuse a new row where the table takes none, and a number that no row has."""
        if new and (not self.takes_new or self.is_numbered(row)):
            raise ValidationError({self.key.attribute: Unfit("no_such_row")})

    def is_numbered(self, row: Mapping[str, Any]) -> bool:
        """Whether the row names a number that the portal would have given."""
        return self.key_name == "number" and not is_blank(row["number"])

    def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
        """Read every column, so that all that is wrong with a row is told at once. Raises ValidationError."""
        unfit: dict[str, Any] = {}
        for column in self.columns:
            if column.column_name not in row:
                continue
            try:
                if column.readonly:
                    self.refuse_told(column, instance, row)
                else:
                    column.save(instance, row, is_text=self.is_text)
            except ValidationError as fault:
                unfit[column.attribute] = fault
        if unfit:
            raise ValidationError(unfit)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Whether the row changes nothing. Raises ValidationError for what this person may not change."""
        is_new = instance._state.adding
        if not import_validation_errors and not is_new and super().skip_row(instance, original, row):
            return True
        if not import_validation_errors:
            self.refuse(instance, None if is_new else original)
        return False

    def refuse_told(self, column: Column, instance: Any, row: Mapping[str, Any]) -> None:
        """Raise Unfit where a cell that is only read was changed; an empty one says nothing."""
        found = shown_value(row[column.column_name]).strip()
        found = found.removeprefix("'") if self.is_text else found
        stands = "" if instance._state.adding else shown_value(column.export(instance))
        if found and found != stands.strip():
            raise Unfit("only_told")

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check each field. Objects that a column has looked up are there; what tables and other rows forbid is left
        to the database, which knows it by writing, and asked one by one only of a row that it refuses."""
        unfit = dict(import_validation_errors or {})
        skipped = {
            *(name.partition("__")[0] for name in unfit),
            *(column.attribute for column in self.columns if isinstance(column.widget, Reference)),
        }
        try:
            instance.full_clean(exclude=skipped, validate_unique=False, validate_constraints=False)
        except ValidationError as fault:
            unfit = fault.update_error_dict(unfit)
        if unfit:
            broken = {name.partition("__")[0] for name in unfit}
            raise ValidationError({**self.rules_broken(instance, exclude=broken), **unfit})

    def rules_broken(self, instance: Any, **options: Any) -> dict[str, Any]:
        """The rules of the table that the row breaks, each at the attribute of its column."""
        attributes = {str(column.column_name): str(column.attribute) for column in self.columns}
        return rules_broken(instance, self.PLACES, attributes, **options)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save; what only the database knows to refuse is refused as a row. Raises ValidationError."""
        if not self.has_savepoints:
            super().do_instance_save(instance, is_create)
            return
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
        except IntegrityError as fault:
            unfit = self.rules_broken(instance, fault=fault)
            raise ValidationError(unfit or {self.key.attribute: Unfit("taken_meanwhile")}) from fault

    def after_save_instance(self, instance: Any, row: Any, **options: Any) -> None:
        """Write what belongs to the row in other tables, and let the rows below name this one."""
        for column in self.columns:
            column.write(instance)
            if isinstance(column.widget, Reference):
                column.widget.learn(instance)


def headings_of(columns: Sequence[Column]) -> list[str]:
    """The headings of a file."""
    return [str(column.column_name) for column in columns]
