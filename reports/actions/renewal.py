"""A chapter with the numbers of a later edition: what would change, and the file in which it has."""

from dataclasses import dataclass
from datetime import datetime

from reports.actions.checking import AGREES, GONE, MOVED, Check, check
from reports.actions.drafts import figure_in, figures_of
from reports.actions.figures import binding_of, give_codes
from reports.models import Chapter, ChapterDraft, Summary
from reports.rendering.chapters.codes import CODE, code_of
from reports.rendering.chapters.controls import controls, fill
from reports.rendering.chapters.package import WordFile, read_word
from reports.rendering.figure_texts import figure_text
from reports.summary.told import told
from surveys.models import User


@dataclass(frozen=True)
class Renewed:
    """A file with new numbers; `left` are the figures that keep their old ones: gone, or changed by hand; `codes` are
    the new ones in the place of the old."""

    file: WordFile
    renewed: int
    left: int
    codes: dict[str, str]


def what_renewal_does(*, draft: ChapterDraft) -> Check:
    """Each figure of a version, before anything is changed. Raises Unreadable, OSError."""
    return check(file=read_word(draft.path.read_bytes()), chapter=draft.chapter, base=draft)


def renew(*, draft: ChapterDraft, edition: Summary, by: User, at: datetime) -> Renewed:
    """The version's file with every figure taken from the edition; figures that the edition does not have keep what
    they say, and so does what was typed over. The new cells get codes of their own."""
    file = read_word(draft.path.read_bytes())
    chapter: Chapter = draft.chapter
    found = [control for control in controls(file) if not control.was_deleted]
    figures = figures_of(chapter, found)
    pairs = [(control, figure) for control in found if (figure := figure_in(control, figures)) is not None]
    now = told(edition.content, {figure.cell.question for _control, figure in pairs})
    to_renew = [
        (control, figure.address)
        for control, figure in pairs
        if figure.summary_id != edition.pk
        and figure.address in now.cells
        and control.text == figure_text(figure.cell, control.language)
    ]
    new = give_codes(
        report=chapter.report, summary=edition, addresses=[address for _control, address in to_renew], by=by, at=at
    )
    for control, address in to_renew:
        fill(control, binding_of(new[address], control.language))
    is_current = sum(1 for _control, figure in pairs if figure.summary_id == edition.pk)
    codes = {control.code: new[address].code for control, address in to_renew}
    return Renewed(file, len(to_renew), len(found) - len(to_renew) - is_current, codes)


def source_with(source: str, renewed: Renewed) -> str:
    """A text of the editor with the new codes."""
    return CODE.sub(lambda match: f"[[{renewed.codes.get(code_of(match), code_of(match))}]]", source)


def can_be_renewed(found: Check) -> bool:
    """Whether a figure is of an earlier edition and can be taken from the newest."""
    newest = found.edition
    return newest is not None and any(
        one.state in {MOVED, AGREES} and one.figure is not None and one.figure.summary_id != newest.pk
        for one in found.found
    )


def is_incomplete(found: Check) -> bool:
    """Whether a figure would keep its old number since the newest edition has none in its place."""
    return bool(found.count(GONE))
