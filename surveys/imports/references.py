"""Cells that name what stands in another row: a State, an organization, a meeting of the same round."""

from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any

from django.db.models import Model, QuerySet

from surveys.imports.columns import Cell, Codes
from surveys.imports.reading import shown_value
from surveys.imports.refused import Unfit


class Reference(Cell):
    """Another object, named by what people know it by; all of them are read once for a file."""

    def __init__(self, queryset: Callable[[], "QuerySet[Any]"], by: str, code: str, required: bool = True) -> None:
        super().__init__()
        self.queryset, self.by, self.code, self.required = queryset, by, code, required
        self.known: dict[Hashable, Model] | None = None

    def blank(self) -> Any:
        """Nothing, where that may be."""
        if self.required:
            raise Unfit(self.code)

    def name_of(self, thing: Any) -> Hashable:
        """By what the object is found."""
        return str(getattr(thing, self.by))

    def name_in(self, value: Any) -> Hashable:
        """What a cell with this value names."""
        return str(value)

    def read(self, value: Any, *, is_text: bool) -> Any:
        """The object of this name. Raises Unfit with the code that says where such objects come from."""
        if self.known is None:
            self.known = {self.name_of(thing): thing for thing in self.queryset()}
        name = self.name_in(value)
        if name not in self.known:
            raise Unfit(self.code)
        return self.known[name]

    def learn(self, thing: Model) -> None:
        """Know an object that the file itself has brought, so that the rows below it can name it."""
        if self.known is not None and isinstance(thing, self.queryset().model):
            self.known[self.name_of(thing)] = thing

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        """What the object is known by."""
        return None if value is None else getattr(value, self.by)


class Within:
    """A cell whose names hold only within what another column of the row, `within`, names."""

    within: str
    outer = ""

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        """The value for the instance, read together with the other cell. Raises Unfit."""
        self.outer = shown_value((row or {}).get(self.within)).strip()
        return super().clean(value, row, **options)  # type: ignore[misc]


class ReferenceWithin(Within, Reference):
    """Another object whose name is its own only within what the column `within` names, such as a code in a round.

    `path` leads from the object to that name.
    """

    def __init__(self, *args: Any, within: str, path: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.within, self.path = within, attrgetter(path)

    def name_of(self, thing: Any) -> Hashable:
        """The outer name and its own."""
        return self.path(thing), super().name_of(thing)

    def name_in(self, value: Any) -> Hashable:
        """What a cell with this value names, beside the outer name of its row."""
        return self.outer, str(value)


class CodesWithin(Within, Codes):
    """Several codes, of those that belong to what the column `within` names; `codes` gives them by that name."""

    def __init__(self, codes: Callable[[], dict[str, list[str]]], *, within: str) -> None:
        super().__init__([], required=False)
        self.codes_by_name, self.within = codes, within
        self.found: dict[str, list[str]] | None = None

    def known(self) -> list[str]:
        """The codes that may stand here."""
        if self.found is None:
            self.found = self.codes_by_name()
        return self.found.get(self.outer, [])
