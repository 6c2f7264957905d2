"""The paper for the governing body as files."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from reports.paper.document import Paper
from reports.rendering.paper.docx import write_docx
from reports.rendering.paper.html import write_html
from reports.rendering.paper.pdf import write_pdf

# By format: the paper to a path or a binary file; the same paper is always the same bytes.
PAPER_WRITERS: Mapping[str, Callable[[Paper, str | BinaryIO], None]] = {
    "docx": write_docx,
    "pdf": write_pdf,
    "html": write_html,
}
