"""Texts of the files by language: a plain text is English. Knows no framework."""

import re
import unicodedata
from typing import Any

Texts = dict[str, str]


def by_language(value: Any) -> Texts | None:
    """The texts by language; a plain text counts as English, nothing as no text. None: this is no text."""
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        return {"en": value}
    if isinstance(value, dict) and value and all(isinstance(text, str) and text for text in value.values()):
        return dict(value) if "en" in value else None
    return None


def joined(texts: list[Texts], separator: str) -> Texts:
    """The texts in one, in every language of any of them; what lacks a language stands in English."""
    languages = {language for each in texts for language in each}
    return {code: separator.join(each.get(code, each["en"]) for each in texts if each) for code in sorted(languages)}


def slug_of(text: str) -> str:
    """A code made from a name: small letters, digits and hyphens, at most 50 of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-")
