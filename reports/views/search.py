"""Find questions and open answers of an edition by their words."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.rendering.words import Words
from reports.summary.tables import Content
from reports.views.blocks import Text, texts_of
from surveys.alphabet import sought

MOST_TEXTS = 200


@dataclass(frozen=True)
class Hit:
    """A question whose words, or whose answers' words, have all that was sought."""

    name: str
    label: str
    section: str
    title: str
    texts: list[Text]


@dataclass(frozen=True)
class Found:
    """What was found: questions in the questionnaire's order, of the open answers no more than can be read."""

    hits: list[Hit]
    texts: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more open answers than are shown."""
        return self.texts > MOST_TEXTS


def search(edition: Content, query: str, words: Words) -> Found:
    """Questions with every word of the query in label or choices, open answers with every word in their text.

    Accents, capitals and signs do not count; a query without any letter finds nothing.
    """
    wanted = sought(query).split()
    hits, texts = [], 0
    for block in edition["questions"] if wanted else ():
        found = [text for text in texts_of(block, words) if has_all(text.text, wanted)]
        if found or has_all(" ".join(words_of_question(block["question"], words)), wanted):
            shown = found[: max(0, MOST_TEXTS - texts)]
            label, section = words.question(block["question"]), block["section"]
            hits.append(Hit(block["question"], label, section, words.section(section), shown))
            texts += len(found)
    return Found(hits, texts)


def has_all(text: str, wanted: list[str]) -> bool:
    """Whether every word that is sought begins or stands in the text."""
    plain = sought(text)
    return all(word in plain for word in wanted)


def words_of_question(name: str, words: Words) -> Iterator[str]:
    """The label of a question and those of its choices, but not of long lists such as those of countries."""
    yield words.question(name)
    question = words.definition.questions.get(name)
    if question and not question.type.endswith("_from_file"):
        yield from (words.label(choice.labels) for choice in words.definition.choices_of(question))
