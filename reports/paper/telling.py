"""Who tells the paper: one language, the facts of one day, the names of the outline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from consultations.register.standing import Status
from reports.paper.dates import bare, day_words, when
from reports.paper.facts import ConsultationFact, Facts, Named, Texts
from reports.paper.grammar import Language
from reports.paper.outline import Outline
from reports.paper.runs import Reference, Run, Text, fill, text_of


class NotKnown(KeyError):
    """A text names something of which nothing was known on the day: the text is not told."""


@dataclass(frozen=True)
class Telling:
    """Everything that a recipe needs."""

    language: Language
    facts: Facts
    outline: Outline

    def words(self, texts: Texts) -> str:
        """A text in the language of the paper, else in English, else any."""
        return texts.get(self.language.code) or texts.get("en") or next(iter(texts.values()), "")

    def given(self, texts: Mapping[str, Any]) -> Text:
        """A text of the outline with its fields; empty where something in it was not known on the day."""
        template = self.words(texts) if texts else ""
        try:
            return fill(template, Values(self))
        except NotKnown:
            return ()

    def day(self) -> str:
        """The day of the paper."""
        return day_words(self.facts.day, self.language.code)

    def called(self, kind: str, code: str) -> tuple[str, bool]:
        """The name with its article that the outline gives a record, and whether it is one of several things."""
        name = self.outline.names.get(f"{kind}:{code}", {})
        return (self.words(name), bool(name.get("plural"))) if name else ("", False)

    def named(self, named: Named, *, with_article: bool = True, short: bool = False) -> Text:
        """A record by its name; `short` by the one that it has after it has been named before."""
        told = self.called(named.kind, named.code)[0] if with_article else ""
        told = self.called("short", named.code)[0] or told if short else told
        label = self.words(named.names)
        return (Run(told or label, (Reference(named.kind, named.code, label),)),)

    def those(self, named: Sequence[Named], *, short: bool = False) -> tuple[Text, int]:
        """Records in an enumeration, and a number that says whether the verb is that of one or of several."""
        are_many = len(named) > 1 or any(self.called(one.kind, one.code)[1] for one in named)
        return self.language.listed([self.named(one, short=short) for one in named], light=True), 2 if are_many else 1

    def consultation(self, fact: ConsultationFact) -> tuple[Text, int]:
        """A consultation as a noun with its article, and the number of its verb."""
        told, is_many = self.called("consultation", fact.code)
        references = (reference_to(fact, self),)
        if told:
            return (Run(told, references),), 2 if is_many else 1
        title = self.language.quoted(Run(self.words(fact.titles), references))
        return self.language.say("no_title", title=title), 1

    def when(self, fact: ConsultationFact) -> Text:
        """When it is, with its preposition; what continues has only a beginning."""
        continues = fact.standing == Status.CONTINUING
        period = replace(fact.period, last=None) if continues and fact.period.first else fact.period
        told = when(period, self.language.code)
        return (Run(told, (reference_to(fact, self),)),) if told else ()

    def bare(self, fact: ConsultationFact) -> Text:
        """When it is, without a preposition."""
        told = bare(fact.period, self.language.code)
        return (Run(told, (reference_to(fact, self),)),) if told else ()

    def place(self, fact: ConsultationFact) -> Text:
        """Where it is, with its preposition and the country in brackets."""
        place, country = self.words(fact.places), self.words(fact.country)
        told = self.language.at(place) if place else ""
        told += (" " if told else "") + f"({country})" if country and country != place else ""
        return (Run(told, (reference_to(fact, self),)),) if told else ()

    def counted(self, forms: Mapping[str, Sequence[str]], count: int, references: Iterable[Reference]) -> Text:
        """A number with what is counted."""
        pair = forms.get(self.language.code) or forms["en"]
        template = self.language.form((pair[0], pair[1]), count)
        number = self.language.counted(count, tuple(references))
        return fill(template, Values(self, {"n": (number,)}))


class Values(dict[str, Text]):
    """What the fields of the outline's texts stand for; raises NotKnown for what was not known on the day."""

    def __init__(self, telling: Telling, more: Mapping[str, Text] | None = None) -> None:
        super().__init__(more or {})
        self.telling = telling

    def __missing__(self, name: str) -> Text:
        which, _colon, code = name.partition(":")
        found = FIELDS[which](self.telling, code) if which in FIELDS else ()
        if not found:
            raise NotKnown(name)
        return found


def reference_to(fact: ConsultationFact, telling: Telling) -> Reference:
    """The record of a consultation."""
    return Reference("consultation", fact.code, telling.words(fact.titles))


def of_consultation(telling: Telling, code: str) -> ConsultationFact:
    """The consultation or session of this code, if anything of it was known."""
    found = next((fact for fact in telling.facts.consultations if fact.code == code), None)
    if found is None:
        raise NotKnown(code)
    return found


def title_of(telling: Telling, code: str) -> Text:
    """The title of a consultation or session."""
    fact = of_consultation(telling, code)
    return (Run(telling.words(fact.titles), (reference_to(fact, telling),)),)


def when_of(telling: Telling, code: str) -> Text:
    """When it is, with its preposition."""
    return telling.when(of_consultation(telling, code))


def bare_of(telling: Telling, code: str) -> Text:
    """When it is, without a preposition."""
    return telling.bare(of_consultation(telling, code))


def city_of(telling: Telling, code: str) -> Text:
    """The place where it is."""
    fact = of_consultation(telling, code)
    return text_of(Run(telling.words(fact.places), (reference_to(fact, telling),)))


def since_of(telling: Telling, code: str) -> Text:
    """How long ago a consultation or session was, in months and as people say it."""
    fact = of_consultation(telling, code)
    first = fact.period.first
    if first is None:
        raise NotKnown(code)
    day, language = telling.facts.day, telling.language
    months = 12 * (day.year - first.year) + day.month - first.month
    reference = (reference_to(fact, telling),)
    told = language.say("months", count=months, n=Run(language.figure(months), reference))
    years, rest = divmod(months, 12)
    if rest >= 10:
        whole = language.say("nearly", count=years + 1, n=language.number(years + 1))
    elif years:
        whole = language.say("more_than" if rest else "exactly", count=years, n=language.number(years))
    else:
        return told
    return language.say("years_and_months", years=whole, months=told)


def milestone_of(telling: Telling, code: str) -> Text:
    """When something is due."""
    found = next((fact for fact in telling.facts.milestones if fact.code == code), None)
    if found is None:
        raise NotKnown(code)
    told = when(found.period, telling.language.code)
    return (Run(told, (Reference("milestone", code, telling.words(found.titles)),)),)


def organization_of(telling: Telling, code: str) -> Text:
    """An organization by its name."""
    found = next((named for named in telling.facts.organizations if named.code == code), None)
    if found is None:
        raise NotKnown(code)
    return telling.named(found)


def fact_of(telling: Telling, path: str) -> Text:
    """A fact of the report by its name: `approach.decision.document`."""
    found: Any = telling.facts.facts.get(path)
    told = telling.words(found) if isinstance(found, Mapping) else found
    return (Run(str(told), (Reference("report", path, telling.words(telling.facts.titles)),)),) if told else ()


def count_of(telling: Telling, what: str) -> Text:
    """How many themes, chapters, topics or member States there are; none of nothing."""
    facts = telling.facts
    if what == "members":
        number = telling.language.figure(facts.members.total)
        return (Run(number, (Reference("members", "", number),)),)
    lists = {"themes": facts.themes, "chapters": facts.chapters, "topics": facts.topics}
    found = lists.get(what, ())
    title = telling.words(facts.titles)
    return (telling.language.counted(len(found), [Reference("report", what, title)]),) if found else ()


def day_of(telling: Telling, code: str) -> Text:
    """The day of the paper."""
    return (Run(telling.day()),)


FIELDS: Mapping[str, Callable[[Telling, str], Text]] = {
    "title": title_of,
    "when": when_of,
    "bare": bare_of,
    "city": city_of,
    "since": since_of,
    "milestone": milestone_of,
    "organization": organization_of,
    "fact": fact_of,
    "count": count_of,
    "day": day_of,
}
