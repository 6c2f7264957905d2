"""Documents as tagged PDF (PDF/UA-1), by typst: fonts embedded, the same document always the same bytes."""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import typst

from reports.rendering.blocks import Chart, Document, Spoken
from reports.rendering.drawing import svg
from reports.rendering.fonts import DIRECTORIES
from reports.rendering.glyphs import drawable
from reports.rendering.narrative import summary_document
from reports.rendering.pdf_file import packed
from reports.rendering.words import Words
from reports.summary.tables import Content

TEMPLATE = Path(__file__).with_name("document.typ")


def write_pdf(content: Content, target: str | BinaryIO, *, words: Words, number: int, digest: str) -> None:
    """Write the summary of an edition in the language of `words` to a path or a binary file."""
    print_pdf(summary_document(content, words=words, number=number, digest=digest), target)


def print_pdf(document: Document, target: str | BinaryIO) -> None:
    """Print a document to a path or a binary file.

    Raises typst.TypstError where it would not be PDF/UA-1, which is checked while it is made.
    """
    compiled = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typefaces(),
        format="pdf",
        sys_inputs={"document": json.dumps(data_of(document), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(date.fromisoformat(document.day), time.min, tzinfo=UTC),
    )
    pdf = packed(compiled)
    if isinstance(target, str):
        Path(target).write_bytes(pdf)
    else:
        target.write(pdf)


@lru_cache(maxsize=1)
def typefaces() -> typst.Fonts:
    """The fonts of the portal, read once; none of the machine's, which differ from one to the next."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in DIRECTORIES]
    )


def data_of(document: Document) -> dict[str, Any]:
    """The document as the template reads it: JSON values, each block with the name of what prints it."""
    return as_json(document) | {"day": [int(part) for part in document.day.split("-")]}


def as_json(value: Any) -> Any:
    """A value of a document as JSON: dataclasses by the names of their fields, texts as the fonts can draw them."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, Spoken):
        return {"text": drawable(value.text), "lang": value.language, "dir": value.direction}
    if isinstance(value, Chart):
        return {"print": "chart", "svg": svg(value.spec).decode(), "words": drawable(value.words)}
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, tuple | frozenset):
        return [as_json(member) for member in (sorted(value) if isinstance(value, frozenset) else value)]
    if is_dataclass(value):
        return {"print": type(value).__name__.lower()} | {
            column.name: as_json(getattr(value, column.name)) for column in fields(value)
        }
    return value
