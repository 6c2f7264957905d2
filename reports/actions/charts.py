"""Which charts an edition has in a language, and the request to draw those that are missing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from reports.models import ChartDrawing, Summary
from reports.models.drawings import chart_path
from reports.rendering.charts import Spec, chart_of, digest_of, twins_of
from reports.rendering.words import Words
from surveys.models import Job

DRAW = "reports.draw_charts"
DRAWINGS_LOCK = 2005


def specs_of(blocks: Iterable[Mapping[str, Any]], words: Words) -> dict[str, Spec]:
    """The charts of these questions of a content, by the question they are of; a pair by its first question."""
    found = {block["question"]: block for block in blocks}
    twins = {first: second for first, second in twins_of(words.definition).items() if second in found}
    charts = {
        name: chart_of(block, words, found.get(twins.get(name, "")))
        for name, block in found.items()
        if name not in twins.values()
    }
    return {name: spec for name, spec in charts.items() if spec}


def digests_of(specs: Mapping[str, Spec]) -> dict[str, str]:
    """The digest of each chart, by its question."""
    return {name: digest_of(spec) for name, spec in specs.items()}


def drawn(digests: Mapping[str, str]) -> dict[str, str]:
    """Those of the charts that are there to be shown."""
    return {name: digest for name, digest in digests.items() if chart_path(digest).exists()}


def request_drawing(*, summary: Summary, language: str, due_at: datetime) -> ChartDrawing:
    """Have the charts of an edition drawn in a language; a drawing under way, or one that failed, is left alone.

    Writes rows only. One that is done is done again: whoever asks has found a picture missing.
    """
    if known := under_way(summary, language):
        return known
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DRAWINGS_LOCK, summary.pk])
        if known := under_way(summary, language):
            return known
        job = Job.objects.create(task=DRAW, due_at=due_at, can_wait=True)
        return ChartDrawing.objects.update_or_create(summary=summary, language=language, defaults={"job": job})[0]


def under_way(summary: Summary, language: str) -> ChartDrawing | None:
    """The drawing that is waiting or at work, or that failed and waits for a person."""
    found = ChartDrawing.objects.filter(summary=summary, language=language).exclude(job__state=Job.State.DONE)
    return found.select_related("job").first()
