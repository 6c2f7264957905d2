"""The cache: used while it is there, not missed while it is not, waited for once."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as CacheAway
from redis.exceptions import TimeoutError as CacheFrozen

from ilc_migration import cache as portal_cache

CLIENT = "django.core.cache.backends.redis.RedisCacheClient.get_client"


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test turns."""
    now = {"at": 1_000.0}
    monkeypatch.setattr(portal_cache, "monotonic", lambda: now["at"])
    monkeypatch.setitem(portal_cache.pause, "until", 0.0)
    return now


@pytest.fixture
def away(monkeypatch, clock):
    """Count how often somebody waits for a server that does not answer."""
    tries = []

    def nobody(*args, **options):
        tries.append(args)
        raise CacheFrozen

    monkeypatch.setattr(CLIENT, nobody)
    return tries


def test_keeps_what_it_is_given(clock):
    cache.set("word", "value", 30)

    assert cache.get("word") == "value"
    assert cache.add("word", "other") is False
    cache.delete("word")
    assert cache.get("word", "none") == "none"


def test_is_empty_while_it_is_away(away):
    assert cache.get("word", "none") == "none"
    assert cache.get_many(["word"]) == {}
    assert cache.set("word", "value") is None
    assert cache.set_many({"word": "value"}) == []


def test_a_lock_holds_nobody_up_while_it_is_away(away):
    assert cache.add("word:lock", True) is True


def test_is_waited_for_once_in_a_while(away, clock):
    for _ask in range(10):
        cache.get("word")
    assert len(away) == 1

    clock["at"] += portal_cache.PAUSE_SECONDS
    cache.get("word")

    assert len(away) == 2


def test_is_used_again_when_it_is_back(monkeypatch, clock):
    with monkeypatch.context() as outage:
        outage.setattr(CLIENT, lambda *args, **options: (_ for _ in ()).throw(CacheAway))
        cache.set("word", "lost")
    clock["at"] += portal_cache.PAUSE_SECONDS

    cache.set("word", "kept", 30)

    assert cache.get("word") == "kept"
    cache.delete("word")


def test_other_faults_are_not_hidden(monkeypatch, clock):
    def broken(*args, **options):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(CLIENT, broken)

    with pytest.raises(ValueError, match="a fault of ours"):
        cache.get("word")
