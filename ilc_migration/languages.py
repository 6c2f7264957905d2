"""Addresses that name a language: those of what is published."""

import re

from django.conf import settings

CODES = "|".join(code for code, _name in settings.LANGUAGES)
PUBLISHED = re.compile(f"/({CODES})/summaries/")


class LanguageConverter:
    """A language of the portal in an address."""

    regex = CODES

    def to_python(self, value):
        """The language's code, as it stands there."""
        return value

    def to_url(self, value):
        """The language's code, as it is."""
        return value


def language_in(path):
    """The language that the address of a published page names; empty for every other address."""
    found = PUBLISHED.match(path)
    return found[1] if found else ""
