"""What a report's file says once about its discussion, under one flat name for each fact. Knows no framework."""

from typing import Any

from consultations.register.texts import by_language

SECTIONS = ("report", "approach", "survey", "paper")
# What people read: a plain text of these is English. All other values stay as they are.
TEXTS = frozenset(
    {
        *("title", "place", "disposition", "name", "precedent", "subject", "request", "information_asked", "role"),
        *("purposes", "basis", "difficulty", "promise", "published_title_external", "overview", "fact", "to"),
        *("incorporated_in_draft", "not_included_in_draft"),
    }
)


def facts_of(document: dict[str, Any]) -> dict[str, Any]:
    """The facts by section and name, such as `paper.place`."""
    facts: dict[str, Any] = {}
    for section in SECTIONS:
        values = document.get(section)
        if isinstance(values, dict):
            facts |= dict(_flat(section, values))
    for entry in document.get("external_facts_not_in_paper") or []:
        facts.setdefault("external", []).append({name: _value(name, value) for name, value in entry.items()})
    return facts


def _flat(prefix: str, values: dict[str, Any]) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in values.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict) and "en" not in value:
            found += _flat(key, value)
        elif value is not None:
            found.append((key, _value(name, value)))
    return found


def _value(name: str, value: Any) -> Any:
    if name not in TEXTS:
        return value
    return [by_language(each) for each in value] if isinstance(value, list) else by_language(value)
