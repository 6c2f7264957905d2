"""The replies: returned, in the draft report, too late for it, late, outstanding, each of how many and by when."""

from datetime import timedelta

from consultations.register.periods import Period, Precision
from reports.paper.dates import day_words, when
from reports.paper.facts import CutOffFact
from reports.paper.outline import Part
from reports.paper.runs import Reference, Run, Text, Value, begun
from reports.paper.telling import Telling


def replies(part: Part, telling: Telling) -> list[Text]:
    """Figures of the replies as of the day; nothing as long as the survey has not been sent."""
    facts = telling.facts.survey
    if facts.sent is None:
        return []
    said = [returned(telling)]
    if facts.received:
        included = str(part.options.get("included", ""))
        said += by_cut_offs(included, telling)
        said += draft_report(included, telling)
        if facts.late:
            reply_by = day_words(facts.reply_by, telling.language.code)
            late = telling.language.counted(facts.late, [board(telling)])
            said.append(telling.language.say("came_late", count=facts.late, n=late, day=reply_by))
    said += outstanding(telling)
    if facts.synthetic:
        said.append(telling.language.say("invented"))
    return [begun(text) for text in said]


def board(telling: Telling, day: str = "") -> Reference:
    """The board of replies as of a day."""
    return Reference("status", day or telling.facts.day.isoformat(), telling.words(telling.facts.survey.titles))


def figure(count: int, telling: Telling, day: str = "") -> Run:
    """A number of replies or States, with the board behind it."""
    return Run(telling.language.figure(count), (board(telling, day),))


def returned(telling: Telling) -> Text:
    """How many had replied."""
    facts, language = telling.facts.survey, telling.language
    asked, day = figure(facts.asked, telling), telling.day()
    if not facts.received:
        return language.say("returned_none", day=day, asked=asked)
    share = language.figure(round(100 * facts.received / facts.asked, 1)) if facts.asked else ""
    return language.say("returned", day=day, n=figure(facts.received, telling), asked=asked, share=share)


def by_cut_offs(included: str, telling: Telling) -> list[Text]:
    """How many of them had come by each other cut-off that is over."""
    facts, language = telling.facts.survey, telling.language
    said = []
    for cut_off in facts.cut_offs:
        if cut_off.slug == included or cut_off.day >= telling.facts.day or not cut_off.received:
            continue
        day = day_words(cut_off.day, language.code)
        if cut_off.received == facts.received:
            said.append(language.say("all_by_cut_off", day=Run(day, (board(telling, cut_off.day.isoformat()),))))
        else:
            number = figure(cut_off.received, telling, cut_off.day.isoformat())
            said.append(language.say("by_cut_off", count=cut_off.received, n=number, day=day))
    return said


def draft_report(included: str, telling: Telling) -> list[Text]:
    """How many are in the draft report, and how many came too late for it."""
    facts, language = telling.facts.survey, telling.language
    cut_off = next((one for one in facts.cut_offs if one.slug == included), None)
    if cut_off is None:
        return []
    values: dict[str, Value] = {
        "received": figure(facts.received, telling),
        "cut": day_words(cut_off.day, language.code),
    }
    if telling.facts.day < cut_off.day:
        return [language.say("to_be_included", values)]
    too_late = facts.received - cut_off.received
    if not too_late:
        return [language.say("all_included", values)]
    return [
        language.say(
            "included",
            values,
            n=figure(cut_off.received, telling, cut_off.day.isoformat()),
            m=figure(too_late, telling),
            when=when(after(cut_off, telling), language.code),
        )
    ]


def after(cut_off: CutOffFact, telling: Telling) -> Period:
    """The days in which replies came since a cut-off: until the first other one by which all had come, or today."""
    facts = telling.facts
    complete = [one.day for one in facts.survey.cut_offs if one.received == facts.survey.received]
    return Period(cut_off.day + timedelta(days=1), min([*complete, facts.day]), Precision.DAY)


def outstanding(telling: Telling) -> list[Text]:
    """How many had not replied; that more may come, as long as a cut-off is to come."""
    facts, language = telling.facts.survey, telling.language
    if not facts.outstanding:
        return []
    number, asked = figure(facts.outstanding, telling), figure(facts.asked, telling)
    said = [language.say("outstanding", day=telling.day(), n=number, asked=asked)]
    if any(cut_off.day > telling.facts.day for cut_off in facts.cut_offs):
        said.append(language.say("more"))
    return said
