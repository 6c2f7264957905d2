"""What is wrong with an XLSForm, each thing at its place."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing that cannot work: sheet, row (from 1), column, a code for machines, words for people."""

    sheet: str
    row: int | None
    column: str
    code: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """The fault as JSON values."""
        return asdict(self)


class Refused(Exception):
    """The file cannot be used; `faults` says everything that is wrong, never nothing."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = tuple(faults)


def refuse(
    message: str, code: str = "unreadable", sheet: str = "", row: int | None = None, column: str = ""
) -> Refused:
    """A refusal for one reason."""
    return Refused([Fault(sheet, row, column, code, message)])
