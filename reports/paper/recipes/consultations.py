"""Consultations: held, continuing, planned, without record and cancelled, each in sentences of their own."""

from collections.abc import Iterator, Sequence

from consultations.register.standing import Status
from reports.paper.facts import ConsultationFact
from reports.paper.outline import Part
from reports.paper.recipes.outcomes import outcomes_after
from reports.paper.recipes.participants import participants
from reports.paper.runs import Run, Text, Value, begun, inside, joined, merged
from reports.paper.telling import Telling, reference_to

ORDER = (Status.HELD, Status.CONTINUING, Status.PLANNED, Status.UNRECORDED, Status.CANCELLED)
TOOK_PLACE = frozenset({Status.HELD, Status.CONTINUING})


def consultations(part: Part, telling: Telling) -> list[Text]:
    """The consultations that a part selects, as sentences."""
    found = selected(part, telling)
    sentences: list[Text] = []
    for standing in ORDER:
        group = [fact for fact in found if fact.standing == standing]
        if group and part.options.get("counted"):
            sentences += counted_sentences(group, part, telling)
        else:
            for fact in group:
                sentences += sentences_of(fact, part, telling)
    return sentences


def selected(part: Part, telling: Telling) -> list[ConsultationFact]:
    """Those named by code, in that order; then those of a kind or series that no part names, by their days."""
    known = {fact.code: fact for fact in telling.facts.consultations if not fact.is_frame}
    named = [known[code] for code in part.codes() if code in known]
    claimed = telling.outline.claimed("consultations")
    kinds, series = part.options.get("kinds", ()), part.options.get("series", ())
    rest = [
        fact
        for fact in telling.facts.consultations
        if fact.code in known and fact.code not in claimed and (fact.kind in kinds or fact.series in series)
    ]
    return named + rest


def sentences_of(fact: ConsultationFact, part: Part, telling: Telling) -> Iterator[Text]:
    """One consultation: that it takes place, who takes part, what came of it."""
    what, many = telling.consultation(fact)
    tail = tail_of(fact, part, telling)
    yield told(fact.standing, [fact], what, many, tail, (), part, telling)
    if fact.standing in TOOK_PLACE and part.tells("participants"):
        yield from participants(fact, part, telling)
        yield begun(telling.given(part.options.get("note", {})))
    if part.tells("outcomes"):
        yield from outcomes_after([fact.code], selected(part, telling), telling)


def counted_sentences(group: Sequence[ConsultationFact], part: Part, telling: Telling) -> Iterator[Text]:
    """Several as a number and a list; what all have in common is said once."""
    references = [reference_to(fact, telling) for fact in group]
    by_participants = part.options.get("count") == "participants"
    count = sum(len(fact.participants) for fact in group) if by_participants else len(group)
    what = telling.counted(part.options["counted"], count, references)
    when = common([telling.when(fact) for fact in group])
    place = common([telling.place(fact) for fact in group])
    tail = joined([place, when])
    tail = merged([Run(" "), *tail]) if tail else ()
    items = [item_of(fact, part, telling, with_when=not when, with_place=not place) for fact in group]
    listed = telling.language.listed([item for item in items if item])
    colon = merged([Run(": " if telling.language.code != "fr" else " : "), *listed]) if listed else ()
    yield told(group[0].standing, group, what, 2 if by_participants else count, tail, colon, part, telling)
    if part.tells("outcomes"):
        yield from outcomes_after([fact.code for fact in group], selected(part, telling), telling)


def item_of(fact: ConsultationFact, part: Part, telling: Telling, *, with_when: bool, with_place: bool) -> Text:
    """One of several in a list: by its name, by those who took part, or not at all."""
    which = part.options.get("items", "name")
    if which == "none":
        return ()
    if which == "participants":
        name = telling.language.listed([telling.named(one) for one in fact.participants])
    else:
        called, _is_many = telling.called("consultation", fact.code)
        reference = (reference_to(fact, telling),)
        title = telling.language.quoted(Run(telling.words(fact.titles), reference))
        name = (Run(called, reference),) if called else title
    if part.tells("participants"):
        for sentence in participants(fact, part, telling):
            name = merged([*name, Run(" ("), *inside(sentence), Run(")")])
    details = [telling.place(fact) if with_place else (), telling.bare(fact) if with_when else ()]
    return joined([name, *details], between=", ")


def told(
    standing: Status,
    group: Sequence[ConsultationFact],
    what: Text,
    count: int,
    tail: Text,
    items: Text,
    part: Part,
    telling: Telling,
) -> Text:
    """The sentence of a standing, with those who organize where the part tells them and all have the same."""
    who = group[0].organizers if part.tells("organizers") else ()
    values: dict[str, Value] = {"what": what, "tail": tail, "items": items, "day": telling.day()}
    say = telling.language.say
    if who and all(fact.organizers == who for fact in group):
        names, many = telling.those(who, short=bool(part.options.get("short")))
        return begun(say(f"{standing}_by", values, count=many, who=names))
    key = str(standing)
    if items and f"{standing}_listed" in telling.language.sentences:
        key = f"{standing}_listed"
    elif count != 1 and f"{standing}_many" in telling.language.sentences:
        key = f"{standing}_many"
    return begun(say(key, values, count=count))


def tail_of(fact: ConsultationFact, part: Part, telling: Telling) -> Text:
    """Where, when, inside which meeting and in cooperation with whom."""
    pieces = [telling.place(fact), () if "when" in part.options.get("without", ()) else telling.when(fact)]
    tail = joined([piece for piece in pieces if piece])
    runs = [Run(" "), *tail] if tail else []
    parent = next((one for one in telling.facts.consultations if one.code == fact.parent), None)
    if parent and part.tells("parent"):
        called, _many = telling.called("consultation", parent.code)
        name = Run(called or telling.words(parent.titles), (reference_to(parent, telling),))
        runs += telling.language.say("during", parent=name if called else telling.language.quoted(name))
    if fact.cooperating and part.tells("organizers"):
        runs += telling.language.say("in_cooperation", who=telling.those(fact.cooperating)[0])
    return merged(runs)


def common(texts: Sequence[Text]) -> Text:
    """What all of these say alike, with the records of all; nothing where they differ."""
    if len(texts) < 2 or not texts[0] or len({tuple(run.text for run in text) for text in texts}) > 1:
        return ()
    references = tuple(dict.fromkeys(reference for text in texts for run in text for reference in run.references))
    return tuple(Run(run.text, references) for run in texts[0])
