"""Why a file, or a cell of it, is not taken: codes that `surveys.imports.words` puts into words."""

from typing import Any

from django.core.exceptions import ValidationError


class FileRefused(Exception):
    """A file of which nothing can be read; `params` fill the words for the code."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Unfit(ValidationError):
    """A value that does not fit: the code names rule and remedy.

    `attribute` is that of the column where a resource knows it and the column itself does not.
    """

    def __init__(self, code: str, attribute: str = "", **params: Any) -> None:
        super().__init__(code, code=code, params=params)
        self.attribute = attribute
