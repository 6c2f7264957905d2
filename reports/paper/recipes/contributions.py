"""Contributions: received, invited, late, declined; one by one, or as a number and a list."""

from collections.abc import Sequence

from reports.paper.dates import bare
from reports.paper.facts import ContributionFact, Named
from reports.paper.outline import Part
from reports.paper.recipes.outcomes import within
from reports.paper.recipes.survey import languages_named
from reports.paper.runs import Reference, Run, Text, begun, merged
from reports.paper.telling import Telling

RECEIVED, INVITED, LATE, DECLINED = "received", "invited", "late", "declined"
ORDER = (RECEIVED, INVITED, LATE, DECLINED)
FLAGS = ("new_information", "previously_unassembled")


def contributions(part: Part, telling: Telling) -> list[Text]:
    """The contributions that a part selects, as sentences."""
    if part.options.get("flag") in FLAGS:
        return flagged(part.options["flag"], part, telling)
    found = selected(part, telling)
    if part.options.get("invitations"):
        return invitations(found, telling)
    sentences: list[Text] = []
    for standing in ORDER:
        group = [fact for fact in found if fact.standing == standing]
        if group and standing == RECEIVED and part.options.get("counted"):
            sentences.append(counted_sentence(group, part, telling))
        else:
            sentences += [sentence(fact, part, telling) for fact in group]
    return sentences


def selected(part: Part, telling: Telling) -> list[ContributionFact]:
    """Those named by code, in that order; then those that the part selects and that no part names."""
    known = {fact.code: fact for fact in telling.facts.contributions}
    claimed = telling.outline.claimed("contributions")
    kinds, contributors = part.options.get("kinds", ()), part.options.get("contributors", ())
    rest = [
        fact
        for fact in known.values()
        if fact.code not in claimed and (fact.kind in kinds or fact.contributor_kind in contributors)
    ]
    return [known[code] for code in part.codes() if code in known] + rest


def reference_to(fact: ContributionFact, telling: Telling) -> Reference:
    """The record of a contribution."""
    return Reference("contribution", fact.code, telling.words(fact.titles))


def what_of(fact: ContributionFact, telling: Telling) -> Text:
    """What is contributed: as the outline names it, else by its title."""
    called, _many = telling.called("contribution", fact.code)
    reference = (reference_to(fact, telling),)
    return (
        (Run(called, reference),) if called else telling.language.quoted(Run(telling.words(fact.titles), reference))
    )


def who_of(fact: ContributionFact, part: Part, telling: Telling) -> tuple[Text, int]:
    """The contributor, with the partner if there is one; by their short names where they were named before."""
    return telling.those(organizations(fact), short=bool(part.options.get("short")))


def sentence(fact: ContributionFact, part: Part, telling: Telling) -> Text:
    """One contribution."""
    who, many = who_of(fact, part, telling)
    key = fact.kind if fact.standing == RECEIVED else fact.standing
    to = telling.language.behind(telling.language.to, who)
    what = what_of(fact, telling)
    return begun(telling.language.say(key, count=many, who=who, to=to, what=what, tail=tail_of(fact, telling)))


def tail_of(fact: ContributionFact, telling: Telling) -> Text:
    """Year, languages and request of what was received; the day asked for of what was not."""
    say, reference = telling.language.say, (reference_to(fact, telling),)
    if fact.standing != RECEIVED:
        day = bare(fact.due, telling.language.code)
        return say("requested_for", day=Run(day, reference)) if day and fact.standing != DECLINED else ()
    runs: list[Run] = []
    if fact.year:
        runs += say("year", year=Run(str(fact.year), reference))
    count = fact.stated_languages or len(fact.languages)
    if count:
        number = telling.language.counted(count, reference)
        listed = languages_named(fact.languages, telling)
        runs += say("languages_named" if listed else "languages", count=count, n=number, list=listed)
    if fact.requested_by:
        requester = telling.named(fact.requested_by)
        runs += say("at_request", of=telling.language.behind(telling.language.of, requester))
    return merged(runs)


def counted_sentence(group: Sequence[ContributionFact], part: Part, telling: Telling) -> Text:
    """Several that were received, as a number and a list."""
    references = [reference_to(fact, telling) for fact in group]
    counted = telling.counted(part.options["counted"], len(group), references)
    items = [item(fact, part, telling) for fact in group]
    return begun(
        telling.language.say("received_counted", counted=counted, items=telling.language.listed(items, light=True))
    )


def flagged(flag: str, part: Part, telling: Telling) -> list[Text]:
    """Which of all contributions received have a flag, since one may bring new information wherever it is told."""
    found = [fact for fact in telling.facts.contributions if getattr(fact, flag) and fact.standing == RECEIVED]
    if not found:
        return []
    number = telling.language.counted(len(found), [reference_to(fact, telling) for fact in found])
    items = telling.language.listed([item(fact, part, telling) for fact in found])
    return [begun(telling.language.say(flag, count=len(found), n=number, items=items))]


def item(fact: ContributionFact, part: Part, telling: Telling) -> Text:
    """One of several: by its contributor, by what it is, or by both."""
    which = part.options.get("items", "both")
    who = telling.language.listed([telling.named(one) for one in organizations(fact)], light=True)
    if which == "contributor":
        return who
    called, _many = telling.called("contribution", fact.code)
    title = (Run(called or within(telling.words(fact.titles)), (reference_to(fact, telling),)),)
    return title if which == "title" else telling.language.say("from", title=title, who=who)


def organizations(fact: ContributionFact) -> list[Named]:
    """The contributor and the partner."""
    return [fact.contributor, *([fact.partner] if fact.partner else [])]


def invitations(found: Sequence[ContributionFact], telling: Telling) -> list[Text]:
    """How many were invited, who they are, and how many of them have answered."""
    if not found:
        return []
    answered = [fact for fact in found if fact.standing == RECEIVED]
    n = telling.language.counted(len(found), [reference_to(fact, telling) for fact in found])
    m = telling.language.counted(len(answered), [reference_to(fact, telling) for fact in answered or found])
    listed = telling.language.listed([telling.named(fact.contributor) for fact in found])
    key = "answers" if answered else "answers_none"
    answers = telling.language.say(key, count=len(answered), m=m)
    return [begun(telling.language.say("invited_counted", count=len(found), n=n, answers=answers, list=listed))]
