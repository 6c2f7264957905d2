"""The lists at the end: treatments, replies on paper that wait, and who is in the edition."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.rendering.blocks import Block, Heading, Paragraph, Spoken, Table
from reports.rendering.narrative.values import day_of, number_of
from reports.rendering.words import Words
from reports.summary.tables import Content
from surveys.models.member_states import alphabetical

Entry = Mapping[str, Any]


def treatments(content: Content, words: Words) -> Iterator[Block]:
    """What analysts set aside or corrected; no chapter where there is nothing of the kind."""
    if not content.get("treatments"):
        return
    yield Heading(1, _("Treatments"))
    yield Paragraph(
        _("What analysts set aside, converted or recoded, each with its reason and approved by a second person. The "
          "replies themselves are as the Governments sent them.")
    )  # fmt: skip
    head = (_("Number"), _("State"), _("Question"), _("Treatment"), _("Reason"))
    rows = tuple(
        (
            number_of(entry["number"]),
            words.state(entry["iso3"]) if entry["iso3"] else _("State not named"),
            words.question(entry["path"].rpartition("/")[2]),
            treatment_of(entry, words),
            Spoken(entry["reason"]),
        )
        for entry in content["treatments"]
    )
    yield Table("", head, rows, (8, 20, 30, 22, 30), frozenset({0}))


def treatment_of(entry: Entry, words: Words) -> str:
    """What was done to the answer, as far as it is listed."""
    if entry["kind"] != "set_aside" and not {"factor", "code"} & entry.keys():
        return words.treatment(entry["kind"])
    if entry["kind"] == "unit":
        told = {"factor": number_of(entry["factor"]), "unit": entry.get("unit", "")}
        return (
            _("multiplied by %(factor)s: %(unit)s") % told if told["unit"] else (_("multiplied by %(factor)s") % told)
        )
    if entry["kind"] == "recode":
        choice = words.choice(entry["path"].rpartition("/")[2], entry["code"])
        return _("counted as “%(choice)s”") % {"choice": choice}
    return words.measure("set_aside")


def registered_replies(content: Content, words: Words) -> Iterator[Block]:
    """Replies on paper that had been received and are not compiled; no chapter where there are none."""
    if not content["registered"]:
        return
    yield Heading(1, _("Registered, not compiled"))
    yield Paragraph(_("These replies were received on paper by the day of this edition and were not yet entered."))
    head = (_("State"), _("Region"), _("Received on"), _("Channel"), _("Language"))
    rows = tuple(row_of(entry, words) for entry in in_order(content["registered"], words))
    yield Table("", head, rows, (30, 28, 20, 16, 16))


def replies_received(content: Content, words: Words) -> Iterator[Block]:
    """The replies in the edition, in the alphabetical order of the language."""
    yield Heading(1, _("Replies in this edition"))
    if not content["states"]:
        yield Paragraph(_("No reply is compiled in this edition."))
        return
    head = (_("State"), _("Region"), _("Received on"), _("Channel"), _("Language"), _("Submission No."))
    rows = tuple((*row_of(entry, words), number_of(entry["number"])) for entry in in_order(content["states"], words))
    yield Table("", head, rows, (28, 26, 20, 14, 14, 12), frozenset({5}))


def row_of(entry: Entry, words: Words) -> tuple[str, ...]:
    """A reply: whose, when and how it came."""
    return (
        words.state(entry["iso3"]),
        words.group(entry["region"]),
        day_of(entry["received_on"]),
        words.channel(entry["channel"]),
        words.language_name(entry["language"]),
    )


def in_order(entries: list[Entry], words: Words) -> list[Entry]:
    """Replies by the names of their States."""
    return alphabetical(entries, key=lambda entry: words.state(entry["iso3"]))
