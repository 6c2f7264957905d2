"""Draw charts. Only tasks import this: drawing is nothing for the processes that answer requests."""

import os
from contextlib import suppress
from secrets import token_hex

from reports.actions.charts import specs_of
from reports.actions.files import words_of
from reports.models import ChartDrawing
from reports.models.drawings import chart_path
from reports.rendering.charts import Spec, digest_of
from reports.rendering.drawing import svg
from surveys.actions.jobs import Claim


def draw_charts(claim: Claim) -> None:
    """Draw what the claimed job's edition lacks of charts in its language; what is there stays as it is."""
    drawing = ChartDrawing.objects.select_related("summary__survey").get(job=claim.job_id)
    specs = specs_of(drawing.summary.content["questions"], words_of(drawing.summary, drawing.language))
    claim.progress(0, len(specs))
    for done, spec in enumerate(specs.values(), start=1):
        draw(spec)
        claim.progress(done, len(specs))
    with claim.finishing():
        ChartDrawing.objects.filter(pk=drawing.pk).update(digests=sorted(map(digest_of, specs.values())))


def draw(spec: Spec) -> None:
    """Draw a chart where it is not there yet: under its name it is whole, or not at all."""
    target = chart_path(digest_of(spec))
    if target.exists():
        return
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    draft = target.with_name(f".{token_hex(8)}.part")
    try:
        with draft.open("wb") as file:
            file.write(svg(spec))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
