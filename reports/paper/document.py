"""The composed paper: head and numbered paragraphs, as plain values that lose nothing as JSON."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reports.paper.runs import Reference, Run, Text, plain
from surveys.ledger import canonical_json


@dataclass(frozen=True)
class Block:
    """A paragraph with its number, or what an editor added behind one (`by`: who; no number)."""

    key: str
    number: int | None
    text: Text
    heading: str = ""
    by: str = ""
    addition: int | None = None

    @property
    def words(self) -> str:
        """The words alone."""
        return plain(self.text)

    @property
    def references(self) -> list[tuple[str, list[Reference]]]:
        """Each figure, date, list or name with the records behind it, in the order of the text."""
        return [(run.text, list(run.references)) for run in self.text if run.references]


@dataclass(frozen=True)
class Paper:
    """A paper as of a day in one language."""

    survey: str
    as_of: str
    language: str
    item: str
    title: str
    place_and_day: str
    disposition: str
    notice: str
    blocks: tuple[Block, ...]

    def paragraphs(self) -> Iterator[Block]:
        """The numbered ones."""
        return (block for block in self.blocks if block.number is not None)

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Paper":
        """The same paper with other blocks."""
        return replace(self, blocks=blocks)

    def to_json(self) -> dict[str, Any]:
        """The paper as JSON values."""
        head = {name: getattr(self, name) for name in HEAD}
        return {**head, "blocks": [block_to_json(block) for block in self.blocks]}

    def digest(self) -> str:
        """SHA-256 of the paper as canonical JSON."""
        return hashlib.sha256(canonical_json(self.to_json())).hexdigest()


HEAD = ("survey", "as_of", "language", "item", "title", "place_and_day", "disposition", "notice")


def paper_of(content: Mapping[str, Any]) -> Paper:
    """The paper that `to_json` gave."""
    return Paper(**{name: content[name] for name in HEAD}, blocks=tuple(map(block_of, content["blocks"])))


def block_to_json(block: Block) -> dict[str, Any]:
    """A block as JSON values."""
    told = {"key": block.key, "number": block.number, "runs": [run.to_json() for run in block.text]}
    more = {"heading": block.heading, "by": block.by, "addition": block.addition}
    return told | {name: value for name, value in more.items() if value}


def block_of(content: Mapping[str, Any]) -> Block:
    """The block that `block_to_json` gave."""
    runs = tuple(
        Run(run["text"], tuple(Reference(**reference) for reference in run.get("references", ())))
        for run in content["runs"]
    )
    more = {name: content[name] for name in ("heading", "by", "addition") if name in content}
    return Block(content["key"], content["number"], runs, **more)
