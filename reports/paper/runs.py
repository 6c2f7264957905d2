"""Text in pieces: every number, date and name of a paragraph is a run with the records that stand behind it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIELD = re.compile(r"\{([a-z_]+(?::[A-Za-z0-9_.-]+)?)(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Reference:
    """A record behind a figure: its kind, its code within the round, and the words by which it is known."""

    kind: str
    code: str = ""
    label: str = ""


@dataclass(frozen=True)
class Run:
    """A piece of text; with references it is a figure, a date, a list or a name that comes from records."""

    text: str
    references: tuple[Reference, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The run as JSON values."""
        told = [{"kind": behind.kind, "code": behind.code, "label": behind.label} for behind in self.references]
        return {"text": self.text, "references": told} if told else {"text": self.text}


Text = tuple[Run, ...]
Value = str | Run | Text


def text_of(value: Value) -> Text:
    """Whatever is put into a sentence, as runs."""
    if isinstance(value, str):
        return (Run(value),) if value else ()
    return (value,) if isinstance(value, Run) else value


def plain(text: Text) -> str:
    """The words alone."""
    return "".join(run.text for run in text)


def fill(template: str, values: Mapping[str, Value] | None = None, **more: Value) -> Text:
    """The sentence with runs in place of its fields.

    `{name}` is the value of that name; `{name|words}` are these words with the references of the value, where a
    language has a word for the number one.
    """
    given = values if values is not None else {}
    runs: list[Run] = []
    end = 0
    for match in FIELD.finditer(template):
        runs += text_of(template[end : match.start()])
        name, words = match.groups()
        value = text_of(more[name] if name in more else given[name])
        if words is None:
            runs += value
        else:
            runs.append(Run(words, tuple(reference for run in value for reference in run.references)))
        end = match.end()
    return merged([*runs, *text_of(template[end:])])


def fields_of(template: str) -> set[str]:
    """The names of the fields of a sentence."""
    return {match.group(1) for match in FIELD.finditer(template)}


def merged(runs: Iterable[Run]) -> Text:
    """The same runs with neighbours that are mere words as one, and without empty ones."""
    found: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if found and not run.references and not found[-1].references:
            found[-1] = Run(found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)


def joined(texts: Sequence[Text], between: str = " ") -> Text:
    """Texts one behind the other; empty ones leave no gap."""
    runs: list[Run] = []
    for text in texts:
        if text:
            runs += [*text_of(between if runs else ""), *text]
    return merged(runs)


def inside(text: Text) -> Text:
    """A sentence as it stands inside another one: without its stop, beginning with a small letter."""
    if not text:
        return text
    runs = [*text[:-1], Run(text[-1].text.removesuffix("."), text[-1].references)]
    first = runs[0]
    return merged([Run(first.text[:1].lower() + first.text[1:], first.references), *runs[1:]])


def begun(text: Text) -> Text:
    """The text with its first letter as that of a sentence."""
    if not text:
        return text
    first = text[0]
    return (Run(first.text[:1].upper() + first.text[1:], first.references), *text[1:])
