"""The paper from outline and facts. Pure: the same outline, facts and language give the same paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.paper.document import Block, Paper
from reports.paper.facts import Facts
from reports.paper.grammar import Language
from reports.paper.languages import LANGUAGES
from reports.paper.outline import Entry, Outline
from reports.paper.recipes import RECIPES
from reports.paper.runs import Run, Text, begun, joined, plain
from reports.paper.telling import Telling


@dataclass(frozen=True)
class Addition:
    """What an editor wrote, to stand behind the paragraph of this key."""

    number: int
    after: str
    text: str
    by: str


def compose(outline: Outline, facts: Facts, language: str, additions: Sequence[Addition] = ()) -> Paper:
    """The paper as of the day of the facts. Paragraphs of which nothing was known are left out and the numbers
    close up; an addition behind such a paragraph stands behind the last one told before it."""
    telling = Telling(LANGUAGES[language], facts, outline)
    blocks: list[Block] = []
    heading, number = "", 0
    for entry in outline.entries:
        heading = telling.words(entry.heading) if entry.heading else heading
        if text := paragraph(entry, telling):
            number += 1
            blocks.append(Block(entry.key, number, finished(text, telling.language), heading))
            heading = ""
        blocks += [added(addition) for addition in additions if addition.after == entry.key]
    known = {entry.key for entry in outline.entries}
    blocks += [added(addition) for addition in additions if addition.after not in known]
    return with_head(telling, tuple(blocks))


def paragraph(entry: Entry, telling: Telling) -> Text:
    """One paragraph; nothing where nothing that it tells was known on the day."""
    if entry.known_from and telling.facts.day < entry.known_from:
        return ()
    known = [part for part in entry.parts if part.known_from <= telling.facts.day.isoformat()]
    sentences = [text for part in known for text in RECIPES[part.recipe](part, telling)]
    if not sentences and any(part.recipe != "fixed" for part in entry.parts):
        return ()
    return joined([begun(telling.given(entry.lead)), *sentences, begun(telling.given(entry.closing))])


def finished(text: Text, language: Language) -> Text:
    """The text as the language sets it."""
    return tuple(Run(language.finish(run.text), run.references) for run in text)


def added(addition: Addition) -> Block:
    """What an editor added, as a block of its own."""
    return Block(addition.after, None, (Run(addition.text),), by=addition.by, addition=addition.number)


def with_head(telling: Telling, blocks: tuple[Block, ...]) -> Paper:
    """The blocks under the head of the paper."""
    facts, language = telling.facts, telling.language
    head = {name: plain(head_text(name, telling)) for name in ("item", "title", "place", "disposition")}
    place_and_day = plain(language.say("place_and_day", place=head["place"], day=telling.day()))
    notice = plain(language.say("invented")) if facts.survey.synthetic and facts.survey.sent else ""
    return Paper(
        survey=facts.slug,
        as_of=facts.day.isoformat(),
        language=language.code,
        item=head["item"],
        title=head["title"],
        place_and_day=place_and_day,
        disposition=head["disposition"],
        notice=notice,
        blocks=blocks,
    )


def head_text(name: str, telling: Telling) -> Text:
    """A line of the head."""
    texts: Mapping[str, str] = telling.outline.head[name]
    return telling.given(texts)
