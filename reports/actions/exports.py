"""Files for download: asked for on a page, written by a worker, cancelled, handed out, removed again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from reports.actions.files import EDITION_WRITERS, RENDERING_VERSION, write_edition
from reports.actions.matrix import PREFIX, write_matrix_file
from reports.actions.matrix import WRITERS as MATRIX_WRITERS
from reports.actions.whole_files import written
from reports.models import Export, ExportDownload, Summary
from reports.models.exports import folder
from surveys.actions import jobs
from surveys.actions.attachments import files_below, is_older
from surveys.actions.jobs import Claim
from surveys.actions.ledger import last_position
from surveys.models import Job, Survey, User

WRITE_EXPORT = "reports.write_export"
# An edition is written in one go that tells no progress.
LEASE = timedelta(minutes=3)
MATRIX_KEPT = timedelta(days=7)
ORPHANED_AFTER = timedelta(days=1)
Writer = Callable[[Export, Path, Claim], None]


def request_export(
    *, summary: Summary, format: str, language: str, by: User, at: datetime, can_wait: bool = False
) -> Export:
    """Ask for a file of an edition; one that is whole already, or that the same person waits for, is given again.

    Writes rows only, so it answers at once whatever the broker does. Whole ones count when they were written by this
    version of the rendering and are still on disk.
    """
    same = Export.objects.of_edition(summary).filter(
        format=format, language=language, rendering_version=RENDERING_VERSION
    )
    on_disk = (known for known in same.whole() if known.path.is_file())
    known: Export | None = next(on_disk, None) or same.under_way().filter(requested_by=by).first()
    if known:
        return known
    asked: dict[str, Any] = {"as_of": summary.as_of, "upto": summary.ledger_position, "summary": summary}
    return enter(survey=summary.survey, format=format, language=language, by=by, at=at, can_wait=can_wait, **asked)


def request_matrix(
    *,
    survey: Survey,
    format: str,
    language: str,
    options: dict[str, Any],
    as_of: date,
    by: User,
    at: datetime,
    upto: int | None = None,
) -> Export:
    """Ask for all returns as of a day, as known at ledger position `upto` (None: at the end of the ledger of now)."""
    position = last_position(survey)[0] if upto is None else upto
    asked: dict[str, Any] = {"as_of": as_of, "upto": position, "options": options}
    return enter(survey=survey, format=format, language=language, by=by, at=at, **asked)


def enter(
    *, survey: Survey, format: str, language: str, by: User, at: datetime, can_wait: bool = False, **asked: Any
) -> Export:
    """The row of a request and its job, due now."""
    with transaction.atomic():
        return Export.objects.create(
            survey=survey,
            format=format,
            language=language,
            rendering_version=RENDERING_VERSION,
            requested_by=by,
            requested_at=at,
            job=Job.objects.create(task=WRITE_EXPORT, due_at=at, can_wait=can_wait),
            **asked,
        )


def write_export(claim: Claim) -> None:
    """Write the file that the claimed job asks for.

    The row names the file only when all of it is on disk, in one transaction with the end of the job: whatever
    happens before, what is left is a file without a row, which `remove_leftovers` finds.
    """
    export = Export.objects.select_related("survey", "summary__survey", "requested_by").get(job=claim.job_id)
    write = WRITERS[export.format]
    with written(folder(), lambda draft: write(export, draft, claim)) as file, claim.finishing():
        Export.objects.filter(pk=export.pk).update(
            file=file.path.relative_to(settings.MEDIA_ROOT).as_posix(),
            digest=file.digest,
            size=file.size,
            finished_at=timezone.now(),
        )


def write_edition_file(export: Export, target: Path, claim: Claim) -> None:
    """Write a file of an edition. Raises LookupError when the row names none."""
    if export.summary is None:
        raise LookupError(f"{export} is of no edition")
    claim.progress(0, 1, lease=LEASE)
    write_edition(export.summary, str(target), format=export.format, language=export.language)
    claim.progress(1, 1)


WRITERS: dict[str, Writer] = {
    **dict.fromkeys(EDITION_WRITERS, write_edition_file),
    **{f"{PREFIX}{format}": write_matrix_file for format in MATRIX_WRITERS},
}


def cancel_export(*, export: Export) -> None:
    """No longer write this file; a worker that is at it notices, and leaves nothing behind."""
    jobs.cancel(export.job)


def record_download(*, export: Export, by: User, at: datetime) -> None:
    """Record who takes a file, for ever."""
    ExportDownload.objects.create(export=export, user=by, at=at)


def remove_leftovers(*, at: datetime) -> int:
    """Remove matrices that have been kept long enough, and files that no row names; returns how many files went.

    A file without a row may belong to a worker that has not finished yet: it stays for a day.
    """
    Export.objects.to_remove(before=at - MATRIX_KEPT).update(file="")
    named = set(Export.objects.whole().values_list("file", flat=True))
    found = 0
    for path in list(files_below(folder())):
        is_orphan = path.relative_to(settings.MEDIA_ROOT).as_posix() not in named
        if is_orphan and is_older(path, at - ORPHANED_AFTER):
            path.unlink(missing_ok=True)
            found += 1
    return found
