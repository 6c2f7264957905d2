"""Addresses name a member State by its code of three letters, a file by its digest."""

from django.urls import register_converter

OF_RETURN = "<slug:slug>/<iso3:iso3>/"


class StateCode:
    """Only what can be a code reaches the database, which refuses to look for some characters (NUL)."""

    regex = "[A-Z0-9]{3}"

    def to_python(self, value: str) -> str:
        """The code as it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """The code as it stands in the address."""
        return value


class Digest(StateCode):
    """SHA-256 in small hexadecimal digits."""

    regex = "[0-9a-f]{64}"


register_converter(StateCode, "iso3")
register_converter(Digest, "digest")
