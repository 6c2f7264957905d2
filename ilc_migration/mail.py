"""SMTP that tells when the server took a letter for some of its addressees only; Django's passes that over."""

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend as DjangoBackend


class PartlyTaken(smtplib.SMTPException):
    """The server took the letter, though not for everybody."""


class Outspoken:
    """Beside `smtplib.SMTP`: raises PartlyTaken instead of returning who was refused."""

    def sendmail(self, *args: Any, **options: Any) -> dict[str, Any]:
        """Send as smtplib does."""
        refused: dict[str, Any] = super().sendmail(*args, **options)  # type: ignore[misc]
        if refused:
            raise PartlyTaken(f"{len(refused)} of the addressees were refused")
        return refused


class OutspokenSMTP(Outspoken, smtplib.SMTP):
    """In clear, or turning to TLS."""


class OutspokenSSL(Outspoken, smtplib.SMTP_SSL):
    """TLS from the first byte."""


class EmailBackend(DjangoBackend):
    """Django's SMTP backend over these."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The kind of connection that the settings ask for."""
        return OutspokenSSL if self.use_ssl else OutspokenSMTP
