"""Who contributes what to a report, as its file says. Knows no framework."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from consultations.register.items import Item
from consultations.register.organizations import KINDS as ORGANIZATION_KINDS
from consultations.register.organizations import Names, OrganizationRow
from consultations.register.texts import slug_of
from reports.rounds.rows import ContributionRow
from surveys.rounds.documents import line_of
from surveys.rounds.faults import Faults

KINDS = ("study", "data", "comments", "material", "results", "publication", "coordination")
STATUSES = ("received", "invited")
TOGETHER = " with "
KEYS = {
    *("code", "contributor", "partner", "kind", "nature", "paragraph", "contribution", "status", "requested_by"),
    *("invited_on", "due_on", "received_on", "recorded_on", "new_information", "previously_unassembled", "year"),
    *("languages_count", "languages", "outcomes", "source", "notes", "ambiguity"),
}


class ContributionReader:
    """Reads the contributions; `organizations` are the contributors without a row elsewhere.

    An entry with a code of its own names organizations that there are. In the short form, without codes, a
    contributor that nobody knows is taken for a way of speaking of several.
    """

    def __init__(self, document: dict[str, Any], text: str, names: Names, as_of: date, faults: Faults) -> None:
        self.document, self.text, self.names, self.as_of, self.faults = document, text, names, as_of, faults
        self.organizations: dict[str, OrganizationRow] = {}
        self.outcomes: dict[str, Item] = {}

    def read(self) -> list[ContributionRow]:
        """The contributions in the order of the file."""
        rows: dict[str, ContributionRow] = {}
        for item in self.items():
            row = self.row(item, rows)
            if row.code in rows:
                item.wrong("code", f"contribution {row.code} stands there twice")
            rows[row.code] = row
            self.outcomes.update(dict.fromkeys(row.outcomes, item))
        return list(rows.values())

    def items(self) -> Iterator[Item]:
        """Every entry that names a contributor."""
        listed = self.document.get("contributors", [])
        line = line_of(self.text, "contributors")
        if not isinstance(listed, list):
            self.faults.add(line, "contributors is no list")
            return
        for values in listed:
            if isinstance(values, dict) and isinstance(values.get("contributor"), str) and values["contributor"]:
                name = values["code"] if isinstance(values.get("code"), str) else values["contributor"]
                yield Item(values, name, self.text, self.faults)
            else:
                self.faults.add(line, f"one of contributors names no contributor: {str(values)[:80]}")

    def row(self, item: Item, earlier: dict[str, ContributionRow]) -> ContributionRow:
        """One contribution."""
        item.only(KEYS)
        contributor, partner = self.contributors(item)
        status = item.one_of("status", item.word("status") or "received", STATUSES)
        dates = {name: item.day(name) for name in ("invited_on", "due_on", "received_on")}
        if dates["received_on"] and status != "received":
            item.wrong("received_on", f"{item.name} is only invited, and received on {dates['received_on']}")
        return ContributionRow(
            code=item.code(item.word("code") or _next_code(item, earlier)),
            contributor=contributor,
            partner=partner,
            kind=item.one_of("nature", item.word("nature") or "material", KINDS),
            titles=item.texts("contribution", needed=True),
            recorded_on=item.day("recorded_on") or self.as_of,
            requested_by=self.organization(item, "requested_by") if item.word("requested_by") else "",
            is_received=status == "received",
            **dates,
            new_information=item.yes("new_information"),
            previously_unassembled=item.yes("previously_unassembled"),
            year=item.whole_number("year"),
            stated_languages=item.whole_number("languages_count"),
            languages=item.words("languages"),
            outcomes=item.words("outcomes"),
            source=item.word("source", longest=300) or self.source_of(item),
            notes="\n".join(filter(None, [item.word("notes"), item.word("ambiguity")])),
        )

    def contributors(self, item: Item) -> tuple[str, str]:
        """The contributor and the one with whom, who may stand in one text."""
        first, _together, second = item.word("contributor").partition(TOGETHER)
        both = self.names.find(first), self.names.find(second)
        if all(both):
            return both[0] or "", both[1] or ""
        return self.organization(item, "contributor"), (
            self.organization(item, "partner") if item.word("partner") else ""
        )

    def organization(self, item: Item, key: str) -> str:
        """The code of the organization that `key` names."""
        name = item.word(key)
        code = self.names.find(name)
        if code is None and "code" in item.values:
            item.wrong(key, f"{key} of {item.name}: there is no organization {name!r}")
        elif code is None:
            code = slug_of(name)
            kind = ORGANIZATION_KINDS.get(item.word("kind").split(" / ")[0], "intergovernmental")
            self.organizations[code] = OrganizationRow(code, {"en": name}, {}, kind, is_collective=True)
        return code or ""

    def source_of(self, item: Item) -> str:
        """The paragraph of the file's source."""
        source, paragraph = str(self.document.get("source", "")), item.whole_number("paragraph")
        return f"{source}, paragraph {paragraph}" if source and paragraph else source


def _next_code(item: Item, earlier: dict[str, ContributionRow]) -> str:
    paragraph = f"C{item.whole_number('paragraph') or 0:02}"
    return f"{paragraph}-{sum(code.startswith(f'{paragraph}-') for code in earlier) + 1}"
