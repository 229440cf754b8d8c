"""Memory of one process, in which nothing is older than a few seconds.

Wagtail remembers for an hour under which addresses the sites stand, and tells nobody but its own process when
that changes. Other processes, on this machine or another, would go on with the old ones.
"""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

SECONDS = 15


class ShortMemory(LocMemCache):
    """Cache whose entries last no longer than ``SECONDS``, whatever they were given."""

    def get_backend_timeout(self, timeout: Any = DEFAULT_TIMEOUT) -> float | None:
        if timeout is DEFAULT_TIMEOUT or timeout is None or timeout > SECONDS:
            timeout = SECONDS
        return super().get_backend_timeout(timeout)
