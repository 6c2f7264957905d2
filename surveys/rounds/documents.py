"""Files that hold one JSON object, and the lines on which something stands in them."""

import json
from pathlib import Path
from typing import Any

from surveys.rounds.faults import Faults, read_text


def read_document(folder: Path, faults: Faults) -> tuple[dict[str, Any], str]:
    """The object in the file of `faults`, and its text; empty, and a fault, when there is none."""
    text = read_text(folder, faults.file, faults)
    if text is None:
        return {}, ""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add(error.lineno, f"this is not JSON: {error.msg}")
        return {}, text
    if not isinstance(document, dict):
        faults.add(1, "the file does not hold one object")
        return {}, text
    # Escapes can spell what no text may hold and PostgreSQL does not take.
    whole = json.dumps(document, ensure_ascii=False)
    if "\\u0000" in whole or any("\ud800" <= letter <= "\udfff" for letter in whole):
        faults.add(1, "the file spells a character that no text may hold (NUL or half a surrogate pair)")
    return document, text


def line_of(text: str, word: str, *, start: int = 0) -> int:
    """The line on which a key or value stands first, from `start` on; 1 where it stands nowhere."""
    place = text.find(json.dumps(word, ensure_ascii=False), start)
    return line_at(text, place) if place >= 0 else 1


def line_at(text: str, place: int) -> int:
    """The line of a place in the text."""
    return text.count("\n", 0, place) + 1
