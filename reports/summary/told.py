"""What an edition tells at an address: the figure, or why there is none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reports.summary.parts import Address
from reports.summary.tables import CODED, STATISTICS, Cell, Content, asked_by_group, cells_of


@dataclass(frozen=True)
class Told:
    """The figures of some questions of an edition, what it hides of them, and which are asked once for each row."""

    cells: Mapping[str, Cell]
    hidden: Collection[tuple[str, str]]
    repeated: Collection[str]

    def is_hidden(self, address: str) -> bool:
        """Whether it is not told so that no State is revealed."""
        read = Address.read(address)
        return read.measure in {*CODED, *STATISTICS} and (read.question, read.group) in self.hidden


def told(edition: Content, questions: Collection[str]) -> Told:
    """What the edition tells of these questions."""
    asked = asked_by_group(edition)
    blocks = [block for block in edition["questions"] if block["question"] in questions]
    return Told(
        cells={cell.address: cell for block in blocks for cell in cells_of(block, asked)},
        hidden={
            (block["question"], found["group"])
            for block in blocks
            for found in block["groups"]
            if found.get("hidden")
        },
        repeated={block["question"] for block in blocks if block["repeat"]},
    )
