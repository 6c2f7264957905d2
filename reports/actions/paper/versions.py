"""Keep a paper as it is: what is signed later is exactly what was read."""

from datetime import date, datetime

from django.db import transaction

from reports.actions.paper.writing import write
from reports.models import PaperVersion, Report
from surveys.models import User


@transaction.atomic
def keep_version(*, report: Report, as_of: date, language: str, by: User, at: datetime) -> PaperVersion:
    """The paper as of a day as the next version; the last one, where it says the same. Raises NoOutline."""
    locked = Report.objects.select_for_update().select_related("survey").get(pk=report.pk)
    paper = write(locked, as_of=as_of, language=language)
    digest = paper.digest()
    last: PaperVersion | None = locked.paper_versions.filter(as_of=as_of, language=language).order_by("number").last()
    if last and last.digest == digest:
        return last
    kept: PaperVersion = PaperVersion.objects.create(
        report=locked,
        number=PaperVersion.objects.filter(report=locked).last_number() + 1,
        as_of=as_of,
        language=language,
        content=paper.to_json(),
        digest=digest,
        by=by,
        at=at,
    )
    return kept
