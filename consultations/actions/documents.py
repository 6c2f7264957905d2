"""Take a file into the register."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from consultations.models import Consultation, Contribution, Document
from consultations.models.documents import FOLDER
from surveys.actions.attachments import checked, digest_of, write
from surveys.file_types.names import clean_name
from surveys.models import User


def store_document(
    *,
    upload: "UploadedFile[Any]",
    title: str,
    language: str,
    day: date | None,
    by: User,
    at: datetime,
    consultation: Consultation | None = None,
    contribution: Contribution | None = None,
) -> Document:
    """The file as a document of a consultation or of a contribution; the same content twice is one document.

    The bytes are on disk before the row names them; a crash leaves at most a file without a row. Not to be called
    inside a transaction that may be rolled back. Raises `surveys.file_types.refused.Refused`.
    """
    media_type = checked(upload)
    document = Document(
        consultation=consultation,
        contribution=contribution,
        title=title,
        language=language,
        day=day,
        name=clean_name(upload.name or "", media_type),
        media_type=media_type,
        size=upload.size or 0,
        sha256=digest_of(upload),
        uploaded_by=by,
        uploaded_at=at,
    )
    if known := same_as(document):
        return known
    document.file.name = write(upload, FOLDER)
    return enter(document)


def enter(document: Document) -> Document:
    """Make the row of a file that is written, or give the one that somebody made meanwhile."""
    owner = document.consultation or document.contribution
    with transaction.atomic():
        type(owner)._base_manager.select_for_update(no_key=True).get(pk=owner.pk)  # type: ignore[union-attr]
        known = same_as(document)
        if known is None:
            document.save(force_insert=True)
            return document
    Path(document.file.path).unlink(missing_ok=True)
    return known


def same_as(document: Document) -> Document | None:
    """The document of the same owner that has the same content."""
    owned = {"consultation": document.consultation, "contribution": document.contribution}
    found: Document | None = Document.objects.filter(sha256=document.sha256, **owned).first()
    return found
