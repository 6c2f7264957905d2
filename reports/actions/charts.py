"""Which charts an edition has in a language, and the request to draw those that are missing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from reports.models import ChartDrawing, Summary
from reports.models.drawings import chart_path
from reports.rendering.charts import Spec, chart_of, digest_of, twins_of
from reports.rendering.words import Words
from surveys.models import Job

DRAW = "reports.draw_charts"
DRAWINGS_LOCK = 2005


def specs_of(summary: Summary, words: Words) -> dict[str, Spec]:
    """The charts of an edition in the words' language, by the question they are of; a pair by its first question."""
    blocks = {block["question"]: block for block in summary.content["questions"]}
    twins = {first: second for first, second in twins_of(words.definition).items() if second in blocks}
    drawn = {
        name: chart_of(block, words, blocks.get(twins.get(name, "")))
        for name, block in blocks.items()
        if name not in twins.values()
    }
    return {name: spec for name, spec in drawn.items() if spec}


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
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [DRAWINGS_LOCK, summary.pk])
        known = ChartDrawing.objects.filter(summary=summary, language=language).select_related("job").first()
        if known and known.job.state != Job.State.DONE:
            return known
        job = Job.objects.create(task=DRAW, due_at=due_at)
        if known is None:
            return ChartDrawing.objects.create(summary=summary, language=language, job=job)
        known.job = job
        known.save(update_fields=["job"])
        return known
