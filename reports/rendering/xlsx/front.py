"""The first sheets: the way to every sheet and question, and which edition this is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from reports.rendering.words import Words
from reports.rendering.xlsx.sheets import Column, Fact, Link, Row, Sheet, Strong, Value
from reports.summary.tables import MINIMUM_BASE, Content


def contents_sheet(sheets: Sequence[Sheet], words: Words, tab: str, *, notices: int) -> Sheet:
    """Links to all sheets, and to each question on the sheet of its section and among the figures."""
    figures = next(sheet for sheet in sheets if sheet.name == "figures")
    return Sheet(
        name="contents",
        tab=tab,
        heading=words.title,
        columns=[Column(_("Sheet"), 40), Column(_("Question"), 80), Column(_("Figures"), 40)],
        rows=[row for sheet in sheets for row in links_to(sheet, figures, words, notices)],
    )


def links_to(sheet: Sheet, figures: Sheet, words: Words, notices: int) -> Iterator[Row]:
    """The link to a sheet and those to the questions of a section."""
    yield [Link(sheet.in_contents or sheet.tab, sheet.tab), None, None]
    if sheet is figures:
        return
    for question in sheet.anchors:
        yield [
            None,
            Link(words.question(question), sheet.tab, sheet.row_of(question, notices=notices)),
            Link(question, figures.tab, figures.row_of(question, notices=notices)),
        ]


def about_sheet(edition: Content, words: Words, tab: str, *, number: int, digest: str, replies: str) -> Sheet:
    """Which edition this is, what went into it, and how its figures are to be read."""
    facts = [
        *edition_facts(edition, words, number, digest),
        *input_facts(edition, words, replies),
        *reading_facts(),
        *unmapped_facts(edition["unmapped_questions"]),
    ]
    return Sheet(
        name="about",
        tab=tab,
        heading=words.title,
        columns=[Column(_("Particular"), 40), Column(_("Value"), 80)],
        rows=[[Strong(name), Fact(value) if isinstance(value, int) else value] for name, value in facts],
    )


def edition_facts(edition: Content, words: Words, number: int, digest: str) -> list[tuple[str, Value]]:
    """Which edition this is."""
    return [
        (_("Survey"), words.title),
        (_("Edition"), number),
        (_("As of"), date.fromisoformat(edition["as_of"])),
        (_("Ledger position"), edition["ledger_position"]),
        (_("Position of the treatments"), edition.get("treatment_position", 0)),
        (_("Digest (SHA-256)"), digest),
        (_("Version of the format"), edition["format"]),
        (_("Language"), words.language_name(words.language)),
    ]


def input_facts(edition: Content, words: Words, replies: str) -> list[tuple[str, Value]]:
    """What went into it."""
    total = edition["total"]
    return [
        (_("Member States"), total["members"]),
        (_("States asked"), total["sent"]),
        (_("Replies received"), total["received"]),
        (_("Compiled"), total["compiled"]),
        (_("Received on paper, being entered"), total["received"] - total["compiled"]),
        (_("Replies outstanding"), total["outstanding"]),
        (_("Received late"), total["late"]),
        (_("Submissions counted"), len(edition["states"])),
        (
            _("How a submission is named"),
            _("By State and number within its return, by its entry in the ledger and by its digest: %(sheet)s")
            % {"sheet": replies},
        ),
        (_("Treatments applied"), len(edition.get("treatments", ()))),
        (_("Versions of the questionnaire"), "\n".join(words.versions) or words.definition.version),
    ]


def reading_facts() -> list[tuple[str, Value]]:
    """How the figures are to be read."""
    return [
        (
            _("Share"),
            _("n of N, as a formula over the cells of its row; none is given where N is below %(least)d.")
            % {"least": MINIMUM_BASE},
        ),
        (
            _("not shown"),
            _(
                "Fewer than three States answered in this group, and one of them has not agreed to be named; "
                "or the figure would give away such a one."
            ),
        ),
    ]


def unmapped_facts(unknown: Mapping[str, int]) -> list[tuple[str, Value]]:
    """Answers under names that no questionnaire in use has: counted here, lost nowhere."""
    label = _("Answers to %(name)s, which no questionnaire in use has")
    return [(label % {"name": name}, times) for name, times in unknown.items()]
