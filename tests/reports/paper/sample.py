"""Facts, outlines and a paper of our own, without a database."""

from dataclasses import replace
from datetime import date

from consultations.register.periods import period_of
from consultations.register.standing import Status
from reports.paper.compose import compose
from reports.paper.document import Block, Paper
from reports.paper.facts import ConsultationFact, CutOffFact, Facts, MembersFact, Named, SurveyFact
from reports.paper.outline import read_outline
from reports.paper.runs import Reference, Run

DAY = date(2004, 2, 11)
HOSTILE = 'Text & <b>tags</b> "quotes" #let x = 1 {{ braces }}'


def texts(text):
    """The same text in the languages of the paper."""
    return {"en": text, "fr": text, "es": text}


HEAD = {name: texts(name.capitalize()) for name in ("item", "title", "place", "disposition")}
SURVEY = SurveyFact(
    titles=texts("Survey"),
    languages=("en", "fr"),
    synthetic=False,
    sent=period_of("2003-07"),
    asked=10,
    received=4,
    late=1,
    outstanding=6,
    reply_by=date(2003, 10, 31),
    cut_offs=(
        CutOffFact("draft-report", texts("Draft"), date(2003, 12, 31), 3),
        CutOffFact("paper", texts("Paper"), date(2004, 1, 31), 4),
        CutOffFact("summary", texts("Summary"), date(2004, 4, 30), 4),
    ),
)


def facts(day=DAY, **values):
    """Facts of a day."""
    known = {"survey": SURVEY, "members": MembersFact(177, ()), **values}
    return Facts("ilms", day, texts("The report"), {}, **known)


def survey(**values):
    """The survey with other figures."""
    return replace(SURVEY, **values)


def consultation(code, standing=Status.HELD, **values):
    """A consultation."""
    known = {"titles": texts(f"Meeting {code}"), "kind": "tripartite", "period": period_of("2003-07"), **values}
    return ConsultationFact(code=code, standing=standing, **known)


def organization(code, name=None):
    """An organization."""
    return Named("organization", code, texts(name or code))


def outline(*parts, names=None, **paragraph):
    """An outline of one paragraph."""
    told = {"key": "only", "parts": list(parts), **paragraph}
    return read_outline({"head": HEAD, "names": names or {}, "paragraphs": [told]})


def told(*parts, language="en", names=None, **known):
    """What the paragraph of these parts says."""
    return "".join(
        block.words.replace("\N{NO-BREAK SPACE}", " ")
        for block in compose(outline(*parts, names=names), facts(**known), language).blocks
    )


def paper(language="en"):
    """A short paper with everything that a file has to print."""
    board = Reference("status", "2004-02-11", "Survey")
    blocks = (
        Block("one", 1, (Run("First, with "), Run("90", (board,)), Run(" replies.")), heading="Heading"),
        Block("one", None, (Run(f"{HOSTILE}\nSecond line of the addition."),), by="A. Person", addition=7),
        Block("two", 2, (Run(f"Last: {HOSTILE}."),)),
    )
    return Paper(
        survey="ilms",
        as_of="2004-02-11",
        language=language,
        item="Fourth item",
        title="État & title",
        place_and_day="Geneva, 11 February 2004",
        disposition="For discussion",
        notice="Invented.",
        blocks=blocks,
    )
