"""The paper as a file of HTML that stands alone: no script, no address of the portal."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import BinaryIO

from reports.paper.document import Block, Paper
from reports.rendering.blocks import printable

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1c2024}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;color:#14488c}"
    "ol{padding-inline-start:2rem}li{margin:.75rem 0}.item{text-transform:uppercase;font-weight:600}"
    ".notice{background:#fdf0d9;color:#8a5000;padding:.75rem}.end{font-weight:600}"
)


def write_html(paper: Paper, target: str | BinaryIO) -> None:
    """Write the paper to a path or a binary file."""
    data = page(paper).encode()
    if isinstance(target, str):
        Path(target).write_bytes(data)
    else:
        target.write(data)


def page(paper: Paper) -> str:
    """The whole page."""
    notice = f'<p class="notice">{text(paper.notice)}</p>\n' if paper.notice else ""
    return (
        f'<!doctype html>\n<html lang="{text(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(paper.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="item">{text(paper.item)}</p>\n<h1>{text(paper.title)}</h1>\n{notice}'
        + "\n".join(line for block in paper.blocks for line in told(block))
        + f'\n<p>{text(paper.place_and_day)}</p>\n<p class="end">{text(paper.disposition)}</p>\n'
        "</main>\n</body>\n</html>\n"
    )


def told(block: Block) -> Iterator[str]:
    """One block; an addition may have paragraphs of its own."""
    if block.heading:
        yield f"<h2>{text(block.heading)}</h2>"
    if block.number is None:
        yield from (f"<p>{text(words)}</p>" for words in block.words.split("\n") if words.strip())
    else:
        yield f'<ol start="{block.number}"><li>{text(block.words)}</li></ol>'


def text(words: str) -> str:
    """Words as HTML; whatever was typed is text."""
    return escape(printable(words))
