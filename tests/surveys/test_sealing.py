"""Sealing what the database must not hold in the clear."""

import pytest

from surveys.sealing import Unreadable, seal, unseal

TEXT = "секрет ✓ a link"


def test_what_is_sealed_is_opened():
    sealed = seal(TEXT, purpose="letters", keys=["one"])

    assert unseal(sealed, purpose="letters", keys=["one"]) == TEXT and "link" not in sealed


def test_the_same_text_is_never_sealed_alike():
    assert seal(TEXT, purpose="letters", keys=["one"]) != seal(TEXT, purpose="letters", keys=["one"])


def test_older_keys_still_open_and_the_newest_seals():
    old = seal(TEXT, purpose="letters", keys=["old"])
    new = seal(TEXT, purpose="letters", keys=["new", "old"])

    assert unseal(old, purpose="letters", keys=["new", "old"]) == TEXT
    assert unseal(new, purpose="letters", keys=["new"]) == TEXT


@pytest.mark.parametrize("purpose, key", [("second step", "one"), ("letters", "two")])
def test_another_purpose_or_key_opens_nothing(purpose, key):
    sealed = seal(TEXT, purpose="letters", keys=["one"])

    with pytest.raises(Unreadable):
        unseal(sealed, purpose=purpose, keys=[key])


def test_a_changed_one_is_refused():
    sealed = seal(TEXT, purpose="letters", keys=["one"])

    with pytest.raises(Unreadable):
        unseal(sealed[:-5] + "AAAA=", purpose="letters", keys=["one"])
