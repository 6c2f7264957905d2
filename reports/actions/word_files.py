"""Word files that people send: whether they may be taken, and what stands in them."""

from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from reports.models.drafts import WORD
from reports.rendering.chapters.package import Unreadable, WordFile, read_word
from surveys.actions.attachments import MOST_NAME
from surveys.file_types.kinds import extension_of, media_type_of
from surveys.file_types.names import clean_name
from surveys.file_types.refused import Refused

# Word's old format, and the wrapping of every file that Word locks with a password.
OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
ACTIVE_NAMES = ("docm", "dotm")


def read_upload(upload: "UploadedFile[Any]") -> tuple[bytes, WordFile]:
    """The bytes of an upload, and the same as a Word file.

    Raises Refused; beside the codes of surveys.file_types these are old_format, not_word, strict.
    """
    if not upload.size:
        raise Refused("empty")
    if upload.size > settings.ATTACHMENT_MOST_BYTES:
        raise Refused("too_large", most=settings.ATTACHMENT_MOST_BYTES)
    upload.seek(0)
    content = upload.read()
    refuse_other_kinds(upload, content)
    try:
        return content, read_word(content)
    except Unreadable as fault:
        raise Refused(fault.code) from fault


def refuse_other_kinds(upload: "UploadedFile[Any]", content: bytes) -> None:
    """Raise Refused for all that is no Word file of today's format."""
    if content.startswith(OLD_FORMAT):
        raise Refused("locked" if LOCKED in content else "old_format")
    if extension_of(name_of(upload)) in ACTIVE_NAMES:
        raise Refused("active")
    try:
        media_type = media_type_of(cast(BinaryIO, upload.file))
    except Refused as refused:
        raise Refused("not_word") if refused.code == "type_not_taken" else refused from refused
    if media_type != WORD:
        raise Refused("not_word")


def name_of(upload: "UploadedFile[Any]") -> str:
    """The name of the file as people see it."""
    return clean_name((upload.name or "")[-MOST_NAME:], WORD)
