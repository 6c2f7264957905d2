"""Seal what the database must not hold in the clear: secrets of the second step, letters with a link that opens.

A key is derived from a text (HKDF-SHA256) for each purpose, so that what was sealed for one is nothing for another.
"""

import base64
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """None of the keys opens this, or somebody has changed it."""


def seal(text: str, *, purpose: str, keys: Sequence[str]) -> str:
    """The text, encrypted under the first of the keys."""
    return _box(purpose, keys).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str, keys: Sequence[str]) -> str:
    """The text that was sealed for this purpose under any of the keys. Raises Unreadable."""
    try:
        return _box(purpose, keys).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(purpose) from None


def _box(purpose: str, keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(derivation.derive(key.encode()))
