"""What is wrong with the files of a round, each with file and line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: file within the folder, line (from 1), reason."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


class BadRound(Exception):
    """The folder cannot be loaded; `faults` says why, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Faults:
    """Collects what is wrong with one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def add(self, line: int, reason: str) -> None:
        """Note one more fault."""
        self.found.append(Fault(self.file, line, reason))

    def day(self, line: int, name: str, text: object) -> date | None:
        """The ISO date in `text`; None, and a fault, when it is none."""
        try:
            return date.fromisoformat(str(text))
        except ValueError:
            self.add(line, f"{name} is not a date such as 2003-07-31: {text!r}")
            return None


def read_text(folder: Path, name: str, faults: Faults) -> str | None:
    """The file as text; None, and a fault, when it is not there or not UTF-8."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        faults.add(1, f"the file cannot be read: {error.strerror}")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add(content.count(b"\n", 0, error.start) + 1, "the file is not UTF-8")
        return None
    if "\0" in text:
        faults.add(text.count("\n", 0, text.index("\0")) + 1, "the file holds a NUL")
        return None
    return text
