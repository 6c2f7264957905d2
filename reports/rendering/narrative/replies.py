"""How many replied: overall, by what the States are divided by, and on the cut-off dates."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.rendering.blocks import Block, Heading, Paragraph, Table
from reports.rendering.narrative.values import day_of, n_of, number_of, share_of
from reports.rendering.words import Words
from reports.summary.tables import Content

Line = Mapping[str, Any]
FIGURES = ("received", "compiled", "outstanding", "late")


def replies(content: Content, words: Words) -> Iterator[Block]:
    """The chapter on the replies."""
    yield Heading(1, _("Replies"))
    for text in sentences(content):
        yield Paragraph(text, "lead")
    by_region = [(words.group(line["region"]), line) for line in content["regions"]]
    total = (_("Total"), content["total"])
    caption = _("Replies as of %(day)s") % {"day": day_of(content["as_of"])}
    yield table_of_rates(caption, _("Region"), [*by_region, total], has_total=True)
    for by, lines in groupby(content.get("rates", ()), key=lambda line: str(line["by"])):
        if by != "region":
            named = [(words.rate(by, line["key"]), line) for line in lines]
            yield table_of_rates(words.division(by), words.division(by), named)
    if content.get("cut_offs"):
        yield table_of_cut_offs(content, words)


def sentences(content: Content) -> Iterator[str]:
    """What the figures of all States say."""
    total = content["total"]
    entered, told = total["received"] - total["compiled"], {"day": day_of(content["as_of"])}
    yield ngettext(
        "%(n)s of %(base)s Governments had replied by %(day)s.",
        "%(n)s of %(base)s Governments had replied by %(day)s.",
        total["received"],
    ) % {**told, "n": number_of(total["received"]), "base": number_of(total["sent"])}
    yield ngettext(
        "%(n)s reply is compiled in this edition.",
        "%(n)s replies are compiled in this edition.",
        total["compiled"],
    ) % {"n": number_of(total["compiled"])}
    if entered:
        yield ngettext(
            "%(n)s reply was received on paper and is being entered.",
            "%(n)s replies were received on paper and are being entered.",
            entered,
        ) % {"n": number_of(entered)}


def table_of_rates(caption: str, divided_by: str, lines: list[tuple[str, Line]], *, has_total: bool = False) -> Table:
    """Replies by a division of the States; where nobody was asked in that way (channels), no share."""
    head = (
        divided_by,
        _("Replies received"),
        _("Response rate"),
        _("Compiled"),
        _("Replies outstanding"),
        _("Received late"),
    )
    rows = tuple(row_of_rates(name, line) for name, line in lines)
    return Table(caption, head, rows, (28, 15, 14, 16, 15, 13), frozenset(range(1, 6)), has_total)


def row_of_rates(name: str, line: Line) -> tuple[str, ...]:
    """One line of the rates; a dash where a figure has no meaning."""
    sent, received = line["sent"], line["received"]
    figures = [EMPTY if line[name] is None else number_of(line[name]) for name in FIGURES]
    if sent is None:
        return (name, figures[0], EMPTY, *figures[1:])
    return (name, n_of(received, sent), share_of(received, sent), *figures[1:])


def table_of_cut_offs(content: Content, words: Words) -> Table:
    """Replies on the cut-off dates of the survey."""
    rows = tuple(
        (words.cut_off(line["day"]), day_of(line["day"]), number_of(line["received"]), number_of(line["compiled"]))
        for line in content["cut_offs"]
    )
    head = (_("Cut-off date"), _("Day"), _("Replies received"), _("Compiled"))
    return Table(_("Replies on the cut-off dates"), head, rows, (40, 24, 18, 18), frozenset({2, 3}))


EMPTY = "–"
