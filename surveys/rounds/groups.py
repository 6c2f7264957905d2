"""The tables of a round that may be left out: subregions, and groups of States with their members by date."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from surveys.rounds.faults import Faults
from surveys.rounds.tables import Row, name_columns, names_of, read_rows, refuse_again, refuse_empty

SUBREGIONS, GROUPS, MEMBERSHIPS = "subregions.csv", "groups.csv", "group_memberships.csv"
MEMBERSHIP_COLUMNS = ("group", "iso3", "valid_from", "valid_until")


@dataclass(frozen=True)
class SubregionRow:
    """A part of a region: code of the region, names by language, place in the order of the file."""

    region: str
    names: dict[str, str]
    order: int


@dataclass(frozen=True)
class GroupRow:
    """A group of States: code, names by language, place in the order of the file."""

    code: str
    names: dict[str, str]
    order: int


@dataclass(frozen=True)
class MembershipRow:
    """A State in a group from a day until a day, both included; None: until further notice."""

    group: str
    iso3: str
    valid_from: date
    valid_until: date | None

    def overlaps(self, other: "MembershipRow") -> bool:
        """Whether both say of some day that the State belongs to the group."""
        ends = [self.valid_until or date.max, other.valid_until or date.max]
        same = (self.group, self.iso3) == (other.group, other.iso3)
        return same and max(self.valid_from, other.valid_from) <= min(ends)


def read_subregions(
    folder: Path, languages: Sequence[str], regions: Collection[str], faults: Faults
) -> list[SubregionRow]:
    """The subregions in the order of the file; `regions` are the codes that there are."""
    columns = ["region", *name_columns(languages)]
    found: list[SubregionRow] = []
    for line, row in read_optional(folder, columns, faults):
        refuse_empty(line, row, columns, faults)
        refuse_again(line, "name_en", row["name_en"], [subregion.names["en"] for subregion in found], faults)
        if row["region"] and row["region"] not in regions:
            faults.add(line, f"region is none of the round: {row['region']!r}")
        found.append(SubregionRow(row["region"], names_of(row, languages), len(found) + 1))
    return found


def read_groups(folder: Path, languages: Sequence[str], faults: Faults) -> list[GroupRow]:
    """The groups of States in the order of the file."""
    columns = ["code", *name_columns(languages)]
    found: list[GroupRow] = []
    for line, row in read_optional(folder, columns, faults):
        refuse_empty(line, row, columns, faults)
        refuse_again(line, "code", row["code"], [group.code for group in found], faults)
        found.append(GroupRow(row["code"], names_of(row, languages), len(found) + 1))
    return found


def read_memberships(
    folder: Path, groups: Collection[str], states: Collection[str], faults: Faults
) -> list[MembershipRow]:
    """Who belongs to which group and when; `groups` and `states` are the codes that there are."""
    found: list[MembershipRow] = []
    for line, row in read_optional(folder, MEMBERSHIP_COLUMNS, faults):
        membership = _membership(line, row, groups, states, faults)
        if membership is None:
            continue
        if any(membership.overlaps(earlier) for earlier in found):
            faults.add(line, f"{row['iso3']} belongs to {row['group']} on some of these days by an earlier row")
        found.append(membership)
    return found


def read_optional(folder: Path, columns: Sequence[str], faults: Faults) -> list[Row]:
    """The rows of a file that may be left out."""
    return read_rows(folder, columns, faults) if (folder / faults.file).exists() else []


def _membership(
    line: int, row: dict[str, str], groups: Collection[str], states: Collection[str], faults: Faults
) -> MembershipRow | None:
    if row["group"] not in groups:
        faults.add(line, f"group is none of {GROUPS}: {row['group']!r}")
    if row["iso3"] not in states:
        faults.add(line, f"iso3 is no State of the round: {row['iso3']!r}")
    first = faults.day(line, "valid_from", row["valid_from"])
    last = faults.day(line, "valid_until", row["valid_until"]) if row["valid_until"] else None
    if first and last and last < first:
        faults.add(line, "valid_until is before valid_from")
        return None
    return MembershipRow(row["group"], row["iso3"], first, last) if first else None
