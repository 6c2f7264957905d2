"""Which member States have ratified the Conventions on migrant workers, as a round's file says."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from surveys.rounds.faults import Faults
from surveys.rounds.tables import read_rows

RATIFICATIONS = "ratifications.csv"
INSTRUMENTS = ("C97", "C143")


@dataclass(frozen=True)
class RatificationRow:
    """A State has ratified a Convention."""

    instrument: str
    iso3: str


def read_ratifications(folder: Path, states: Collection[str], faults: Faults) -> list[RatificationRow]:
    """The rows of the file, none where a round has no such file; `states` are the codes of its member States."""
    found: list[RatificationRow] = []
    if not (folder / RATIFICATIONS).exists():
        return found
    for line, row in read_rows(folder, ["convention", "iso3"], faults):
        ratification = RatificationRow(row["convention"], row["iso3"])
        if ratification.instrument not in INSTRUMENTS:
            faults.add(line, f"convention is not {' or '.join(INSTRUMENTS)}: {ratification.instrument!r}")
        elif ratification.iso3 not in states:
            faults.add(line, f"iso3 is no member State of the round: {ratification.iso3!r}")
        elif ratification in found:
            faults.add(line, "this ratification stands in an earlier row")
        else:
            found.append(ratification)
    return found
