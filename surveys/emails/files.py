"""Mail that was written to files instead of being sent: what the embedded default does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

# Django's file backend ends each message of a file with a line of these.
BETWEEN = b"-" * 79
TYPES = {"text/plain": "text", "text/html": "html"}


@dataclass(frozen=True)
class MailFile:
    """A mail as parsed; `letter` is the number of the Letter that it says it is, None when it says none."""

    name: str
    letter: int | None
    subject: str
    to: str
    at: datetime | None
    text: str = ""
    html: str = ""


def mail_files(folder: Path) -> Iterator[MailFile]:
    """The mails in the folder, newest file first; none when there is no folder. What is no mail is left out."""
    for path in sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []:
        for content in path.read_bytes().split(b"\n" + BETWEEN):
            if content.strip():
                yield from _parsed(path.name, content.lstrip(b"\n"))


def _parsed(name: str, content: bytes) -> Iterator[MailFile]:
    try:
        message = message_from_bytes(content, policy=default)
        if isinstance(message, EmailMessage) and message["To"]:
            parts = {TYPES[part.get_content_type()]: part.get_content() for part in _readable(message)}
            yield MailFile(
                name=name,
                letter=_number(str(message.get("X-Letter", ""))),
                subject=str(message["Subject"] or ""),
                to=str(message["To"]),
                at=_instant(str(message.get("Date", ""))),
                **parts,
            )
    except (MessageError, LookupError, ValueError):
        return


def _readable(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if part.get_content_type() in TYPES)


def _number(head: str) -> int | None:
    """The Letter's number in `kind number`."""
    last = head.split()[-1] if head.split() else ""
    return int(last) if last.isdecimal() else None


def _instant(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written)
    except ValueError:
        return None
