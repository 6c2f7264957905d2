"""What goes out for a signature, whatever it is: a letter, a paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reports.models import Clearance
from surveys.models import Letter, Survey


@dataclass(frozen=True)
class Text:
    """The words that are signed, where the page shows them in full."""

    language: str
    heading: str
    body: str


@dataclass(frozen=True)
class Subject:
    """One thing to be signed. `digest` is that of its text as it is now; `waits` tells that a signature is of use."""

    kind: str
    code: str
    title: str
    about: str
    address: str
    digest: str
    waits: bool = True
    letter: Letter | None = None
    text: Text | None = None


@dataclass(frozen=True)
class Provider:
    """A kind of subjects: its words, those on which the page tells the steps, and one of them, held until the
    transaction ends; None where the survey has none of this code."""

    kind: Clearance.Kind
    title: Any
    nothing: Any
    listed: Callable[[Survey], Sequence[Subject]]
    one: Callable[[Survey, str], Subject | None]
