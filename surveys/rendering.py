"""Answers in words: what people read on pages, in the language that they read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from surveys.questionnaire.definition import Definition, Group, Node, Question, Repeat, Texts
from surveys.questionnaire.evaluation import Evaluation
from surveys.questionnaire.validation import ABSENCES

ABSENCE_WORDS = {
    "not_available": _("not available"),
    "not_applicable": _("not applicable"),
    "dont_know": _("don’t know"),
    "confidential": _("confidential"),
}
assert tuple(ABSENCE_WORDS) == ABSENCES  # noqa: S101 - each stated absence has its word
# Of HTML nothing passes, of addresses none that could run: labels are written by whoever writes questionnaires.
MARKDOWN = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True}).disable(["image"])
MARKED = re.compile(r"[\\`*_\[\]<&#!|~\n]")
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!<>~|&])")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def direction(language: str) -> str:
    """The direction of writing, from the language's code alone (pains.md, 5)."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def marked_line(evaluation: Evaluation, texts: Texts, language: str, row: str = "") -> SafeString:
    """A label or a hint with its Markdown as HTML within a line."""
    text = evaluation.text(texts, language, row, as_written)
    if not MARKED.search(text):
        return escape(text)
    return mark_safe(MARKDOWN.renderInline(text))  # noqa: S308 - HTML in the text was escaped by MARKDOWN


def marked_text(evaluation: Evaluation, texts: Texts, language: str, row: str = "") -> SafeString:
    """A note or a guidance with its Markdown as paragraphs, lists and the like."""
    text = evaluation.text(texts, language, row, as_written)
    return mark_safe(MARKDOWN.render(text))  # noqa: S308 - HTML in the text was escaped by MARKDOWN


def marked_page(text: str) -> SafeString:
    """A text of the portal's own, such as a guide, with its Markdown as a page."""
    return mark_safe(MARKDOWN.render(text))  # noqa: S308 - HTML in the text was escaped by MARKDOWN


def as_written(value: str) -> str:
    """An answer that stands in a label, so that none of its letters is taken for Markdown."""
    return MARKS.sub(r"\\\1", value)


def shown(definition: Definition, question: Question, value: Any, language: str) -> str:
    """An answer in words: labels for codes, the reader's way of writing for numbers and days."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(ABSENCE_WORDS[value["missing"]])
    if question.type.startswith("select"):
        codes = value if isinstance(value, list) else [value]
        labels = {
            choice.name: definition.label(choice.labels, language) for choice in definition.choices_of(question)
        }
        return "\n".join(labels.get(str(code), str(code)) for code in codes)
    if question.type in {"integer", "decimal"}:
        return (
            str(value)
            if question.name.endswith("_year")
            else number_format(value, use_l10n=True, force_grouping=True)
        )
    return date_format(date.fromisoformat(value), "DATE_FORMAT") if question.type == "date" else str(value)


@dataclass(frozen=True)
class Line:
    """A line of a list of answers: a question or a heading in words, and what was answered.

    `value` is empty for what was left blank, and the digest of a file; `asked` is false for a question that did not
    apply.
    """

    path: str
    label: str
    value: str = ""
    is_heading: bool = False
    is_file: bool = False
    asked: bool = True
    language: str = ""

    @property
    def direction(self) -> str:
        """The direction of the text of the answer."""
        return direction(self.language) if self.language else "auto"


def lines_of(
    definition: Definition,
    section: Group,
    document: Mapping[str, Any],
    languages: Mapping[str, str],
    language: str,
) -> Iterator[Line]:
    """The lines of a section of a frozen document, in the words of the questionnaire version it was asked in."""
    skipped = set(document.get("_not_asked", ()))
    yield from _lines(definition, section.children, document, languages, language, skipped, "")


def _lines(
    definition: Definition,
    nodes: tuple[Node, ...],
    document: Mapping[str, Any],
    languages: Mapping[str, str],
    language: str,
    skipped: set[str],
    prefix: str,
) -> Iterator[Line]:
    for node in nodes:
        label = definition.label(node.labels, language)
        if isinstance(node, Repeat):
            for row in document.get(node.name, ()):
                yield Line("", label, is_heading=True)
                inside = f"{node.name}[{row['id']}]/"
                missing = set(row.get("_not_asked", ()))
                yield from _lines(definition, node.children, row, languages, language, missing, inside)
        elif isinstance(node, Group):
            lines = list(_lines(definition, node.children, document, languages, language, skipped, prefix))
            if any(line.asked and not line.is_heading for line in lines):
                yield Line("", label, is_heading=True)
            yield from lines
        elif isinstance(node, Question) and node.type != "calculate":
            path = prefix + node.name
            value = shown(definition, node, document.get(node.name), language)
            yield Line(
                path,
                label,
                value,
                is_file=node.type == "file" and isinstance(document.get(node.name), str),
                asked=node.name not in skipped,
                language=languages.get(path, ""),
            )
