"""The figure bank: give a cell of an edition its short code, and tell what stands for a code."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from reports.models import DraftFigure, Figure, Report, Summary
from reports.models.drafts import ChapterDraft
from reports.rendering.chapters.controls import Binding
from reports.rendering.figure_texts import figure_text
from reports.summary.parts import Address
from reports.summary.told import Told, told
from surveys.models import User


class NotAFigure(Exception):
    """A cell that can get no code: `code` is hidden (it would reveal a State) or gone (the edition has none)."""

    def __init__(self, code: str, address: str) -> None:
        super().__init__(address)
        self.code = code


def give_code(*, report: Report, summary: Summary, address: str, by: User, at: datetime) -> Figure:
    """The figure of a cell with its code; the same cell of the same edition has one code. Raises NotAFigure."""
    return give_codes(report=report, summary=summary, addresses=[address], by=by, at=at)[address]


def give_codes(
    *, report: Report, summary: Summary, addresses: Iterable[str], by: User, at: datetime
) -> dict[str, Figure]:
    """The figures of cells of one edition, by their addresses. Raises NotAFigure."""
    wanted = list(dict.fromkeys(addresses))
    for address in wanted:
        if not is_address(address):
            raise NotAFigure("gone", address)
    found = told(summary.content, {Address.read(address).question for address in wanted})
    refuse_untold(found, wanted)
    with transaction.atomic():
        Report.objects.select_for_update(no_key=True).get(pk=report.pk)
        known: dict[str, Figure] = {
            figure.address: figure for figure in report.figures.filter(summary=summary, address__in=wanted)
        }
        last = report.figures.aggregate(last=Max("number"))["last"] or 0
        missing = [address for address in wanted if address not in known]
        for number, address in enumerate(missing, last + 1):
            cell = found.cells[address]
            known[address] = Figure.objects.create(
                report=report,
                number=number,
                summary=summary,
                address=address,
                value=cell.value,
                n=cell.n,
                base=cell.base,
                in_repeat=cell.question in found.repeated,
                made_by=by,
                made_at=at,
            )
    return known


def is_address(text: str) -> bool:
    """Whether a text is the address of a cell."""
    try:
        return bool(Address.read(text))
    except ValueError:
        return False


def refuse_untold(found: Told, addresses: Iterable[str]) -> None:
    """Raise NotAFigure for a cell that the edition hides or does not have."""
    for address in addresses:
        if address not in found.cells:
            raise NotAFigure("hidden" if found.is_hidden(address) else "gone", address)


def bindings(report: Report, language: str) -> dict[str, Binding]:
    """What stands for each code of the report in a language."""
    return {figure.code: binding_of(figure, language) for figure in report.figures.meta()}


def binding_of(figure: Figure, language: str) -> Binding:
    """What stands for a figure's code in a language."""
    summary = figure.summary
    return Binding(figure.code, summary.number, summary.digest, language, figure_text(figure.cell, language))


def chapters_using(figures: Iterable[Figure]) -> dict[int, list[int]]:
    """The numbers of the chapters whose current version has each of these figures, by the figure's key."""
    uses = DraftFigure.objects.filter(figure__in=[figure.pk for figure in figures])
    uses = uses.filter(draft__in=ChapterDraft.objects.current().order_by().values("pk"))
    pairs = uses.order_by("draft__chapter__order").values_list("figure", "draft__chapter__order").distinct()
    found: dict[int, list[int]] = {}
    for figure, chapter in pairs:
        found.setdefault(figure, []).append(chapter)
    return found
