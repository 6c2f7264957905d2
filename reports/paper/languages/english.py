"""The sentences of the paper in English. A pair has the forms of one and of several."""

from reports.paper.grammar import Language, Sentence

CONSULTATIONS: dict[str, Sentence] = {
    "held": "{what} took place{tail}{items}.",
    "held_by": "{who} held {what}{tail}{items}.",
    "continuing": (
        "{what} has been under way{tail} and continues{items}.",
        "{what} have been under way{tail} and continue{items}.",
    ),
    "continuing_by": (
        "{who} has held and continues to hold {what}{tail}{items}.",
        "{who} have held and continue to hold {what}{tail}{items}.",
    ),
    "planned": "{what} is to take place{tail}{items}.",
    "planned_many": "{what} are to take place{tail}{items}.",
    "planned_by": ("{who} plans to hold {what}{tail}{items}.", "{who} plan to hold {what}{tail}{items}."),
    "unrecorded": "{what} was planned{tail}{items}; on {day} there was no record that it had been held.",
    "unrecorded_many": "{what} were planned{tail}{items}; on {day} there was no record that they had been held.",
    "unrecorded_by": "{who} planned to hold {what}{tail}{items}; on {day} there was no record of it.",
    "cancelled": "{what} was cancelled{items}.",
    "cancelled_many": "{what} were cancelled{items}.",
    "cancelled_by": "{who} cancelled {what}{items}.",
    "in_cooperation": ", in cooperation with {who}",
    "during": " during {parent}",
    "no_title": "the consultation {title}",
    "stated": (
        "{n|One} country took part, according to the number stated{named}.",
        "{n} countries took part, according to the number stated{named}.",
    ),
    "members_of": "{n} countries took part, which were the members of {group} at the time{named}.",
    "members_differ": "{n} countries took part, according to the number stated; {group} had {members} members at the "
    "time{named}.",
    "named_of": ("; {k|one} is named: {list}", "; {k} are named: {list}"),
    "named_incomplete": "; the list is said to be complete, yet names only {k}: {list}",
    "taking_part": "Named as taking part: {list}{others}.",
    "organizations_took_part": (
        "{n|One} organization took part: {list}.",
        "{n} organizations took part: {list}.",
    ),
    "from_states": ("; from {n|one} country: {list}", "; from {n} countries: {list}"),
    "and_others": ", among others",
    "recommendation": ("{n|One} recommendation came of this: {list}.", "{n} recommendations came of this: {list}."),
    "commitment": ("{n|One} commitment came of this: {list}.", "{n} commitments came of this: {list}."),
    "finding": ("{n|One} finding came of this: {list}.", "{n} findings came of this: {list}."),
    "conventions": (" (Convention No. {list})", " (Conventions Nos. {list})"),
}
CONTRIBUTIONS: dict[str, Sentence] = {
    "study": "{who} carried out {what}{tail}.",
    "data": "{who} supplied {what}{tail}.",
    "comments": "{who} sent {what}{tail}.",
    "material": "{who} contributed {what}{tail}.",
    "results": "{who} forwarded to the Office {what}{tail}.",
    "publication": "{who} published {what}{tail}.",
    "coordination": ("{who} is responsible for {what}{tail}.", "{who} are responsible for {what}{tail}."),
    "invited": "The Office has invited {who} to provide {what}{tail}.",
    "late": ("{who} has not yet provided {what}{tail}.", "{who} have not yet provided {what}{tail}."),
    "declined": "{who} declined to provide {what}{tail}.",
    "requested_for": ", requested by {day}",
    "at_request": ", at the request {of}",
    "year": " in {year}",
    "languages": (" in {n|one} language", " in {n} languages"),
    "languages_named": (" in {n|one} language ({list})", " in {n} languages ({list})"),
    "new_information": (
        "{n|One} of the contributions holds information not published before: {items}.",
        "{n} of the contributions hold information not published before: {items}.",
    ),
    "previously_unassembled": (
        "{n|One} of them brings together knowledge that had not been assembled before: {items}.",
        "{n} of them bring together knowledge that had not been assembled before: {items}.",
    ),
    "received_counted": "The Office has received {counted}: {items}.",
    "from": "{title} (from {who})",
    "invited_counted": (
        "{n|One} contributor was invited: {list}; {answers}.",
        "{n} contributors were invited: {list}; {answers}.",
    ),
    "answers": ("{m|one} has provided what was asked for", "{m} have provided what was asked for"),
    "answers_none": "{m|none} has yet provided what was asked for",
}
REPLIES: dict[str, Sentence] = {
    "survey": "the survey {title}",
    "sent": (
        "The Office sent {what} to {n|one} member State{when}, in {languages}.",
        "The Office sent {what} to {n} member States{when}, in {languages}.",
    ),
    "in_languages": ("{n|one} language ({list})", "{n} languages ({list})"),
    "subjects": ("It had {n|one} subject: {list}.", "It had {n} subjects: {list}."),
    "returned": "By {day}, the Governments of {n} of the {asked} member States asked ({share} per cent) had returned "
    "completed surveys.",
    "returned_none": "By {day}, none of the {asked} member States asked had returned a completed survey.",
    "by_cut_off": ("{n|One} of them had been received by {day}.", "{n} of them had been received by {day}."),
    "all_by_cut_off": "All of them had been received by {day}.",
    "included": "Of these {received} replies, {n} had been received by {cut} and are taken into account in the draft "
    "report; {m}, received {when}, came too late for it.",
    "all_included": "The draft report takes into account what had been received by {cut}, that is all {received} of "
    "these replies.",
    "to_be_included": "The draft report is to take into account what is received by {cut}.",
    "came_late": (
        "{n|One} reply came after the day by which it had been requested, {day} or an extension.",
        "{n} replies came after the day by which they had been requested, {day} or an extension.",
    ),
    "outstanding": "On {day}, replies were outstanding from {n} of the {asked} member States asked.",
    "more": "Further replies may still be received.",
    "invented": "In this demonstration the replies are invented, and so are the figures about them.",
    "due": "{what} is due {when}.",
    "was_due": "{what} was due {when}; on {day} there was no record that it had been completed.",
    "done": "{what}, due {when}, has been completed.",
}
LISTS: dict[str, Sentence] = {
    "themes": ("{n|One} theme was set for it: {list}.", "{n} themes were set for it: {list}."),
    "chapters": ("It has {n|one} main chapter: {list}.", "It has {n} main chapters: {list}."),
    "topics": (
        "The report also deals with {n|one} further topic: {list}.",
        "The report also deals with {n} further topics: {list}.",
    ),
    "topics_open": (
        "The report also deals with {n|one} further topic, among many others: {list}.",
        "The report also deals with {n} further topics, among many others: {list}.",
    ),
    "members": "On {day}, the Organization had {n} member States: {list}.",
    "of_region": "{region} {n}",
    "months": ("{n|one} month", "{n} months"),
    "nearly": ("nearly {n|one} year", "nearly {n} years"),
    "more_than": ("more than {n|one} year", "more than {n} years"),
    "exactly": ("{n|one} year", "{n} years"),
    "years_and_months": "{years} ({months})",
}
PAPER: dict[str, Sentence] = {
    "place_and_day": "{place}, {day}",
    "reference": "Records behind the figures of paragraph {number}",
}


def of(phrase: str) -> tuple[str, str]:
    """The words before a phrase that something belongs to, and what is left of it."""
    return "of ", phrase


ENGLISH = Language(
    code="en",
    sentences={**CONSULTATIONS, **CONTRIBUTIONS, **REPLIES, **LISTS, **PAPER},
    numbers=("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    last=lambda _following: "and",
    quotes=("“", "”"),
    at=lambda place: f"in {place}",
    of=of,
)
