"""The consultations of a round, read from a file, each with what was known of it when. Knows no framework."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from consultations.register.items import Item, items_of
from consultations.register.organizations import Names, goes_round
from consultations.register.participants import GROUPS, names_an_open_list, read_participants
from consultations.register.periods import Period, Precision, period_of
from consultations.register.rows import ConsultationRow, Known
from consultations.register.texts import Texts, joined, slug_of
from surveys.rounds.faults import Faults

EVENTS = "events.json"
FRAMES = {"framework_sessions": "session", "host_meetings": "host_meeting"}
KINDS = {
    "tripartite regional/subregional": "tripartite",
    "special session": "special_session",
    "constituents' briefing at ILC": "constituents_briefing",
    "UN delegates briefing": "delegates_briefing",
    "interagency": "interagency",
    "regional intergovernmental": "regional",
    "expert seminar": "expert_seminar",
    "employers' organization": "employers",
    "workers' organization": "workers",
    "civil society": "civil_society",
    "internal coordination": "internal",
}
ALL_KINDS = {*KINDS.values(), *FRAMES.values()}
STATUSES = ("planned", "held", "continuing", "cancelled")
LISTS = ("not_stated", "open", "complete")
KEYS = {
    *("id", "paragraph", "title", "title_is_paper_wording", "kind", "subkind", "start", "end", "date_precision"),
    *("earliest", "latest", "date_note", "city", "country_iso3", "country_source", "organizers", "participants"),
    *("participating_states_count", "participating_states_note", "outcomes", "recommendations", "status", "ongoing"),
    *("linked_themes", "topics_stated", "suggested_themes_inferred", "series", "ambiguities", "role", "about"),
    *("parent", "constituents", "regions", "themes", "status_word", "announced_on", "recorded_on"),
    *("participant_list", "source", "notes"),
}


class EventReader:
    """Reads the consultations of one file. `themes` are the codes of its themes, `as_of` the day it speaks of."""

    def __init__(
        self, document: dict[str, Any], text: str, names: Names, known: Known | None, faults: Faults
    ) -> None:
        self.document, self.text, self.names, self.known, self.faults = document, text, names, known, faults
        meta = document["meta"]
        self.as_of: date = meta["as_of"]
        self.themes = set(meta["themes"])
        self.source = str(meta.get("source", ""))
        self.status_key = f"status_{self.as_of.isoformat().replace('-', '_')}"

    def items(self) -> Iterator[tuple[Item, str]]:
        """Every consultation and every session of others, with the kind that its list gives it."""
        for key in ("framework_sessions", "host_meetings", "events"):
            for item in items_of(self.document, key, "id", self.text, self.faults):
                yield item, FRAMES.get(key, "")

    def read(self) -> list[ConsultationRow]:
        """The consultations, parents before their parts."""
        rows, items = {}, {}
        for item, kind in self.items():
            if item.name in rows:
                self.faults.add(item.line, f"{item.name} stands in another list too")
            rows[item.name], items[item.name] = self.row(item, kind), item
        parents = {code: row.parent for code, row in rows.items()}
        for code, row in rows.items():
            if row.parent and row.parent not in rows:
                items[code].wrong("parent", f"parent of {code} is no consultation of the file: {row.parent!r}")
            elif goes_round(code, parents):
                items[code].wrong("parent", f"{code} would be a part of itself, by way of {row.parent}")
        return sorted(rows.values(), key=lambda row: _depth(row.code, parents))

    def row(self, item: Item, kind: str) -> ConsultationRow:
        """One consultation."""
        item.only(KEYS | {self.status_key})
        period = self.period(item)
        status, announced_on, recorded_on = self.standing(item, period)
        return ConsultationRow(
            code=item.code(item.name),
            titles=item.texts("title", needed=True),
            kind=kind or self.kind(item),
            period=period,
            status=status,
            announced_on=announced_on,
            recorded_on=recorded_on,
            about=self.about(item),
            places=item.texts("city"),
            country=self.country(item),
            parent=item.word("parent"),
            status_word=item.word("status_word", longest=100),
            groups=[item.one_of("constituents", group, GROUPS) for group in item.words("constituents")],
            regions=self.regions(item),
            themes=self.row_themes(item),
            series=self.series(item),
            stated_participants=item.whole_number("participating_states_count"),
            participant_list=self.participant_list(item),
            source=item.word("source", longest=300) or self.source_of(item),
            notes=self.notes(item),
            participants=read_participants(item, period, self.names, self.known),
        )

    def kind(self, item: Item) -> str:
        """The kind; what is only planned has it in `subkind`."""
        key = "subkind" if item.word("kind") == "planned" else "kind"
        word = item.word(key)
        kind = KINDS.get(word, word)
        if kind not in ALL_KINDS:
            item.wrong(key, f"{key} of {item.name} is none of {', '.join(KINDS)}: {word!r}")
        return kind

    def period(self, item: Item) -> Period:
        """When, as exactly as the file says; without a date, `latest` says by when."""
        start, end = _period(item, "start"), _period(item, "end")
        if start is None:
            return Period(None, item.day("latest"))
        if end and end.precision != start.precision:
            item.wrong("end", f"end of {item.name} is not as exact as its start")
        if end and end.last and start.first and end.last < start.first:
            item.wrong("end", f"{item.name} ends before it starts")
        stated = item.values.get("date_precision") or start.precision
        if stated != start.precision:
            item.wrong("date_precision", f"date_precision of {item.name} is not that of its start: {stated!r}")
        last = end.last if end else None if item.values.get("ongoing") else start.last
        return Period(start.first, last, start.precision)

    def standing(self, item: Item, period: Period) -> tuple[str, date | None, date | None]:
        """The status, since when it is known to be planned, and since when to be held or cancelled."""
        key = "status" if "status" in item.values else self.status_key
        status = item.one_of(key, item.word(key), STATUSES)
        if status == "held" and item.yes("ongoing"):
            status = "continuing"
        announced_on, recorded_on = item.day("announced_on"), item.day("recorded_on")
        if status == "planned":
            announced_on = announced_on or self.as_of
            if period.last and period.last < max(announced_on, self.as_of):
                item.wrong(key, f"{item.name} is planned, and was over by {max(announced_on, self.as_of)}")
            if recorded_on:
                item.wrong("recorded_on", f"{item.name} is planned, and recorded as held on {recorded_on}")
            return status, announced_on, None
        if status != "cancelled" and period.first and period.first > (recorded_on or self.as_of):
            item.wrong("start", f"{item.name} is {status}, and begins after {recorded_on or self.as_of}")
        if recorded_on is None:
            known = period.last or (_last_of_first(item) if period.first else None)
            recorded_on = min(known or self.as_of, self.as_of)
        if announced_on and announced_on > recorded_on:
            item.wrong("announced_on", f"{item.name} is announced after it was recorded as {status}")
        return status, announced_on, recorded_on

    def about(self, item: Item) -> Texts:
        """What it was about: in a text, or as topics one after the other."""
        if "topics_stated" not in item.values or "about" in item.values:
            return item.texts("about") or item.texts("role")
        topics = [topic for topic in item.entries("topics_stated") if isinstance(topic, str)]
        return joined([{"en": topic} for topic in topics], "; ")

    def country(self, item: Item) -> str:
        """The member State in which it takes place."""
        iso3 = item.word("country_iso3")
        if iso3 and self.known is not None and iso3 not in self.known.states:
            item.wrong("country_iso3", f"country_iso3 of {item.name} is no member State: {iso3!r}")
        return iso3

    def regions(self, item: Item) -> list[str]:
        """The regions that it was for."""
        regions = item.words("regions")
        for region in regions:
            if self.known is not None and region not in self.known.regions:
                item.wrong("regions", f"regions of {item.name}: there is no region {region!r}")
        return regions

    def row_themes(self, item: Item) -> list[str]:
        """Its themes: said, else linked by the source, else inferred."""
        key = next((key for key in ("themes", "linked_themes") if item.values.get(key)), "suggested_themes_inferred")
        themes = item.words(key)
        for theme in themes:
            if theme not in self.themes:
                item.wrong(key, f"{key} of {item.name}: there is no theme {theme!r}")
        return themes

    def series(self, item: Item) -> str:
        """The code of the series; one alone, without a number, is no series."""
        series = item.values.get("series")
        if series is None:
            return ""
        name = series.get("code") or series.get("name") if isinstance(series, dict) else series
        if not isinstance(name, str) or not name:
            item.wrong("series", f"series of {item.name} has no name")
            return ""
        return slug_of(name) if not isinstance(series, dict) or series.get("index") else ""

    def participant_list(self, item: Item) -> str:
        """Whether the file says of the list of participants that it is open or complete."""
        stated = item.word("participant_list") or ("open" if names_an_open_list(item) else "not_stated")
        return item.one_of("participant_list", stated, LISTS)

    def source_of(self, item: Item) -> str:
        """The paragraph of the file's source."""
        paragraph = item.whole_number("paragraph")
        return f"{self.source}, paragraph {paragraph}" if self.source and paragraph else self.source

    def notes(self, item: Item) -> str:
        """What remains unclear, in English."""
        keys = ("date_note", "participating_states_note", "notes")
        return "\n".join([*(item.word(key) for key in keys if item.word(key)), *item.words("ambiguities")])


def _period(item: Item, key: str) -> Period | None:
    text = item.word(key)
    if not text:
        return None
    try:
        return period_of(text)
    except ValueError:
        item.wrong(key, f"{key} of {item.name} is not a date such as 2003-07-02, 2003-07 or 2003: {text!r}")
        return None


def _last_of_first(item: Item) -> date | None:
    start = _period(item, "start")
    return start.last if start and start.precision != Precision.NONE else None


def _depth(code: str, parents: dict[str, str]) -> int:
    depth = 0
    while parents.get(code) in parents and depth <= len(parents):
        code, depth = parents[code], depth + 1
    return depth
