"""The paper as tagged PDF (PDF/UA-1), by typst, with the fonts of the portal."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import typst

from reports.paper.document import Paper
from reports.rendering.glyphs import drawable
from reports.rendering.pdf import typefaces
from reports.rendering.pdf_file import packed

TEXTS = ("item", "title", "place_and_day", "disposition", "notice")
TEMPLATE = Path(__file__).with_name("paper.typ")


def write_pdf(paper: Paper, target: str | BinaryIO) -> None:
    """Write the paper to a path or a binary file.

    Raises typst.TypstError where it would not be PDF/UA-1, which is checked while it is made.
    """
    compiled = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=typefaces(),
        format="pdf",
        sys_inputs={"paper": json.dumps(data_of(paper), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(date.fromisoformat(paper.as_of), time.min, tzinfo=UTC),
    )
    pdf = packed(compiled)
    if isinstance(target, str):
        Path(target).write_bytes(pdf)
    else:
        target.write(pdf)


def data_of(paper: Paper) -> Mapping[str, Any]:
    """The paper as the template reads it, in letters that the fonts can draw."""
    head = {name: drawable(getattr(paper, name)) for name in TEXTS}
    blocks = [
        {"heading": drawable(block.heading), "number": block.number or 0, "text": drawable(block.words)}
        for block in paper.blocks
    ]
    day = [int(part) for part in paper.as_of.split("-")]
    return {**head, "language": paper.language, "day": day, "blocks": blocks}
