"""Which figures of a chapter a later edition has moved."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.models import Chapter, ChapterDraft, DraftFigure, Figure, Report, Summary
from reports.summary.tables import Cell
from reports.summary.told import Told, told


@dataclass(frozen=True)
class MovedFigure:
    """A figure of a chapter's current version that a later edition tells otherwise: `new` is None where that edition
    has no such cell any more (`is_hidden`: it does not tell it, so that no State is revealed)."""

    use: DraftFigure
    edition: Summary
    new: Cell | None
    is_hidden: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether nothing could stand in its place."""
        return self.new is None


def moved_figures(chapter: Chapter) -> list[MovedFigure]:
    """The figures of the chapter's current version that the newest edition has moved, in the order of the file."""
    return moved_in(chapter.report, [chapter]).get(chapter.pk, [])


def moved_by_chapter(report: Report) -> dict[int, list[MovedFigure]]:
    """The same for every chapter of a report that has any, by the chapter's key; a fixed number of queries."""
    return moved_in(report, report.chapters.all())


def moved_in(report: Report, chapters: Iterable[Chapter]) -> dict[int, list[MovedFigure]]:
    """The moved figures of these chapters, by the chapter's key."""
    newest = Summary.objects.defer("content", "inputs").newest(report.survey)
    current = ChapterDraft.objects.current().filter(chapter__in=chapters).order_by()
    uses = DraftFigure.objects.filter(draft__in=current.values("pk")).exclude(figure__summary=newest)
    found: dict[int, list[MovedFigure]] = {}
    older = list(uses.select_related("figure", "draft").defer("draft__paragraphs", "draft__source").order_by("order"))
    if not older or newest is None:
        return found
    now = told(newest.content, {use.figure.cell.question for use in older})
    for use in older:
        if has_moved(use.figure, now):
            moved = MovedFigure(use, newest, now.cells.get(use.figure.address), now.is_hidden(use.figure.address))
            found.setdefault(use.draft.chapter_id, []).append(moved)
    return found


def has_moved(figure: Figure, now: Told) -> bool:
    """Whether a later edition says anything else: another value, another n, other States asked, or nothing."""
    cell = now.cells.get(figure.address)
    return cell is None or (cell.value, cell.n, cell.base) != (figure.value, figure.n, figure.base)
