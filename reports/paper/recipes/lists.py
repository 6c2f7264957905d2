"""Lists of the report: themes, chapters, topics; member States; what is due."""

from collections.abc import Sequence

from reports.paper.dates import when
from reports.paper.facts import MilestoneFact, Named
from reports.paper.outline import Part
from reports.paper.recipes.outcomes import within
from reports.paper.runs import Reference, Run, Text, begun
from reports.paper.telling import Telling


def themes(part: Part, telling: Telling) -> list[Text]:
    """The themes of the discussion, numbered."""
    return listed("themes", telling.facts.themes, telling, numbered=True)


def chapters(part: Part, telling: Telling) -> list[Text]:
    """The chapters of the report, numbered."""
    return listed("chapters", telling.facts.chapters, telling, numbered=True)


def topics(part: Part, telling: Telling) -> list[Text]:
    """What goes through the chapters; the list may be open."""
    key = "topics_open" if telling.facts.topics_open else "topics"
    return listed(key, telling.facts.topics, telling)


def listed(key: str, named: Sequence[Named], telling: Telling, *, numbered: bool = False) -> list[Text]:
    """A number and a list; nothing where there is nothing to list."""
    if not named:
        return []
    what = key.removesuffix("_open")
    items = [(Run(within(telling.words(one.names)), (reference_to(one, telling),)),) for one in named]
    enumeration = telling.language.lettered(items) if numbered else telling.language.listed(items)
    number = telling.language.counted(len(named), [Reference("report", what, telling.words(telling.facts.titles))])
    return [begun(telling.language.say(key, count=len(named), n=number, list=enumeration))]


def reference_to(named: Named, telling: Telling) -> Reference:
    """The record of a theme, chapter or topic."""
    return Reference(named.kind, named.code, telling.words(named.names))


def members(part: Part, telling: Telling) -> list[Text]:
    """How many member States there were on the day, in all and by region."""
    found, language = telling.facts.members, telling.language
    day = telling.facts.day.isoformat()
    items = [
        language.say(
            "of_region",
            region=telling.words(region.names),
            n=Run(language.figure(count), (Reference("members", day, telling.words(region.names)),)),
        )
        for region, count in found.regions
        if count
    ]
    total = Run(language.figure(found.total), (Reference("members", day, telling.day()),))
    return [begun(language.say("members", day=telling.day(), n=total, list=language.listed(items)))]


def fixed(part: Part, telling: Telling) -> list[Text]:
    """A text that is entered once."""
    text = begun(telling.given(part.options.get("text", {})))
    return [text] if text else []


def milestones(part: Part, telling: Telling) -> list[Text]:
    """What is due, what was done, and of what there is no record."""
    known = {fact.code: fact for fact in telling.facts.milestones}
    return [due(known[code], telling) for code in part.codes() if code in known]


def due(fact: MilestoneFact, telling: Telling) -> Text:
    """One thing that is due by a time."""
    label = telling.words(fact.titles)
    called, _many = telling.called("milestone", fact.code)
    reference = (Reference("milestone", fact.code, label),)
    what = (Run(called, reference),) if called else telling.language.quoted(Run(label, reference))
    time = Run(when(fact.period, telling.language.code), reference)
    is_over = fact.period.last is not None and fact.period.last < telling.facts.day
    key = "done" if fact.is_done else "was_due" if is_over else "due"
    return begun(telling.language.say(key, what=what, when=time, day=telling.day()))
