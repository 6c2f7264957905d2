"""One effect for one key: see `WriteKey`."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from surveys.ledger import canonical_json
from surveys.models import User, WriteKey


class KeyReused(Exception):
    """The key was used before, for a request with other content."""


def once(*, user: User, key: str, request: Any, at: datetime, act: Callable[[], Any], for_ever: bool = False) -> Any:
    """Do `act` in a transaction of its own unless this key has done so already; give its result either way.

    `request` is what the key stands for (JSON values); `act` gives JSON values. A concurrent request with the
    same key waits and gets the stored result. Raises KeyReused when the key stood for another request.
    """
    digest = hashlib.sha256(canonical_json(request)).hexdigest()
    with transaction.atomic():
        if WriteKey.objects.claim(user=user.pk, key=key, request_digest=digest, for_ever=for_ever, at=at):
            result = act()
            WriteKey.objects.filter(user=user, key=key).update(result=result)
            return result
        stored = WriteKey.objects.get(user=user, key=key)
    if stored.request_digest != digest:
        raise KeyReused(key)
    return stored.result
