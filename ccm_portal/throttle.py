"""How often one address may ask for what is dear. Counted in the cache for a minute, and kept no longer."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 60


def may(request: HttpRequest, action: str, *, a_minute: int) -> bool:
    """Whether this address may do it once more in this minute; counts it."""
    address = get_adapter().get_client_ip(request)
    # Each minute has a key of its own: a cache that counts on may keep what it counts for longer than it was told.
    minute = int(time.time() // SECONDS)
    key = f"throttle:{action}:{minute}:{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, SECONDS):
        return True
    try:
        return bool(cache.incr(key) <= a_minute)
    except ValueError:
        # It ended between the two questions.
        return True
