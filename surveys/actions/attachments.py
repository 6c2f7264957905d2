"""Take a file into a return, and sweep what a crash left behind."""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from surveys.file_types.kinds import media_type_of, refuse_other_name
from surveys.file_types.names import clean_name
from surveys.file_types.pictures import NotDrawn, page_count
from surveys.file_types.refused import Refused
from surveys.models import Attachment, Return, User
from surveys.models.attachments import FOLDER, folder

CHUNK = 1 << 16
MOST_NAME = 1_000
# Longer than any request takes between writing a file and its row.
ORPHANED_AFTER = timedelta(days=1)


def store(*, survey_return: Return, upload: "UploadedFile[Any]", purpose: str, by: User, at: datetime) -> Attachment:
    """The file as part of the return; the same content twice for one purpose is one attachment.

    The bytes are on disk, whole and under their final name, before the row names them; so a row never lacks its
    file, and a crash leaves at most a file without a row (`sweep`). Not to be called inside a transaction that may
    be rolled back. Raises Refused.
    """
    media_type = checked(upload)
    sha256 = digest_of(upload)
    known: Attachment | None = Attachment.objects.filter(
        survey_return=survey_return, purpose=purpose, sha256=sha256
    ).first()
    if known:
        return known
    attachment = Attachment(
        survey_return=survey_return,
        purpose=purpose,
        sha256=sha256,
        size=upload.size or 0,
        media_type=media_type,
        name=clean_name(upload.name or "", media_type),
        uploaded_by=by,
        uploaded_at=at,
    )
    attachment.file.name = write(upload)
    if purpose == Attachment.Purpose.SCAN:
        attachment.pages = shown_pages(attachment)
    return enter(attachment)


def shown_pages(scan: Attachment) -> int | None:
    """How many pages of a scan can be shown beside a form; None for a kind of file that cannot, or a damaged one."""
    try:
        return page_count(scan.file.path, scan.media_type)
    except NotDrawn:
        return None


def checked(upload: "UploadedFile[Any]") -> str:
    """The media type of an upload that may be taken. Raises Refused."""
    if not upload.size:
        raise Refused("empty")
    if upload.size > settings.ATTACHMENT_MOST_BYTES:
        raise Refused("too_large", most=settings.ATTACHMENT_MOST_BYTES)
    media_type = media_type_of(cast(BinaryIO, upload.file))
    refuse_other_name(clean_name((upload.name or "")[-MOST_NAME:]), media_type)
    return media_type


def digest_of(upload: "UploadedFile[Any]") -> str:
    """SHA-256 of the content."""
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def write(upload: "UploadedFile[Any]", into: str = FOLDER) -> str:
    """Write the content under a random name in a folder of the storage; returns that name as the storage knows it.

    Raises Refused.
    """
    name, place = token_hex(16), Path(settings.MEDIA_ROOT) / into
    draft, target = place / f".{name}.part", place / name[:2] / name
    try:
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb") as file:  # noqa: PTH123
            for chunk in upload.chunks(CHUNK):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(target)
        sync(target.parent)
        sync(place)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        raise Refused("no_room") from fault
    return f"{into}/{name[:2]}/{name}"


def sync(place: Path) -> None:
    """Have the folder's entries on disk."""
    handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def enter(attachment: Attachment) -> Attachment:
    """Make the row of a file that is written, or give the one that somebody made meanwhile. Raises Refused."""
    same = {"purpose": attachment.purpose, "sha256": attachment.sha256}
    with transaction.atomic():
        locked = Return.objects.select_for_update(no_key=True).get(pk=attachment.survey_return_id)
        known: Attachment | None = locked.attachments.filter(**same).first()
        is_full = locked.attachments.filter(purpose=attachment.purpose).count() >= settings.ATTACHMENTS_MOST
        is_closed = attachment.purpose == Attachment.Purpose.ANSWER and not locked.draft_open
        if not (known or is_full or is_closed):
            attachment.save(force_insert=True)
            return attachment
    Path(attachment.file.path).unlink(missing_ok=True)
    if known:
        return known
    raise Refused("closed") if is_closed else Refused("too_many", most=settings.ATTACHMENTS_MOST)


def sweep(*, at: datetime) -> int:
    """Remove files that no row names and that are older than a day; returns how many.

    Young ones may belong to a request that has not written its row yet.
    """
    named = set(Attachment.objects.values_list("file", flat=True))
    found = 0
    for path in list(files_below(folder())):
        is_orphan = path.relative_to(settings.MEDIA_ROOT).as_posix() not in named
        if is_orphan and is_older(path, at - ORPHANED_AFTER):
            path.unlink(missing_ok=True)
            found += 1
    return found


def is_older(path: Path, than: datetime) -> bool:
    """Whether the file was written before the instant; not of one that has got its final name meanwhile."""
    try:
        return path.stat().st_mtime < than.timestamp()
    except FileNotFoundError:
        return False


def files_below(place: Path) -> Iterator[Path]:
    """Every plain file below the folder, drafts included."""
    return (path for path in place.rglob("*") if path.is_file() and not path.is_symlink())
