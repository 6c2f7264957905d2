"""A letter from its template: subject, plain text and HTML, by the rules of data/letters/README.md ("Rendering").

Values are put in for `{{ name }}` and nothing else happens: a template is no program, and no value is read as one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt

from surveys.models import LetterTemplate

VARIABLE = re.compile(r"\{\{ ([a-z][a-z_]*) \}\}")
LINE_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# What may have several lines: paragraphs, or a list with one item on a line.
BLOCKS = frozenset({"questions", "sections", "clarification"})
# Stand on a line of their own, where programs that read mail make links of them.
ADDRESSES = frozenset({"url"})
ISOLATE, END = "\u2068", "\u2069"
ISOLATES = re.compile("[\u2066-\u2069]")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
ITEM = re.compile(r"\s*[-*]\s+(.*)")
LINK = re.compile(r"https?://[^\s<>\"]+")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
MARKDOWN = MarkdownIt("commonmark", {"html": False})
RIGHT_TO_LEFT = "rtl"
DOCUMENT = """<!doctype html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><title>{subject}</title></head>
<body>
{letterhead}{content}</body>
</html>
"""


class WrongVariables(ValueError):
    """The values are not those of this kind of letter: some are missing, or nobody has use for them."""

    def __init__(self, kind: str, missing: frozenset[str], unknown: frozenset[str]) -> None:
        super().__init__(f"{kind}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        self.missing = missing
        self.unknown = unknown


@dataclass(frozen=True)
class Rendered:
    """A letter ready to go: subject in one line, plain text, HTML document."""

    subject: str
    text: str
    html: str


def render(template: LetterTemplate, values: Mapping[str, str], *, reference: str = "") -> Rendered:
    """The letter; `values` are finished texts in its language, `reference` stands in the head of the HTML part.

    Raises WrongVariables when there are others than those of the kind.
    """
    wanted, given = frozenset(template.variables), frozenset(values)
    if wanted != given:
        raise WrongVariables(template.kind, wanted - given, given - wanted)
    isolates = template.direction == RIGHT_TO_LEFT
    plain = {name: plain_value(name, value, isolates=isolates) for name, value in values.items()}
    subject = one_line(filled(template.subject, plain))
    marked = {name: marked_value(name, value) for name, value in values.items()}
    content = html_of_markdown(filled(template.body, marked))
    return Rendered(
        subject=subject,
        text=filled(template.body.replace("**", ""), plain),
        html=document(subject, content, template.language, template.direction, reference=reference),
    )


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the values in place; a value that looks like a variable stays what it is."""
    return VARIABLE.sub(lambda found: values[found.group(1)], text)


def one_line(text: str) -> str:
    """The text without line breaks, which would forge heads of a mail; no-break spaces stay."""
    return LINE_BREAKS.sub(" ", text).strip()


def plain_value(name: str, value: str, *, isolates: bool) -> str:
    """The value as it stands in plain text; isolated in Arabic, where it may be Latin."""
    if name in BLOCKS:
        return value.strip()
    line = one_line(value)
    return line if name in ADDRESSES or not isolates else f"{ISOLATE}{ISOLATES.sub('', line)}{END}"


def marked_value(name: str, value: str) -> str:
    """The value as it stands in Markdown, where none of its characters means anything."""
    bare = ISOLATES.sub("", value)
    if name in BLOCKS:
        return "\n".join(marked_line(line) for line in bare.strip().splitlines())
    line = one_line(bare)
    if name in ADDRESSES and LINK.fullmatch(line) or EMAIL.fullmatch(line):
        return f"{ISOLATE}<{line}>{END}"
    return f"{ISOLATE}{escaped(line)}{END}"


def marked_line(line: str) -> str:
    """A line of a list or paragraph; the mark of an item stays."""
    item = ITEM.fullmatch(line)
    return f"- {escaped(item.group(1))}" if item else escaped(line.strip())


def escaped(text: str) -> str:
    """The text with a backslash before every mark that Markdown could read."""
    return PUNCTUATION.sub(r"\\\1", text)


def html_of_markdown(text: str) -> str:
    """HTML of Markdown that holds none itself; isolates become `<bdi>`."""
    written: str = MARKDOWN.render(text)
    return written.replace(ISOLATE, "<bdi>").replace(END, "</bdi>")


def html_of_text(subject: str, text: str, language: str, direction: str) -> str:
    """The HTML part of a letter that was written as plain text: its paragraphs, with links."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    content = "".join(f"<p>{_with_links(part)}</p>\n" for part in paragraphs)
    return document(subject, content, language, direction)


def document(subject: str, content: str, language: str, direction: str, *, reference: str = "") -> str:
    """The whole HTML document; `content` is HTML already."""
    letterhead = f"<p><bdi>{escape(reference)}</bdi></p>\n" if reference else ""
    return DOCUMENT.format(
        language=escape(language),
        direction=escape(direction),
        subject=escape(ISOLATES.sub("", subject)),
        letterhead=letterhead,
        content=content,
    )


def _with_links(text: str) -> str:
    lines = escape(text, quote=False).split("\n")
    linked = [LINK.sub(r'<a href="\g<0>">\g<0></a>', line) for line in lines]
    return "<br>\n".join(linked)
