"""The file of a round that holds the outline of its paper."""

from pathlib import Path
from typing import Any

from reports.paper.outline import wrong
from surveys.rounds.documents import line_of, read_document
from surveys.rounds.faults import BadRound, Faults

PAPER = "paper.json"


def read_paper(folder: Path) -> dict[str, Any] | None:
    """The outline as JSON values, checked; None where the round has none. Raises BadRound."""
    if not (folder / PAPER).exists():
        return None
    faults = Faults(PAPER)
    document, text = read_document(folder, faults)
    if not faults.found:
        for key, reason in wrong(document):
            faults.add(line_of(text, key) if key else 1, reason)
    if faults.found:
        raise BadRound(faults.found)
    return document
