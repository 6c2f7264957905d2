"""Those who took part: the number that is stated apart from those who are named."""

from collections.abc import Iterator, Sequence

from reports.paper.facts import ConsultationFact, Named
from reports.paper.outline import Part
from reports.paper.runs import Reference, Run, Text, begun, merged
from reports.paper.telling import Telling, reference_to

STATE, GROUP, ORGANIZATION = "member_state", "group_of_states", "organization"


def participants(fact: ConsultationFact, part: Part, telling: Telling) -> Iterator[Text]:
    """The sentences about those who took part in a consultation."""
    states = [one for one in fact.participants if one.kind == STATE]
    groups = [one for one in fact.participants if one.kind == GROUP]
    # People without a name of their own are told by the name of the consultation.
    others = [one for one in fact.participants if one.kind == ORGANIZATION]
    if fact.stated is not None or groups:
        yield from states_sentences(fact, states, groups, telling)
        states = []
    if others or states:
        yield named_sentence(fact, [*others, *states], telling)


def states_sentences(
    fact: ConsultationFact, states: Sequence[Named], groups: Sequence[Named], telling: Telling
) -> Iterator[Text]:
    """How many States: by the number stated, by the members that a group had then, or by both where they differ."""
    say, reference = telling.language.say, reference_to(fact, telling)
    named = names_of(fact, states, telling)
    stated = fact.stated
    if not groups and stated is not None:
        number = telling.language.counted(stated, [reference])
        yield begun(say("stated", count=stated, n=number, named=named))
    for group in groups:
        size = group.size or 0
        key = "members_of" if stated in (None, size) else "members_differ"
        group_itself = Reference(group.kind, group.code, telling.words(group.names))
        counted = telling.language.counted(size if stated is None else stated, [reference, group_itself])
        members = telling.language.counted(size, [group_itself])
        yield begun(say(key, n=counted, group=telling.named(group), members=members, named=named))


def names_of(fact: ConsultationFact, states: Sequence[Named], telling: Telling) -> Text:
    """The States that are named, with a warning where a list said to be complete names fewer than are stated."""
    if not states:
        return ()
    listed = telling.language.listed([telling.named(one, with_article=False) for one in states])
    number = Run(telling.language.number(len(states)), (reference_to(fact, telling),))
    is_short = fact.stated is not None and len(states) < fact.stated
    key = "named_incomplete" if fact.participant_list == "complete" and is_short else "named_of"
    return telling.language.say(key, count=len(states), k=number, list=listed)


def named_sentence(fact: ConsultationFact, named: Sequence[Named], telling: Telling) -> Text:
    """Organizations by number and name; otherwise those who are named, and others where the list is open."""
    say = telling.language.say
    listed = telling.language.listed([telling.named(one, with_article=False) for one in named])
    if fact.participant_list != "open" and all(one.kind == ORGANIZATION for one in named):
        number = telling.language.counted(len(named), [reference_to(fact, telling)])
        return begun(say("organizations_took_part", count=len(named), n=number, list=listed))
    others = say("and_others") if fact.participant_list == "open" else ()
    states = [one for one in named if one.kind == STATE]
    if states and len(states) < len(named):
        bodies = telling.language.listed([telling.named(one) for one in named if one.kind != STATE])
        names = telling.language.listed([telling.named(one, with_article=False) for one in states])
        number = telling.language.counted(len(states), [reference_to(fact, telling)])
        listed = merged([*bodies, *say("from_states", count=len(states), n=number, list=names)])
    return say("taking_part", list=listed, others=others)
