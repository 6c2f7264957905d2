"""What consultations came to, read from a register's file. Knows no framework."""

import re
from collections.abc import Collection
from typing import Any

from consultations.register.items import Item, items_of
from consultations.register.rows import OutcomeRow
from consultations.register.texts import by_language
from surveys.rounds.faults import Faults

KINDS = ("recommendation", "commitment", "finding")
INSTRUMENTS = ("C97", "C143")
KEYS = ("code", "text", "kind", "theme", "instruments", "source", "notes")
# How a consultation's lists name their entries, and what an entry is that says no more than its text.
IMPLIED = {"outcomes": "finding", "recommendations": "recommendation"}
CODE = re.compile(r"O[0-9]+-[0-9]+")


def read_outcomes(
    document: dict[str, Any], text: str, events: Collection[Item], themes: Collection[str], faults: Faults
) -> list[OutcomeRow]:
    """The outcomes with the consultations that name them; the same text in two consultations is one outcome.

    A consultation names an outcome of the list `outcomes` by its code, or gives the text of another.
    """
    found = {
        item.name: (_outcome(item, themes), item.line)
        for item in items_of(document, "outcomes", "code", text, faults)
    }
    implied: dict[str, str] = {}
    for event in events:
        for key, kind in IMPLIED.items():
            for entry in event.entries(key):
                code = entry if isinstance(entry, str) and entry in found else ""
                texts = None if code or _is_code(entry) else by_language(entry)
                if texts:
                    code = implied.setdefault(texts["en"], _next_code(event, found))
                    row = OutcomeRow(code, texts, kind, [], source=event.word("source"))
                    found.setdefault(code, (row, event.line))
                if not code:
                    event.wrong(key, f"{key} of {event.name}: there is no outcome {entry!r}")
                elif event.name not in found[code][0].consultations:
                    found[code][0].consultations.append(event.name)
    for row, line in found.values():
        if not row.consultations:
            faults.add(line, f"outcome {row.code} comes from no consultation")
    return [row for row, _line in found.values()]


def _outcome(item: Item, themes: Collection[str]) -> OutcomeRow:
    item.only(KEYS)
    theme = item.word("theme")
    if theme and theme not in themes:
        item.wrong("theme", f"theme of {item.name}: there is no theme {theme!r}")
    return OutcomeRow(
        code=item.code(item.name),
        texts=item.texts("text", needed=True),
        kind=item.one_of("kind", item.word("kind"), KINDS),
        consultations=[],
        theme=theme,
        instruments=[item.one_of("instruments", word, INSTRUMENTS) for word in item.words("instruments")],
        source=item.word("source", longest=300),
        notes=item.word("notes"),
    )


def _is_code(entry: Any) -> bool:
    return isinstance(entry, str) and CODE.fullmatch(entry) is not None


def _next_code(event: Item, found: Collection[str]) -> str:
    paragraph = f"O{event.whole_number('paragraph') or 0:02}"
    return f"{paragraph}-{sum(code.startswith(f'{paragraph}-') for code in found) + 1}"
