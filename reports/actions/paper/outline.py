"""The outline of a paper: loaded from the file of a round, read for composing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from reports.models import PaperOutline, PaperParagraph, Report
from reports.paper.outline import Outline, read_outline
from surveys.actions.loading import Loaded, Loader

TEXTS = ("heading", "lead", "parts", "closing")
EMPTY: Mapping[str, Any] = {"heading": {}, "lead": {}, "parts": [], "closing": {}}


class OutlineLoader(Loader):
    """Writes an outline; what people changed is left to them."""

    edits_stay = True


def load_paper(*, report: Report, document: Mapping[str, Any], loaded: Loaded | None = None) -> Loaded:
    """Load an outline that was read and checked, all or nothing.

    Where the file says something new it wins; what people changed stays as long as the file says what it said
    before. Nothing is deleted.
    """
    outline = read_outline(document)
    with transaction.atomic():
        loader = OutlineLoader(loaded)
        head = {"head": dict(outline.head), "names": dict(outline.names)}
        loader.keep(PaperOutline, {"report": report}, head)
        for order, paragraph in enumerate(document["paragraphs"], start=1):
            values = {name: paragraph.get(name, EMPTY[name]) for name in TEXTS}
            since = outline.entries[order - 1].known_from
            loader.keep(
                PaperParagraph,
                {"report": report, "key": paragraph["key"]},
                {**values, "order": order, "known_from": since},
            )
    return loader.loaded


def outline_of(report: Report) -> Outline | None:
    """The outline of a report's paper; None where the round has none."""
    kept = PaperOutline.objects.filter(report=report).first()
    if kept is None:
        return None
    paragraphs = [
        {
            "key": row.key,
            "known_from": row.known_from.isoformat() if row.known_from else "",
            **{name: getattr(row, name) for name in TEXTS},
        }
        for row in report.paper_paragraphs.order_by("order")
    ]
    return read_outline({"head": kept.head, "names": kept.names, "paragraphs": paragraphs})
