"""The letters of a round: one description for each kind, one text for each kind and language."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from surveys.rounds.faults import Fault, Faults, read_text

LETTERS = "letters"
FENCE = "---"
TAG = re.compile(r"\{\{(.*?)\}\}|\{[%#].*?[%#]\}|\{\{|\}\}", re.DOTALL)
VARIABLE = re.compile(r" [a-z][a-z_]* ")


@dataclass(frozen=True)
class LetterText:
    """A letter of one kind in one language, as a template."""

    kind: str
    language: str
    direction: str
    subject: str
    body: str
    variables: list[str]


@dataclass(frozen=True)
class _Page:
    facts: dict[str, str]
    lists: dict[str, list[str]]
    body: str
    body_line: int


def read_letters(folder: Path, languages: Sequence[str]) -> tuple[list[LetterText], list[Fault]]:
    """All letters of the folder in the survey's languages, and what is wrong with them."""
    found: list[Fault] = []
    letters: list[LetterText] = []
    kinds = sorted(path.stem for path in (folder / LETTERS).glob("*.md") if path.stem.isidentifier())
    kinds = [kind for kind in kinds if kind != "README"]
    if not kinds:
        found.append(Fault(LETTERS, 1, "there are no letters"))
    for kind in kinds:
        about = Faults(f"{LETTERS}/{kind}.md")
        page = _read_page(folder, about)
        found += about.found
        variables = page.lists.get("variables", []) if page else []
        for language in languages if page else []:
            faults = Faults(f"{LETTERS}/{kind}.{language}.md")
            letter = _read_letter(folder, kind, language, variables, faults)
            letters += [letter] if letter else []
            found += faults.found
    return letters, found


def _read_letter(
    folder: Path, kind: str, language: str, variables: Sequence[str], faults: Faults
) -> LetterText | None:
    page = _read_page(folder, faults)
    if page is None:
        return None
    facts, before = page.facts, len(faults.found)
    for name, wanted in (("kind", {kind}), ("language", {language}), ("direction", {"ltr", "rtl"})):
        if facts.get(name) not in wanted:
            faults.add(1, f"{name} is not {' or '.join(sorted(wanted))}: {facts.get(name)!r}")
    if not facts.get("subject"):
        faults.add(1, "subject is missing")
    _check_variables(facts.get("subject", ""), 1, variables, faults)
    _check_variables(page.body, page.body_line, variables, faults)
    if len(faults.found) > before:
        return None
    return LetterText(kind, language, facts["direction"], facts["subject"], page.body, sorted(variables))


def misplaced(text: str, variables: Sequence[str]) -> list[str]:
    """What may not stand in a letter with these variables, as written there: tags, filters, unknown names."""
    return [
        match.group()
        for match in TAG.finditer(text)
        if not VARIABLE.fullmatch(match.group(1) or "") or match.group(1).strip() not in variables
    ]


def _check_variables(text: str, first_line: int, variables: Sequence[str], faults: Faults) -> None:
    """Only `{{ name }}` of the kind's variables may stand in a letter: no tags, no filters (README.md there)."""
    for match in TAG.finditer(text):
        line, inner = first_line + text.count("\n", 0, match.start()), match.group(1)
        if inner is None or not VARIABLE.fullmatch(inner):
            faults.add(line, f"{match.group()} is not of the form {{{{ name }}}}")
        elif inner.strip() not in variables:
            faults.add(line, f"unknown variable {inner.strip()}")


def _read_page(folder: Path, faults: Faults) -> _Page | None:
    text = read_text(folder, faults.file, faults)
    if text is None:
        return None
    lines = text.splitlines()
    if not lines or lines[0] != FENCE or FENCE not in lines[1:]:
        faults.add(1, f"the file does not begin with facts between two lines {FENCE}")
        return None
    end = lines.index(FENCE, 1)
    facts, lists = _read_facts(lines[1:end], faults)
    start = end + 1 + next((n for n, line in enumerate(lines[end + 1 :]) if line.strip()), 0)
    return _Page(facts, lists, "\n".join(lines[start:]) + "\n", start + 1)


def _read_facts(lines: Sequence[str], faults: Faults) -> tuple[dict[str, str], dict[str, list[str]]]:
    facts: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    name = ""
    for number, line in enumerate(lines, start=2):
        if line.startswith("  - ") and name:
            lists.setdefault(name, []).append(line[4:].strip())
            continue
        name, colon, value = line.partition(":")
        if not colon:
            faults.add(number, f"this is neither name: value nor an item of a list: {line!r}")
        facts[name] = _unquoted(number, value.strip(), faults)
    return facts, lists


def _unquoted(line: int, value: str, faults: Faults) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        faults.add(line, f"the quotation marks do not close: {value}")
        return ""
