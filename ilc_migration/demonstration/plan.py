"""Who replies when, in the demonstration: drawn with a seed, counts as the paper and later sources give them.

84 replies by 31 December 2003, 90 by 31 January 2004, 93 by 30 April 2004; two of the last three came on paper and
are not keyed in yet, so that 91 are compiled. Which States, and what they answer, is drawn by lot.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

SENT_ON = (date(2003, 7, 14), date(2003, 7, 25))
DECEMBER, JANUARY, APRIL = date(2003, 12, 31), date(2004, 1, 31), date(2004, 4, 30)
STAGES = {"sent": date(2003, 7, 31), "december": DECEMBER, "january": JANUARY, "april": APRIL}
REPLIES = ((84, date(2003, 8, 11), DECEMBER), (6, date(2004, 1, 5), JANUARY), (3, date(2004, 2, 9), APRIL))
NOT_KEYED = 2
KEYED_FROM_PAPER = 9
AMENDED = 6
HALF_DONE, OPENED = 14, 12
PAPER_CHANNELS = ("fax", "post", "email", "note_verbale", "field_office")


@dataclass(frozen=True)
class Reply:
    """A State's reply: the day it was received, how, when it was keyed in, when it was amended."""

    iso3: str
    received_on: date
    channel: str = "portal"
    keyed_on: date | None = None
    amended_on: date | None = None

    @property
    def on_paper(self) -> bool:
        """Whether the reply came outside the portal."""
        return self.channel != "portal"


@dataclass(frozen=True)
class Plan:
    """The whole round as it will be played."""

    sent_on: dict[str, date]
    replies: list[Reply]
    half_done: list[str]
    opened: list[str]
    late_papers: list[Reply] = field(default_factory=list)


def draw(iso3s: Iterable[str], seed: int) -> Plan:
    """Draw the round for the States that were members when the survey was sent; same seed, same plan."""
    rng = Random(seed)  # noqa: S311 - a lottery that has to be repeatable
    order = sorted(iso3s)
    sent_on = {iso3: day_between(rng, *SENT_ON) for iso3 in order}
    rng.shuffle(order)
    days = [day for count, first, last in REPLIES for day in sorted(days_between(rng, first, last, count))]
    # The last day of every period is used, so that a figure as of that day has an edge to fall off.
    days[REPLIES[0][0] - 1] = DECEMBER
    replies = [Reply(iso3, day) for iso3, day in zip(order, days, strict=False)]
    replies = with_papers(rng, with_amendments(rng, replies))
    rest = order[len(replies) :]
    late = [Reply(iso3, day_between(rng, date(2003, 9, 1), APRIL), "post", APRIL) for iso3 in rest[40:50]]
    return Plan(sent_on, replies, rest[:HALF_DONE], rest[HALF_DONE : HALF_DONE + OPENED], late)


def day_between(rng: Random, first: date, last: date) -> date:
    """A working day between the two, both included."""
    day = first + timedelta(days=rng.randint(0, (last - first).days))
    return day if day.weekday() < 5 else max(first, day - timedelta(days=2))


def days_between(rng: Random, first: date, last: date, count: int) -> list[date]:
    """So many working days between the two."""
    return [day_between(rng, first, last) for _ in range(count)]


def with_amendments(rng: Random, replies: list[Reply]) -> list[Reply]:
    """Some early replies are amended in January or later, across the cut-off of the draft report."""
    amended = {reply.iso3: day_between(rng, date(2004, 1, 12), APRIL) for reply in rng.sample(replies[:60], AMENDED)}
    return [Reply(reply.iso3, reply.received_on, amended_on=amended.get(reply.iso3)) for reply in replies]


def with_papers(rng: Random, replies: list[Reply]) -> list[Reply]:
    """Some replies came on paper and were keyed in within weeks; the last two wait to be keyed in."""
    last = len(replies) - NOT_KEYED
    candidates = [index for index in range(last) if replies[index].amended_on is None]
    for index in rng.sample(candidates, KEYED_FROM_PAPER):
        reply = replies[index]
        keyed_on = reply.received_on + timedelta(days=rng.randint(1, 20))
        replies[index] = Reply(reply.iso3, reply.received_on, rng.choice(PAPER_CHANNELS), keyed_on)
    for index in range(last, len(replies)):
        replies[index] = Reply(replies[index].iso3, replies[index].received_on, rng.choice(PAPER_CHANNELS))
    return replies
