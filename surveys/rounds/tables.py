"""The tables of a round: regions and member States."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from surveys.rounds.faults import Faults, read_text

REGIONS, MEMBER_STATES = "regions.csv", "member_states.csv"
CODES = {"iso2": re.compile("[A-Z]{2}"), "iso3": re.compile("[A-Z]{3}")}


@dataclass(frozen=True)
class RegionRow:
    """A region: code, names by language, place in the order of the file."""

    code: str
    names: dict[str, str]
    order: int


@dataclass(frozen=True)
class StateRow:
    """A member State; `region` is the code of its region."""

    iso2: str
    iso3: str
    names: dict[str, str]
    region: str
    subregion: str
    correspondence_language: str
    member_from: date
    member_until: date | None


Row = tuple[int, dict[str, str]]


def read_rows(folder: Path, columns: Sequence[str], faults: Faults) -> list[Row]:
    """The rows of a CSV file with the line on which each ends; every value is text, so that NA stays NA.

    Rows of another width than the header are faults and left out; so is the whole table when a column is missing.
    """
    text = read_text(folder, faults.file, faults)
    if text is None:
        return []
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    missing = [name for name in columns if name not in (reader.fieldnames or [])]
    for name in missing:
        faults.add(1, f"there is no column {name}")
    return [] if missing else list(_rows(reader, faults))


def _rows(reader: "csv.DictReader[str]", faults: Faults) -> Iterator[Row]:
    try:
        for row in reader:
            if None in row or None in row.values():
                wanted = len(reader.fieldnames or [])
                faults.add(reader.line_num, f"the row does not have the {wanted} values of the header")
            else:
                yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error as error:
        faults.add(reader.line_num, f"this is not CSV: {error}")


def read_regions(folder: Path, languages: Sequence[str], faults: Faults) -> list[RegionRow]:
    """The regions in the order of the file."""
    columns = ["code", *name_columns(languages)]
    regions: list[RegionRow] = []
    for line, row in read_rows(folder, columns, faults):
        refuse_empty(line, row, columns, faults)
        refuse_again(line, "code", row["code"], [region.code for region in regions], faults)
        regions.append(RegionRow(row["code"], names_of(row, languages), len(regions) + 1))
    return regions


def read_states(folder: Path, languages: Sequence[str], regions: Mapping[str, str], faults: Faults) -> list[StateRow]:
    """The member States; `regions` gives the code of each region by its English name."""
    columns = ["iso2", "iso3", *name_columns(languages), "ilo_region", "correspondence_language", "member_from"]
    states: list[StateRow] = []
    for line, row in read_rows(folder, columns, faults):
        before = len(faults.found)
        for code in CODES:
            refuse_again(line, code, row[code], [getattr(state, code) for state in states], faults)
        state = _state(line, row, columns, languages, regions, faults)
        if state and len(faults.found) == before:
            states.append(state)
    return states


def _state(
    line: int,
    row: dict[str, str],
    columns: Sequence[str],
    languages: Sequence[str],
    regions: Mapping[str, str],
    faults: Faults,
) -> StateRow | None:
    refuse_empty(line, row, columns, faults)
    for code, pattern in CODES.items():
        if row[code] and not pattern.fullmatch(row[code]):
            faults.add(line, f"{code} is not a code of capital letters: {row[code]!r}")
    if row["ilo_region"] and row["ilo_region"] not in regions:
        faults.add(line, f"ilo_region is not a region of {REGIONS}: {row['ilo_region']!r}")
    if row["correspondence_language"] and row["correspondence_language"] not in languages:
        faults.add(line, f"correspondence_language is no language of the survey: {row['correspondence_language']!r}")
    member_from = faults.day(line, "member_from", row["member_from"]) if row["member_from"] else None
    until = row.get("member_until", "")
    member_until = faults.day(line, "member_until", until) if until else None
    if member_from and member_until and member_until < member_from:
        faults.add(line, "member_until is before member_from")
    if member_from is None:
        return None
    return StateRow(
        iso2=row["iso2"],
        iso3=row["iso3"],
        names=names_of(row, languages),
        region=regions.get(row["ilo_region"], ""),
        subregion=row.get("subregion", ""),
        correspondence_language=row["correspondence_language"],
        member_from=member_from,
        member_until=member_until,
    )


def name_columns(languages: Sequence[str]) -> list[str]:
    """The columns of a name in each of these languages."""
    return [f"name_{language}" for language in languages]


def names_of(row: dict[str, str], languages: Sequence[str]) -> dict[str, str]:
    """The names of a row by language."""
    return {language: row[f"name_{language}"] for language in languages}


def refuse_empty(line: int, row: dict[str, str], columns: Sequence[str], faults: Faults) -> None:
    """Note which of these columns the row leaves empty."""
    for name in columns:
        if not row[name]:
            faults.add(line, f"{name} is empty (a spreadsheet may have taken a code such as NA for no value)")


def refuse_again(line: int, name: str, value: str, earlier: Collection[str], faults: Faults) -> None:
    """Note a value that stands in an earlier row, where it has to be the only one."""
    if value and value in earlier:
        faults.add(line, f"{name} {value} stands in an earlier row")
