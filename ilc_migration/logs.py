"""What the log is not told: links that sign in or open an invitation are worth as much as a password."""

import logging
import re

SECRET = re.compile(r"(/(?:invitations/open|link/open|password/reset/key)/)[^/\s?]+")


def without_secret(value: object) -> object:
    """A text without what follows in the address of such a link; anything else as it is."""
    return SECRET.sub(r"\1…", value) if isinstance(value, str) else value


class WithoutSecrets(logging.Filter):
    """Takes the secrets out of the addresses that Django's own records name."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, changed where it has to be."""
        record.msg = without_secret(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secret(value) for value in record.args)
        return True
