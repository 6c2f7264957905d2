"""Columns of a text in several languages: one dict of the instance, a column for each language."""

from typing import Any

from surveys.imports.columns import Column, Text


class TextColumn(Column):
    """A text in one language, one of several in the dict `field` of the instance.

    `is_null`: where no language has a text, nothing stands there at all, instead of an empty dict.
    """

    def __init__(
        self,
        field: str,
        heading: str,
        language: str,
        label: Any,
        *,
        most: int = 200,
        required: bool = False,
        is_null: bool = False,
    ) -> None:
        super().__init__(f"{heading}_{language}", label, Text(most, required), attribute=f"{field}__{language}")
        self.field, self.language, self.is_null = field, language, is_null

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **options: Any) -> None:
        """Put the text into the dict; an empty cell takes it out."""
        texts = {**(getattr(instance, self.field) or {}), self.language: self.clean(row, **options)}
        kept = {name: text for name, text in texts.items() if text}
        setattr(instance, self.field, kept or (None if self.is_null else {}))
