"""Enforcement of response targets: escalation, expiry, and the notices about both, in this order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from .delays import write_delay_notices
from .escalation import escalate
from .expiry import expire_unanswered

# Key of the advisory lock: any number that no other lock uses.
_LOCK = 5_949_510


def enforce_deadlines(now: datetime) -> None:
    """Escalate, expire and write the notices about it; do nothing while another worker does."""
    with _alone() as is_ours:
        if is_ours:
            escalate(now)
            expire_unanswered(now)
            write_delay_notices()


@contextmanager
def _alone() -> Iterator[bool]:
    # The connection holds the lock, so a killed worker releases it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        is_ours = cursor.fetchone()[0]
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
