"""What differs from one language to the next: sentences, plural forms, numbers in words, enumerations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from babel.numbers import format_decimal

from reports.paper.runs import Reference, Run, Text, Value, fill, merged, plain, text_of

Sentence = str | tuple[str, str]


@dataclass(frozen=True)
class Language:
    """A language of the paper. `sentences` are by key, with one form or with those of one and of several."""

    code: str
    sentences: Mapping[str, Sentence]
    numbers: tuple[str, ...]
    last: Callable[[str], str]
    quotes: tuple[str, str]
    at: Callable[[str], str]
    of: Callable[[str], tuple[str, str]]
    to: Callable[[str], tuple[str, str]] = lambda phrase: ("", phrase)
    singular: frozenset[int] = frozenset({1})
    stop: str = "; "
    finish: Callable[[str], str] = field(default=str)

    def say(self, key: str, values: Mapping[str, Value] | None = None, *, count: int = 1, **more: Value) -> Text:
        """The sentence of this key with its values; `count` chooses the form where there are two."""
        return fill(self.form(self.sentences[key], count), values, **more)

    def form(self, sentence: Sentence, count: int) -> str:
        """The form of a sentence for so many."""
        return sentence if isinstance(sentence, str) else sentence[count not in self.singular]

    def number(self, count: int) -> str:
        """A number as it stands in a sentence: in words up to ten."""
        return self.numbers[count] if count < len(self.numbers) else self.figure(count)

    def figure(self, count: float) -> str:
        """A number in digits."""
        return str(format_decimal(count, locale=self.code))

    def counted(self, count: int, references: Sequence[Reference]) -> Run:
        """A number in words with the records that were counted."""
        return Run(self.number(count), tuple(references))

    def quoted(self, text: Value) -> Text:
        """A title between quotation marks."""
        return (Run(self.quotes[0]), *text_of(text), Run(self.quotes[1]))

    def behind(self, preposition: Callable[[str], tuple[str, str]], text: Text) -> Text:
        """A phrase behind a preposition of this language that may swallow its article."""
        if not text:
            return text
        before, rest = preposition(text[0].text)
        return merged([Run(before), Run(rest, text[0].references), *text[1:]])

    def listed(self, items: Sequence[Text], *, light: bool = False) -> Text:
        """An enumeration: commas, or semicolons where an item has commas of its own; `light` never between two."""
        is_heavy = any("," in plain(item) or ";" in plain(item) for item in items) and not (light and len(items) == 2)
        stop = self.stop if is_heavy else ", "
        runs: list[Run] = []
        for place, item in enumerate(items):
            if place and place == len(items) - 1:
                conjunction = self.last(plain(item))
                runs.append(Run(f"{stop.rstrip()} {conjunction} " if stop == self.stop else f" {conjunction} "))
            elif place:
                runs.append(Run(stop))
            runs += item
        return merged(runs)

    def lettered(self, items: Sequence[Text]) -> Text:
        """An enumeration with numbers in brackets; one item stands alone."""
        if len(items) < 2:
            return self.listed(items)
        opening = "" if self.code == "fr" else "("
        numbered = [
            merged([Run(f"{opening}{number})\N{NO-BREAK SPACE}"), *item])
            for number, item in enumerate(items, start=1)
        ]
        runs: list[Run] = []
        for place, item in enumerate(numbered):
            if place and place == len(numbered) - 1:
                runs.append(Run(f"{self.stop.rstrip()} {self.last(plain(items[place]))} "))
            elif place:
                runs.append(Run(self.stop))
            runs += item
        return merged(runs)
