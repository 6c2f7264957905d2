"""What an author should know of an accepted questionnaire: texts without a translation, columns without effect."""

from collections.abc import Iterator, Mapping

from surveys.questionnaire.checks import TEXTS
from surveys.questionnaire.definition import Definition, Question
from surveys.questionnaire.faults import Fault

WITHOUT_EFFECT = ("default", "read_only", "parameters")


def cautions_of(definition: Definition) -> Iterator[Fault]:
    """Every caution, at its place as a fault would be."""
    for node in definition.nodes():
        for member, column in TEXTS.items():
            missing = languages_missing(definition, getattr(node, member, {}))
            yield from (untranslated("survey", node.row, f"{column}::{code}", node.name) for code in missing)
        if isinstance(node, Question):
            for column in WITHOUT_EFFECT:
                if getattr(node, column):
                    words = f"“{column}” of “{node.name}” is kept, but the pages do not heed it."
                    yield Fault("survey", node.row, column, "without_effect", words)
    for name, choices in definition.lists.items():
        for choice in choices:
            missing = languages_missing(definition, choice.labels)
            where = f"{name}.{choice.name}"
            yield from (untranslated("choices", None, f"label::{code}", where) for code in missing)


def languages_missing(definition: Definition, texts: Mapping[str, str]) -> list[str]:
    """The languages that a text lacks which other languages have."""
    return [language for language in definition.languages if texts and language not in texts]


def untranslated(sheet: str, row: int | None, column: str, name: str) -> Fault:
    """A text that is shown in the default language instead."""
    return Fault(sheet, row, column, "untranslated", f"“{name}” has no text in this language.")
