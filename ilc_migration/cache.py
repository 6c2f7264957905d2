"""The cache may be away or frozen without anybody noticing: it holds nothing but rate limits."""

import functools
import logging
from time import monotonic

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as CacheAway
from redis.exceptions import TimeoutError as CacheFrozen

logger = logging.getLogger("portal.cache")
# Signing in asks the cache some ten times: a frozen one is waited for once, then left alone for this long.
PAUSE_SECONDS = 5.0
pause = {"until": 0.0}


def forgiving(method, otherwise):
    """The method, answering what `otherwise` makes of its arguments while the cache cannot be reached."""

    @functools.wraps(method)
    def answer(self, *args, **kwargs):
        if monotonic() < pause["until"]:
            return otherwise(*args, **kwargs)
        try:
            return method(self, *args, **kwargs)
        except (CacheAway, CacheFrozen):
            logger.warning("cache away during %s", method.__name__)
            pause["until"] = monotonic() + PAUSE_SECONDS
            return otherwise(*args, **kwargs)

    return answer


def nothing(*args, **kwargs):
    """What a write that was forgotten answers."""
    return None


def succeeded(*args, **kwargs):
    """What adding to an empty cache answers; a lock taken in this way holds nobody up."""
    return True


def given_default(key, default=None, version=None):
    """What a read of an empty cache answers."""
    return default


class ForgetfulRedisCache(RedisCache):
    """A Redis cache that is empty while its server is away."""

    get = forgiving(RedisCache.get, given_default)
    set = forgiving(RedisCache.set, nothing)
    add = forgiving(RedisCache.add, succeeded)
    touch = forgiving(RedisCache.touch, nothing)
    delete = forgiving(RedisCache.delete, nothing)
    incr = forgiving(RedisCache.incr, nothing)
    set_many = forgiving(RedisCache.set_many, lambda *args, **kwargs: [])
    get_many = forgiving(RedisCache.get_many, lambda *args, **kwargs: {})
    delete_many = forgiving(RedisCache.delete_many, nothing)
