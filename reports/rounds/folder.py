"""The file of a report in a folder. Knows no framework."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from consultations.register.items import Item, items_of
from consultations.register.organizations import Names
from consultations.register.periods import Period, period_of
from consultations.register.rows import Register, ThemeRow
from consultations.register.texts import slug_of
from reports.rounds.contributions import ContributionReader
from reports.rounds.facts import SECTIONS, facts_of
from reports.rounds.rows import ChapterRow, MilestoneRow, ReportContent, TopicRow
from surveys.rounds.documents import line_of, read_document
from surveys.rounds.faults import BadRound, Faults

REPORT = "report.json"
KEYS = {
    *("source", "as_of", "themes", "chapters", "chapters_note", "further_topics", "further_topics_open_list"),
    *("contributors", "deadlines", "external_facts_not_in_paper", *SECTIONS),
}
DONE = ("done", "passed")


def read_report(folder: Path, register: Register | None) -> ReportContent | None:
    """Read and check the file, which may be left out. `register` is what it refers to: themes, organizations and
    outcomes; without it (its own files were wrong) references to it are not checked. Raises BadRound.
    """
    if not (folder / REPORT).exists():
        return None
    faults = Faults(REPORT)
    document, text = read_document(folder, faults)
    whole = Item(document, "as_of", text, faults)
    as_of = whole.day("as_of")
    if as_of is None and not faults.found:
        faults.add(1, "as_of is missing: the day of which the file is")
    if as_of is None or faults.found:
        raise BadRound(faults.found)
    whole.only(KEYS)
    content = _read(document, text, register, as_of, faults)
    if faults.found:
        raise BadRound(faults.found)
    return content


def _read(
    document: dict[str, Any], text: str, register: Register | None, as_of: date, faults: Faults
) -> ReportContent:
    themes = _read_themes(document, text, register, faults)
    topics = [_topic(item) for item in items_of(document, "further_topics", "order", text, faults)]
    codes = {topic.code for topic in topics}
    chapters = [_chapter(item, themes, codes) for item in items_of(document, "chapters", "order", text, faults)]
    names = Names(register.organizations if register else [])
    reader = ContributionReader(document, text, names, as_of, faults)
    contributions = reader.read() if register else []
    for code, item in reader.outcomes.items():
        if register and code not in {outcome.code for outcome in register.outcomes}:
            item.wrong("outcomes", f"outcomes of {item.name}: there is no outcome {code!r}")
    milestones = [
        _milestone(item, f"state_{as_of.isoformat().replace('-', '_')}")
        for item in items_of(document, "deadlines", "code", text, faults)
    ]
    about = Item(document["report"] if isinstance(document.get("report"), dict) else {}, "report", text, faults)
    titles = about.texts("title") or about.texts("published_title_external", needed=True)
    whole = Item(document, "further_topics_open_list", text, faults)
    if not all(isinstance(entry, dict) for entry in whole.entries("external_facts_not_in_paper")):
        whole.wrong("external_facts_not_in_paper", "external_facts_not_in_paper holds what is no object")
    return ReportContent(
        titles=titles,
        facts={} if faults.found else facts_of(document),
        topics_open=whole.yes("further_topics_open_list"),
        topics=topics,
        chapters=chapters,
        contributions=contributions,
        milestones=[row for row in milestones if row],
        organizations=list(reader.organizations.values()),
    )


def _read_themes(
    document: dict[str, Any], text: str, register: Register | None, faults: Faults
) -> Collection[str] | None:
    """The codes of the themes, where they are known; the file has to say the same of them as the register's."""
    rows = [
        ThemeRow(item.name, item.texts("title", needed=True), item.whole_number("order") or 0)
        for item in items_of(document, "themes", "code", text, faults)
    ]
    if register is None:
        return None
    if register.themes and rows and rows != register.themes:
        faults.add(line_of(text, "themes"), "the themes are not those of the register's file, in the same order")
    return {row.code for row in register.themes or rows}


def _topic(item: Item) -> TopicRow:
    titles = item.texts("title", needed=True)
    item.only(("order", "code", "title", "paragraph"))
    return TopicRow(
        item.code(item.word("code") or slug_of(titles.get("en", ""))), item.whole_number("order") or 0, titles
    )


def _chapter(item: Item, themes: Collection[str] | None, topics: Collection[str]) -> ChapterRow:
    item.only(("order", "title", "paragraph", "theme_links", "suggested_themes_inferred", "topics", "due_on"))
    key = "theme_links" if item.values.get("theme_links") else "suggested_themes_inferred"
    row = ChapterRow(
        order=item.whole_number("order") or 0,
        titles=item.texts("title", needed=True),
        themes=item.words(key),
        topics=item.words("topics"),
        due_on=item.day("due_on"),
    )
    for theme in row.themes:
        if themes is not None and theme not in themes:
            item.wrong(key, f"chapter {row.order}: there is no theme {theme!r}")
    for topic in row.topics:
        if topic not in topics:
            item.wrong("topics", f"chapter {row.order}: there is no topic {topic!r}")
    return row


def _milestone(item: Item, state_key: str) -> MilestoneRow | None:
    item.only(("code", "title", "date", "precision", "paragraph", "done_on", "state", state_key))
    titles, text = item.texts("title", needed=True), item.word("date")
    period = _period(item, text)
    if period is None:
        return None
    state = item.word("state") or item.word(state_key)
    done_on = item.day("done_on") or (period.last if state in DONE else None)
    return MilestoneRow(item.code(item.name), titles, period, done_on)


def _period(item: Item, text: str) -> Period | None:
    try:
        return period_of(text)
    except ValueError:
        item.wrong("date", f"date of {item.name} is not a date such as 2003-07-02, 2003-07 or 2003: {text!r}")
        return None
