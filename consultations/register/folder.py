"""The files of a register in a folder: organizations, and consultations with their outcomes. Knows no framework."""

from pathlib import Path
from typing import Any

from consultations.register.events import EVENTS, EventReader
from consultations.register.items import Item
from consultations.register.organizations import ORGANIZATIONS, Names, OrganizationRow, read_organizations
from consultations.register.outcomes import read_outcomes
from consultations.register.rows import Known, Register, ThemeRow
from consultations.register.texts import by_language
from surveys.rounds.documents import line_of, read_document
from surveys.rounds.faults import BadRound, Faults

KEYS = ("meta", "events", "framework_sessions", "host_meetings", "outcomes")


def read_register(folder: Path, known: Known | None) -> Register:
    """Read and check the files, either of which may be left out.

    `known` is what they may refer to; without it (its own files were wrong) references to it are not checked.
    Raises BadRound with everything that is wrong in any of the files.
    """
    tables, events = Faults(ORGANIZATIONS), Faults(EVENTS)
    organizations = read_organizations(folder, tables) if (folder / ORGANIZATIONS).exists() else []
    register = Register(organizations=organizations)
    if (folder / EVENTS).exists():
        register = _read_events(folder, organizations, known, events) or register
    if tables.found or events.found:
        raise BadRound([*tables.found, *events.found])
    return register


def _read_events(
    folder: Path, organizations: list[OrganizationRow], known: Known | None, faults: Faults
) -> Register | None:
    document, text = read_document(folder, faults)
    if faults.found:
        return None
    for key in document.keys() - set(KEYS):
        faults.add(line_of(text, key), f"nobody knows what {key} means")
    themes = _read_meta(document, text, faults)
    if themes is None:
        return None
    names = Names([*organizations, *(known.organizations if known else ())])
    reader = EventReader(document, text, names, known, faults)
    consultations = reader.read()
    items = [item for item, _kind in EventReader(document, text, names, known, Faults(EVENTS)).items()]
    events = [Item(item.values, item.name, text, faults) for item in items]
    outcomes = read_outcomes(document, text, events, reader.themes, faults)
    return Register(reader.as_of, organizations, themes, consultations, outcomes)


def _read_meta(document: dict[str, Any], text: str, faults: Faults) -> list[ThemeRow] | None:
    """The themes; the day of the file becomes a date in its place."""
    meta = document.get("meta")
    if not isinstance(meta, dict):
        faults.add(line_of(text, "meta"), "meta is missing: it says of which day the file is (as_of), and the themes")
        return None
    item = Item(meta, "meta", text, faults)
    as_of, themes = item.day("as_of"), meta.get("themes")
    if as_of is None and not faults.found:
        item.wrong("as_of", "meta does not say of which day the file is (as_of)")
    if not isinstance(themes, dict):
        item.wrong("themes", "themes of meta are no object of titles by code")
    if as_of is None or not isinstance(themes, dict):
        return None
    rows = []
    for order, (code, value) in enumerate(themes.items(), start=1):
        titles = by_language(value)
        if not titles:
            item.wrong("themes", f"theme {code} has no title")
        rows.append(ThemeRow(code, titles or {}, order))
    meta["as_of"] = as_of
    return rows
