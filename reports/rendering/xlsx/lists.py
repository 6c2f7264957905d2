"""Lists of States: rates of reply, cut-offs, who is in the edition, what is only registered, treatments."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.words import Words
from reports.rendering.xlsx.sheets import Column, Row, Share, Sheet, Strong, Value
from reports.summary.tables import ALL, Content
from surveys.alphabet import plain

SENT, RECEIVED = 2, 3


def rates_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """Replies of all States, then by region and by whatever else the content divides them."""
    return Sheet(
        name="rates",
        tab=tab,
        heading=_("Replies as of %(day)s") % {"day": words.day(edition["as_of"])},
        columns=[
            Column(_("By"), 44),
            Column(_("Group"), 36),
            Column(_("States asked")),
            Column(_("Replies received")),
            Column(_("Response rate")),
            Column(_("Compiled")),
            Column(_("Replies outstanding")),
            Column(_("Received late")),
        ],
        rows=[
            rate_row(Strong(words.group(ALL)), None, edition["total"]),
            *(
                rate_row(words.division(line["by"]), words.rate(line["by"], line["key"]), line)
                for line in rates_of(edition)
            ),
            *(cut_off_row(cut_off, words) for cut_off in edition.get("cut_offs", ())),
        ],
    )


def rates_of(edition: Content) -> list[Mapping[str, Any]]:
    """The lines of the rates; an edition of the first format has regions only."""
    regions = [{"by": "region", "key": region["region"], **region} for region in edition["regions"]]
    rates: list[Mapping[str, Any]] = edition.get("rates", regions)
    return rates


def rate_row(by: Value, group: Value, line: Mapping[str, Any]) -> Row:
    """A line of the rates; where nobody can say how many were asked, as by channel, there is no share."""
    figures = [line["sent"], line["received"], Share(RECEIVED, SENT), line["compiled"], line["outstanding"]]
    return [by, group, *figures, line["late"]]


def cut_off_row(cut_off: Mapping[str, Any], words: Words) -> Row:
    """What had been received and compiled by a cut-off; how many had been asked by then may differ, so no share."""
    name = words.cut_off(cut_off["day"])
    return [_("Cut-off date"), name, None, cut_off["received"], None, cut_off["compiled"], None, None]


def named(things: list[dict[str, Any]], words: Words) -> list[dict[str, Any]]:
    """The things in the order of the States' names in the reader's language."""
    return sorted(things, key=lambda thing: (plain(words.state(thing["iso3"])), thing["iso3"]))


def cut_offs_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """For each State the submission that was in force at each cut-off, and the one in this edition."""
    cut_offs = [cut_off["day"] for cut_off in edition.get("cut_offs", ())]
    return Sheet(
        name="cut_off_ledger",
        tab=tab,
        heading=_("Which submission was in force at each cut-off"),
        notes=[_("The number is that of the submission within the State’s return.")],
        columns=[
            Column(_("State"), 34),
            Column(_("Region"), 26),
            Column(_("Received on"), 20),
            *(
                Column(_("%(name)s (%(day)s)") % {"name": words.cut_off(day), "day": words.day(day)}, 24)
                for day in cut_offs
            ),
            Column(_("In this summary"), 18),
        ],
        rows=[
            [
                words.state(state["iso3"]),
                words.group(state["region"]),
                date.fromisoformat(state["received_on"]),
                *(state["cut_offs"].get(day) or _("after this cut-off") for day in cut_offs),
                state["number"],
            ]
            for state in named(edition["states"], words)
        ],
        frozen=1,
    )


def reply_of(entry: Mapping[str, Any], words: Words) -> list[Value]:
    """State, region, day, channel and language of a reply."""
    return [
        words.state(entry["iso3"]),
        words.group(entry["region"]),
        date.fromisoformat(entry["received_on"]),
        words.channel(entry["channel"]),
        words.language_name(entry["language"]),
    ]


def reply_columns() -> list[Column]:
    """The heads over `reply_of`."""
    return [
        Column(_("State"), 34),
        Column(_("Region"), 28),
        Column(_("Received on"), 20),
        Column(_("Channel"), 18),
        Column(_("Language"), 18),
    ]


def replies_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """The submissions that are counted, each with what names it for good."""
    return Sheet(
        name="replies",
        tab=tab,
        heading=_("Replies in this edition"),
        columns=[
            *reply_columns(),
            Column(_("Submission No."), 14),
            Column(_("Entry in the ledger"), 14),
            Column(_("Digest (SHA-256)"), 70),
        ],
        rows=[
            [*reply_of(state, words), state["number"], state["submission"], state.get("digest")]
            for state in named(edition["states"], words)
        ],
        frozen=1,
    )


def registered_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """Paper replies that had been received and not yet been keyed in."""
    return Sheet(
        name="registered",
        tab=tab,
        heading=_("Received on paper and not yet compiled"),
        columns=reply_columns(),
        rows=[reply_of(paper, words) for paper in named(edition["registered"], words)],
        frozen=1,
    )


# Treatments


def treatments_sheet(edition: Content, words: Words, tab: str) -> Sheet:
    """What was done to answers before they were counted; the answers themselves have not changed."""
    return Sheet(
        name="treatments",
        tab=tab,
        heading=_("Answers that were treated before they were counted"),
        notes=[_("The answers themselves have not changed.")],
        columns=[
            Column(_("Number"), 10),
            Column(_("State"), 28),
            Column(_("Question"), 50),
            Column(_("Entry"), 8),
            Column(_("Treatment"), 26),
            Column(_("Factor"), 12),
            Column(_("Unit"), 16),
            Column(_("Choice"), 34),
            Column(_("Reason"), 70),
        ],
        rows=list(treatment_rows(edition, words)),
    )


def treatment_rows(edition: Content, words: Words) -> Iterator[Row]:
    """A row for each treatment, in their order."""
    for treatment in edition.get("treatments", ()):
        above, _mark, name = treatment["path"].rpartition("/")
        code = treatment.get("code")
        yield [
            treatment["number"],
            words.state(treatment["iso3"]) if treatment["iso3"] else _("State not named"),
            words.question(name),
            above.partition("[")[2].rstrip("]") or None,
            words.treatment(treatment["kind"]),
            treatment.get("factor") or None,
            treatment.get("unit") or None,
            words.choice(name, code) if code else None,
            treatment["reason"],
        ]
