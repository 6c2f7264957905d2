"""What came of consultations: after the last of those from which it came."""

from collections.abc import Iterator, Sequence

from reports.paper.facts import ConsultationFact, OutcomeFact
from reports.paper.runs import Reference, Run, Text, begun, merged
from reports.paper.telling import Telling

KINDS = ("recommendation", "commitment", "finding")


def outcomes_after(codes: Sequence[str], told: Sequence[ConsultationFact], telling: Telling) -> Iterator[Text]:
    """The outcomes whose last consultation in the paragraph is among those told just now, by kind."""
    place = {fact.code: number for number, fact in enumerate(told)}
    found = [outcome for outcome in telling.facts.outcomes if last_of(outcome, place) in codes]
    for kind in KINDS:
        of_kind = [outcome for outcome in found if outcome.kind == kind]
        if of_kind:
            yield sentence(kind, of_kind, telling)


def last_of(outcome: OutcomeFact, place: dict[str, int]) -> str:
    """The consultation after which the outcome is told; empty where it is of none of the paragraph."""
    here = [code for code in outcome.consultations if code in place]
    return max(here, key=place.__getitem__, default="")


def sentence(kind: str, outcomes: Sequence[OutcomeFact], telling: Telling) -> Text:
    """The outcomes of one kind."""
    references = [Reference("outcome", outcome.code, telling.words(outcome.texts)) for outcome in outcomes]
    items = [item(outcome, reference, telling) for outcome, reference in zip(outcomes, references, strict=True)]
    number = telling.language.counted(len(outcomes), references)
    listed = telling.language.lettered(items)
    return begun(telling.language.say(kind, count=len(outcomes), n=number, list=listed))


def item(outcome: OutcomeFact, reference: Reference, telling: Telling) -> Text:
    """An outcome in its own words, with the Conventions that it is about unless these words have them."""
    text = within(telling.words(outcome.texts))
    numbers = [code.removeprefix("C").lstrip("0") for code in outcome.instruments]
    told: list[Run] = [Run(text, (reference,))]
    if numbers and not all(number in text for number in numbers):
        listed = telling.language.listed([(Run(number, (reference,)),) for number in numbers])
        told += telling.language.say("conventions", count=len(numbers), list=listed)
    return merged(told)


def within(text: str) -> str:
    """A text as part of a sentence: without its stop, and with a small letter unless it begins with an acronym."""
    told = text.rstrip(".")
    return told if told[1:2].isupper() else told[:1].lower() + told[1:]
