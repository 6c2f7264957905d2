"""The tables there are. Each app enters its own (`register`) where its resources are written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from surveys.imports.columns import Column
from surveys.imports.resource import SheetResource, headings_of
from surveys.models import User


@dataclass(frozen=True)
class Table:
    """A table: its short name, which is the name of its sheet; title and description in the reader's language."""

    slug: str
    title: Any
    about: Any
    resource: type[SheetResource]
    may: Callable[[User], bool]

    def columns(self) -> tuple[Column, ...]:
        """Its columns, in the order of a file."""
        return self.resource.COLUMNS

    def headings(self) -> list[str]:
        """The headings that a file of this table has."""
        return headings_of(self.columns())

    def needed(self) -> list[str]:
        """The headings without which a file is not taken: all but those that are only told."""
        return headings_of([column for column in self.columns() if not column.readonly])


TABLES: dict[str, Table] = {}


def register(table: Table) -> None:
    """Enter a table; the short name is its alone."""
    if TABLES.setdefault(table.slug, table) != table:
        raise ValueError(table.slug)


def tables_for(user: User) -> list[Table]:
    """The tables that this person looks after, in the order in which they were entered."""
    return [table for table in TABLES.values() if table.may(user)]
