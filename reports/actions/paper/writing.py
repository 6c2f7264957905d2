"""Write a paper as of a day: the outline and the facts of that day, with what editors have added."""

from datetime import date

from reports.actions.paper.facts import gather
from reports.actions.paper.outline import outline_of
from reports.models import Report
from reports.paper.compose import Addition, compose
from reports.paper.document import Paper


class NoOutline(Exception):
    """The round has no outline of a paper."""


def write(report: Report, *, as_of: date, language: str) -> Paper:
    """The paper as of the end of a day. Raises NoOutline."""
    outline = outline_of(report)
    if outline is None:
        raise NoOutline(report.survey.slug)
    rows = report.paper_additions.filter(language=language).select_related("author").order_by("pk")
    additions = [Addition(row.pk, row.after, row.text, str(row.author)) for row in rows]
    return compose(outline, gather(report, as_of), language, additions)
