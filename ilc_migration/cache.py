"""The cache may be away or frozen without anybody noticing: it holds nothing but rate limits."""

import functools
import logging

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as CacheAway
from redis.exceptions import TimeoutError as CacheFrozen

logger = logging.getLogger("portal.cache")


def forgiving(method, otherwise):
    """The method, answering what `otherwise` makes of its arguments while the cache cannot be reached."""

    @functools.wraps(method)
    def answer(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except (CacheAway, CacheFrozen):
            logger.warning("cache away during %s", method.__name__)
            return otherwise(*args, **kwargs)

    return answer


def nothing(*args, **kwargs):
    """What a write that was forgotten answers."""
    return None


def given_default(key, default=None, version=None):
    """What a read of an empty cache answers."""
    return default


class ForgetfulRedisCache(RedisCache):
    """A Redis cache that is empty while its server is away."""

    get = forgiving(RedisCache.get, given_default)
    set = forgiving(RedisCache.set, nothing)
    add = forgiving(RedisCache.add, nothing)
    touch = forgiving(RedisCache.touch, nothing)
    delete = forgiving(RedisCache.delete, nothing)
    incr = forgiving(RedisCache.incr, nothing)
    set_many = forgiving(RedisCache.set_many, lambda *args, **kwargs: [])
    get_many = forgiving(RedisCache.get_many, lambda *args, **kwargs: {})
    delete_many = forgiving(RedisCache.delete_many, nothing)
