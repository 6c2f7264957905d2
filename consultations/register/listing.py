"""Words that are looked for in the register. Knows no framework."""

from collections.abc import Iterable, Mapping

from surveys.alphabet import sought


def words_of(values: Iterable[object]) -> str:
    """All text in these values (texts by language, lists of names, or nothing) as a search compares it."""
    return sought(" ".join(text for value in values for text in _texts(value)))


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [str(text) for text in value.values()]
    return [str(text) for text in value] if isinstance(value, list | tuple) else []


def fits(text: str, wanted: str) -> bool:
    """Whether every word of `wanted` stands somewhere in `text`; both as a search compares them."""
    return all(word in text for word in wanted.split())
