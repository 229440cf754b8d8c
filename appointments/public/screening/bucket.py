"""Token bucket of each sender, in Postgres, so that all web processes share it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from appointments.models import SenderBucket

# Tries that a bucket holds, and the seconds in which an empty one fills up again.
SOFT_LIMIT, HARD_LIMIT = 10, 60
REFILL_SECONDS = 600
KEPT = timedelta(days=1)

# One statement, so that two tries at the same moment take a token each, and the lock timeout ends with it.
# A bucket with less than one token is stored minus one: negative, so that its fraction is not lost.
_TAKE = """
    INSERT INTO appointments_senderbucket AS old (sender, soft, hard, filled_at)
    SELECT %(sender)s, %(soft)s - 1, %(hard)s - 1, %(now)s
    FROM set_config('lock_timeout', %(patience)s, true)
    ON CONFLICT (sender) DO UPDATE SET
        soft = LEAST(%(soft)s, old.soft + (old.soft < 0)::int
            + %(soft)s * GREATEST(0, EXTRACT(EPOCH FROM %(now)s - old.filled_at)) / %(refill)s) - 1,
        hard = LEAST(%(hard)s, old.hard + (old.hard < 0)::int
            + %(hard)s * GREATEST(0, EXTRACT(EPOCH FROM %(now)s - old.filled_at)) / %(refill)s) - 1,
        filled_at = GREATEST(old.filled_at, %(now)s)
    RETURNING soft < 0, hard < 0
"""
# Time to wait for a bucket that another try holds: longer than any does, shorter than a patient notices.
_PATIENCE = "500ms"


@dataclass(frozen=True)
class Taken:
    """Result of a try: no soft token was left (``busy``), or no hard one (``overflowing``)."""

    busy: bool = False
    overflowing: bool = False


def take_token(sender: str, now: datetime) -> Taken:
    """Count a try of ``sender``. Raises ``django.db.Error``, also when the bucket stays locked."""
    values: dict[str, str | int | datetime] = {
        "sender": sender,
        "now": now,
        "soft": SOFT_LIMIT,
        "hard": HARD_LIMIT,
        "refill": REFILL_SECONDS,
        "patience": _PATIENCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return Taken(*cursor.fetchone())


def forget_senders(now: datetime) -> int:
    """Delete the buckets that nobody used for a day; return their number."""
    deleted, _by_model = SenderBucket.objects.filter(filled_at__lt=now - KEPT).delete()
    return deleted
