"""What a paper contains, as the round says it: head, names with their articles, paragraphs with their recipes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.paper.facts import Texts
from reports.paper.runs import fields_of

RECIPES = (
    "themes",
    "survey",
    "replies",
    "chapters",
    "topics",
    "contributions",
    "consultations",
    "members",
    "milestones",
    "fixed",
)
LANGUAGE_CODES = ("en", "fr", "es")
HEAD = ("item", "title", "place", "disposition")


@dataclass(frozen=True)
class Part:
    """What one recipe makes of some records; `options` say of which, and how."""

    recipe: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known_from(self) -> str:
        """The day since which this was known, in ISO form; empty: at all times."""
        return str(self.options.get("known_from", ""))

    def codes(self) -> tuple[str, ...]:
        """The records that are named one by one."""
        return tuple(self.options.get("codes", ()))

    def tells(self, what: str) -> bool:
        """Whether this is told beside the record itself."""
        return what in self.options.get("tell", ())


@dataclass(frozen=True)
class Entry:
    """A paragraph of the outline. Its heading stands before the first paragraph told from here to the next heading;
    before `known_from` nobody knew what it says."""

    key: str
    heading: Texts = field(default_factory=dict)
    lead: Texts = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    closing: Texts = field(default_factory=dict)
    known_from: date | None = None


@dataclass(frozen=True)
class Outline:
    """A paper's contents."""

    head: Mapping[str, Texts]
    names: Mapping[str, Mapping[str, Any]]
    entries: tuple[Entry, ...]

    def claimed(self, recipe: str) -> frozenset[str]:
        """The records that some part of this recipe names one by one, and that no other takes by their kind."""
        parts = (part for entry in self.entries for part in entry.parts if part.recipe == recipe)
        return frozenset(code for part in parts for code in part.codes())


def read_outline(document: Any) -> Outline:
    """The outline that a document of JSON values holds, which `wrong` has nothing to say about."""
    return Outline(
        head=document["head"],
        names=document.get("names", {}),
        entries=tuple(entry_of(paragraph) for paragraph in document["paragraphs"]),
    )


def entry_of(paragraph: Mapping[str, Any]) -> Entry:
    """A paragraph as it stands in the document."""
    since = paragraph.get("known_from")
    return Entry(
        key=paragraph["key"],
        heading=paragraph.get("heading", {}),
        lead=paragraph.get("lead", {}),
        parts=tuple(
            Part(part["recipe"], {name: value for name, value in part.items() if name != "recipe"})
            for part in paragraph.get("parts", ())
        ),
        closing=paragraph.get("closing", {}),
        known_from=date.fromisoformat(since) if since else None,
    )


def wrong(document: Any) -> Iterator[tuple[str, str]]:
    """What is wrong with a document, each with the key near which it stands (none: anywhere)."""
    if not isinstance(document, dict) or not isinstance(document.get("paragraphs"), list):
        yield "", "the outline has no list of paragraphs"
        return
    head = document.get("head")
    for name in HEAD:
        if not isinstance(head, dict) or not head.get(name):
            yield "head", f"head: {name} is missing"
        else:
            yield from (("head", reason) for reason in wrong_texts(f"head: {name}", head[name]))
    seen: set[str] = set()
    for place, paragraph in enumerate(document["paragraphs"], start=1):
        if not isinstance(paragraph, dict) or not paragraph.get("key"):
            yield "paragraphs", f"paragraph {place} has no key"
            continue
        key = paragraph["key"]
        if key in seen:
            yield key, f"paragraph {key} stands there twice"
        seen.add(key)
        yield from ((key, reason) for reason in wrong_paragraph(key, paragraph))


def wrong_paragraph(key: str, paragraph: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one paragraph."""
    for name in ("heading", "lead", "closing"):
        if paragraph.get(name):
            yield from wrong_texts(f"paragraph {key}, {name}", paragraph[name])
    if not paragraph.get("lead") and not paragraph.get("parts"):
        yield f"paragraph {key} has neither a text nor a recipe"
    for part in paragraph.get("parts", ()):
        yield from wrong_part(key, part)
    yield from wrong_day(key, paragraph.get("known_from"))


def wrong_part(key: str, part: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with what a recipe is given."""
    if part.get("recipe") not in RECIPES:
        yield f"paragraph {key}: there is no recipe {part.get('recipe')!r}"
    for language in LANGUAGE_CODES if "counted" in part else ():
        forms = part["counted"].get(language)
        if not isinstance(forms, list) or len(forms) != 2:
            yield f"paragraph {key}: what is counted has no two forms in {language}"
    if "text" in part:
        yield from wrong_texts(f"paragraph {key}, text", part["text"])
    yield from wrong_day(key, part.get("known_from"))


def wrong_day(key: str, since: Any) -> Iterator[str]:
    """A day that is none."""
    try:
        if since:
            date.fromisoformat(since)
    except (TypeError, ValueError):
        yield f"paragraph {key}: known_from is not a day such as 2004-02-11: {since!r}"


def wrong_texts(place: str, texts: Any) -> Iterator[str]:
    """Languages that are missing, and fields that one language has and another has not."""
    if not isinstance(texts, dict):
        yield f"{place} is not a text by language"
        return
    for language in LANGUAGE_CODES:
        if not isinstance(texts.get(language), str) or not texts[language].strip():
            yield f"{place}: there is none in {language}"
        elif fields_of(texts[language]) != fields_of(texts.get("en") or ""):
            yield f"{place}: the fields in {language} are not those in en"
