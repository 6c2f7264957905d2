"""The survey: to how many, when, in which languages, about what."""

from collections.abc import Sequence

from babel import Locale

from reports.paper.dates import when
from reports.paper.outline import Part
from reports.paper.runs import Reference, Run, Text, begun, merged
from reports.paper.telling import Telling


def survey(part: Part, telling: Telling) -> list[Text]:
    """The sending of the survey; nothing as long as it has not been sent."""
    facts, language = telling.facts.survey, telling.language
    if facts.sent is None:
        return []
    board = (Reference("status", telling.facts.day.isoformat(), telling.words(facts.titles)),)
    record = Reference("survey", telling.facts.slug, telling.words(facts.titles))
    called, _many = telling.called("survey", telling.facts.slug)
    title = language.quoted(Run(telling.words(facts.titles), (record,)))
    time = merged([Run(" "), Run(when(facts.sent, language.code), board)])
    number = language.counted(len(facts.languages), [record])
    listed = languages_named(facts.languages, telling)
    sent = language.say(
        "sent",
        count=facts.asked,
        what=(Run(called, (record,)),) if called else language.say("survey", title=title),
        n=Run(language.figure(facts.asked), board),
        when=time,
        languages=language.say("in_languages", count=len(facts.languages), n=number, list=listed),
    )
    return [begun(sent), *subjects(part, record, telling)]


def subjects(part: Part, record: Reference, telling: Telling) -> list[Text]:
    """What was asked about, where the outline says in which fact of the report that stands."""
    asked = telling.facts.facts.get(str(part.options.get("subjects", "")))
    if not isinstance(asked, list) or not asked:
        return []
    items = [(Run(telling.words(texts), (record,)),) for texts in asked]
    number = telling.language.counted(len(items), [record])
    listed = telling.language.listed(items)
    return [begun(telling.language.say("subjects", count=len(items), n=number, list=listed))]


def languages_named(codes: Sequence[str], telling: Telling) -> Text:
    """Languages by their names in the language of the paper, for brackets; nothing where none is named."""
    names = [Locale.parse(code).get_display_name(telling.language.code) or code for code in codes]
    return (Run(", ".join(names)),) if names else ()
