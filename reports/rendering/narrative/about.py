"""Which edition this is, and how its figures are read."""

from django.utils.translation import gettext as _

from reports.rendering.blocks import Block, Facts, Heading, Paragraph, Spoken
from reports.rendering.narrative.values import day_of, number_of
from reports.rendering.words import Words
from reports.summary.tables import MINIMUM_BASE, Content


def facts_of(content: Content, number: int, digest: str) -> Facts:
    """What the title page says of the edition."""
    total = content["total"]
    return Facts(
        (
            (_("Edition"), number_of(number)),
            (_("As of"), day_of(content["as_of"])),
            (_("Ledger position"), number_of(content["ledger_position"])),
            (_("States asked"), number_of(total["sent"])),
            (_("Replies received"), number_of(total["received"])),
            (_("Compiled"), number_of(total["compiled"])),
            (_("Digest (SHA-256)"), Spoken(digest, "en")),
        )
    )


def notices_of(words: Words) -> tuple[str, ...]:
    """What has to be known before anything is read."""
    return (_("Demonstration data: answers are invented"),) if words.synthetic else ()


def how_to_read(content: Content) -> tuple[Block, ...]:
    """What the figures are, and what they are not."""
    told = {
        "day": day_of(content["as_of"]),
        "base": number_of(content["total"]["sent"]),
        "least": number_of(MINIMUM_BASE),
    }
    texts = (
        _("Every figure counts Governments and is told as n of N. N is the number of States asked: %(base)s as of "
          "%(day)s."),
        _("A figure counts what Governments wrote, in the reply of each that was in force on %(day)s. Whether a "
          "country is one of origin, transit or destination is what its Government declared."),
        _("An answer, no answer (blank), a stated reason for no answer, and a question that was not asked of a "
          "Government are counted apart; none of them is a zero."),
        _("No share is given where N is smaller than %(least)s. There is no total and no mean of numbers, because "
          "years, units and definitions differ from one reply to the next."),
        _("Figures are not shown where they would tell the answer of a State that did not permit it. Open answers "
          "stand in the words and the language in which they were given; the State is named where it permitted it."),
        _("States are never ranked. Those that did not reply are a number only."),
    )  # fmt: skip
    return (Heading(1, _("How to read the figures")), *(Paragraph(text % told) for text in texts))
