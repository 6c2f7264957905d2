"""One item of a file of JSON with its place in it, so that what is wrong is named with its line."""

import json
import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from consultations.register.texts import Texts, by_language
from surveys.rounds.documents import line_at, line_of
from surveys.rounds.faults import Faults

CODE = re.compile(r"[-a-zA-Z0-9_]{1,50}")


class Item:
    """An object of a file: its values, and what is wrong with them.

    `name` is the value that tells it apart, `start` the place in the text behind which it is named.
    """

    def __init__(self, values: dict[str, Any], name: str, text: str, faults: Faults, *, start: int = 0) -> None:
        self.values = values
        self.name = name
        self.text = text
        self.faults = faults
        self.start = start

    def wrong(self, key: str, reason: str) -> None:
        """Note what is wrong with the value of `key`, which stands in the item or in an object of it."""
        objects = [self.values, *(value for value in self.values.values() if isinstance(value, dict))]
        is_there = any(key in each for each in objects)
        self.faults.add(line_of(self.text, key, start=self.place) if is_there else self.line, reason)

    @cached_property
    def place(self) -> int:
        """Where the item is named in the text, not where others name it."""
        name = re.escape(json.dumps(self.name, ensure_ascii=False))
        naming = rf'"(?:id|code|contributor)"\s*:\s*{name}|"order"\s*:\s*{re.escape(self.name)}\b'
        named = re.compile(naming).search(self.text, self.start)
        return named.start() if named else max(self.text.find(json.dumps(self.name)), 0)

    @property
    def line(self) -> int:
        """The line on which the item's name stands."""
        return line_at(self.text, self.place)

    def texts(self, key: str, *, needed: bool = False) -> Texts:
        """The texts of `key` by language."""
        texts = by_language(self.values.get(key))
        if texts is None:
            self.wrong(key, f"{key} of {self.name} is neither a text nor texts by language with one in en")
        elif needed and not texts:
            self.wrong(key, f"{self.name} has no {key}")
        return texts or {}

    def word(self, key: str, *, longest: int | None = None) -> str:
        """The text of `key` that has no language, such as a code."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.wrong(key, f"{key} of {self.name} is no text: {value!r}")
            return ""
        if value and longest and len(value) > longest:
            self.wrong(key, f"{key} of {self.name} is longer than {longest} characters")
        return value or ""

    def code(self, value: str) -> str:
        """The value, noted as wrong where it is no code."""
        if not CODE.fullmatch(value):
            self.faults.add(self.line, f"not a code of at most 50 letters, digits and hyphens: {value!r}")
        return value

    def words(self, key: str) -> list[str]:
        """The texts without language in the list of `key`."""
        return [word for word in self.entries(key) if self._is_word(key, word)]

    def _is_word(self, key: str, word: Any) -> bool:
        if isinstance(word, str) and word:
            return True
        self.wrong(key, f"{key} of {self.name} holds what is no text: {word!r}")
        return False

    def entries(self, key: str) -> list[Any]:
        """The list of `key`; empty where there is none."""
        value = self.values.get(key)
        if value is None or isinstance(value, list):
            return value or []
        self.wrong(key, f"{key} of {self.name} is no list: {value!r}")
        return []

    def whole_number(self, key: str, *, most: int = 32_767) -> int | None:
        """The number of `key`, from 0 to `most`."""
        value = self.values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most):
            return value
        self.wrong(key, f"{key} of {self.name} is no whole number: {value!r}")
        return None

    def yes(self, key: str) -> bool:
        """Whether `key` says true."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, f"{key} of {self.name} is neither true nor false: {value!r}")
        return value is True

    def day(self, key: str) -> date | None:
        """The day of `key`."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.wrong(key, f"{key} of {self.name} is not a date such as 2003-07-31: {value!r}")
            return None

    def one_of(self, key: str, value: str, allowed: Collection[str]) -> str:
        """The value, noted as wrong where it is none of these."""
        if value not in allowed:
            self.wrong(key, f"{key} of {self.name} is none of {', '.join(allowed)}: {value!r}")
        return value

    def only(self, keys: Collection[str]) -> None:
        """Note every key that nobody reads."""
        for key in self.values.keys() - set(keys):
            self.wrong(key, f"nobody knows what {key} of {self.name} means")


def items_of(document: dict[str, Any], key: str, name: str, text: str, faults: Faults) -> Iterator[Item]:
    """The objects in the list of `key`; each has a value of `name` that no other has, or is a fault."""
    listed = document.get(key, [])
    if not isinstance(listed, list):
        faults.add(line_of(text, key), f"{key} is no list")
        return
    seen: set[str] = set()
    for values in listed:
        named = values.get(name) if isinstance(values, dict) else None
        if not isinstance(named, str | int) or named == "":
            faults.add(line_of(text, key), f"one of {key} has no {name}: {str(values)[:80]}")
            continue
        item = Item(values, str(named), text, faults, start=max(text.find(f'"{key}"'), 0))
        if item.name in seen:
            faults.add(item.line, f"{item.name} stands in {key} twice")
            continue
        seen.add(item.name)
        yield item
