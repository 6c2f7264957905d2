"""The organizations of a round, read from a table, and found by any of their names. Knows no framework."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from consultations.register.items import CODE
from consultations.register.texts import Texts, slug_of
from surveys.rounds.faults import Faults
from surveys.rounds.tables import read_rows, refuse_again, refuse_empty

ORGANIZATIONS = "organizations.csv"
KINDS = {
    "UN agency": "un_agency",
    "intergovernmental": "intergovernmental",
    "ILO organ": "organ",
    "ILO unit": "unit",
    "academic": "academic",
    "employers'": "employers",
    "workers'": "workers",
    "government": "government",
    "civil society": "civil_society",
}
BRACKETS = re.compile(r"(.*\S)\s*\(([^()]*)\)")


@dataclass(frozen=True)
class OrganizationRow:
    """An organization; `parent` is a code or empty."""

    code: str
    names: Texts
    acronyms: Texts
    kind: str
    parent: str = ""
    aliases: list[str] = field(default_factory=list)
    is_collective: bool = False
    language: str = "en"
    notes: str = ""


class Names:
    """Finds organizations by code, name, acronym or other name, as people write them."""

    def __init__(self, organizations: Iterable[OrganizationRow]) -> None:
        self.codes: dict[str, str] = {}
        self.acronyms: dict[str, str] = {}
        rows = list(organizations)
        for row in rows:
            self.acronyms.update(dict.fromkeys(row.acronyms.values(), row.code))
            for name in (row.code, *row.names.values(), *row.acronyms.values(), *row.aliases):
                self.codes.setdefault(_folded(name), row.code)
        for row in rows:
            for name in row.names.values():
                self.codes.setdefault(_folded(_without_brackets(name)), row.code)

    def find(self, text: str) -> str | None:
        """The code: by the whole text, by what stands before or in brackets at its end, or by an acronym at its
        beginning ("the acronym's officials")."""
        tries = [text]
        if match := BRACKETS.fullmatch(text):
            tries += [match[1], match[2]]
        found = next((self.codes[each] for each in map(_folded, tries) if each in self.codes), None)
        return found or self.acronyms.get(text.split(" ")[0])


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'")


def _without_brackets(name: str) -> str:
    match = BRACKETS.fullmatch(name)
    return match[1] if match else name


def read_organizations(folder: Path, faults: Faults) -> list[OrganizationRow]:
    """The organizations of the table.

    Columns `name`, `type` and `parent` are enough: codes are made from acronym or name then, and a parent without a
    row of its own becomes one. With a column `code` parents are codes, and each has its row.
    """
    found: list[OrganizationRow] = []
    lines: dict[str, int] = {}
    rows = read_rows(folder, ["name", "type", "parent"], faults)
    coded = bool(rows) and "code" in rows[0][1]
    for line, values in rows:
        refuse_empty(line, values, ["code", "name", "type"] if coded else ["name", "type"], faults)
        row = _organization(line, values, faults)
        refuse_again(line, "code", row.code, lines, faults)
        lines[row.code] = line
        found.append(row)
    if not coded:
        found = _with_parents(found)
    _check_parents(found, lines, faults)
    return found


def _organization(line: int, values: dict[str, str], faults: Faults) -> OrganizationRow:
    code = values.get("code") or slug_of(values.get("acronym") or values["name"])
    if code and not CODE.fullmatch(code):
        faults.add(line, f"code is not made of letters, digits and hyphens: {code!r}")
    kind = KINDS.get(values["type"], values["type"])
    if kind and kind not in KINDS.values():
        faults.add(line, f"type is none of {', '.join(KINDS)}: {values['type']!r}")
    return OrganizationRow(
        code=code,
        names=_texts(values, "name"),
        acronyms=_texts(values, "acronym"),
        kind=kind,
        parent=values["parent"],
        aliases=[alias.strip() for alias in values.get("aliases", "").split("|") if alias.strip()],
        is_collective=values.get("collective", "") == "yes",
        language=values.get("language") or "en",
        notes=values.get("note", ""),
    )


def _texts(values: dict[str, str], name: str) -> Texts:
    """The English column has the bare name, others the name with the language."""
    columns = {"en": name, **{column[len(name) + 1 :]: column for column in values if column.startswith(f"{name}_")}}
    return {language: values[column] for language, column in columns.items() if values.get(column)}


def _with_parents(rows: list[OrganizationRow]) -> list[OrganizationRow]:
    """The rows with codes for the names of their parents, and a row more for each parent that has none."""
    names = Names(rows)
    missing = {row.parent: row for row in rows if row.parent and not names.find(row.parent)}
    added = [OrganizationRow(slug_of(name), {"en": name}, {}, child.kind) for name, child in missing.items()]
    names = Names([*rows, *added])
    return [OrganizationRow(**{**vars(row), "parent": names.find(row.parent) or ""}) for row in [*rows, *added]]


def _check_parents(rows: list[OrganizationRow], lines: dict[str, int], faults: Faults) -> None:
    parents = {row.code: row.parent for row in rows}
    for row in rows:
        if row.parent and row.parent not in parents:
            faults.add(lines[row.code], f"parent is no organization of the file: {row.parent!r}")
        elif goes_round(row.code, parents):
            faults.add(lines[row.code], f"{row.code} would be a part of itself, by way of {row.parent}")


def goes_round(code: str, parents: dict[str, str]) -> bool:
    """Whether the parents of `code` lead back to it."""
    seen: set[str] = set()
    above = parents.get(code, "")
    while above and above not in seen and above != code:
        seen.add(above)
        above = parents.get(above, "")
    return above == code
