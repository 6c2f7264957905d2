"""Why a file is not taken, as a code that the web layer puts into words."""

from typing import Any


class Refused(Exception):
    """A file that is not taken; `params` fill the words for the code.

    Codes: empty, too_large (most), too_many (most), type_not_taken, name_and_content_differ (extension), two_kinds,
    damaged, unpacks_too_large (most), locked (by a password), active (macros or embedded programs), no_room,
    closed (the draft).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
