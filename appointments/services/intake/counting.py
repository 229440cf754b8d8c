"""Counts of requests by sender, and of mails by recipient, in Postgres, which all web processes share.

Both are counted in one statement, in the transaction that stores the request: a press that we could not
answer costs nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from appointments.models import RecipientCount, SenderBucket

# Requests that the bucket of a sender holds, and the seconds in which an empty one fills up again.
SOFT_LIMIT, HARD_LIMIT = 10, 60
REFILL_SECONDS = 600
# Mails of one kind to one address in a day.
MOST_MAILS = 3
KEPT = timedelta(days=1)

# One statement, so that two requests at the same moment take a token each, and always in the same order.
# A bucket with less than one token is stored minus one: negative, so that its fraction is not lost.
_COUNT = """
    WITH taken AS (
        INSERT INTO appointments_senderbucket AS old (sender, soft, hard, filled_at)
        SELECT %(sender)s, %(soft)s - 1, %(hard)s - 1, %(now)s
        FROM set_config('lock_timeout', %(patience)s, true) WHERE %(sender)s::text IS NOT NULL
        ON CONFLICT (sender) DO UPDATE SET
            soft = LEAST(%(soft)s, old.soft + (old.soft < 0)::int
                + %(soft)s * GREATEST(0, EXTRACT(EPOCH FROM %(now)s - old.filled_at)) / %(refill)s) - 1,
            hard = LEAST(%(hard)s, old.hard + (old.hard < 0)::int
                + %(hard)s * GREATEST(0, EXTRACT(EPOCH FROM %(now)s - old.filled_at)) / %(refill)s) - 1,
            filled_at = GREATEST(old.filled_at, %(now)s)
        RETURNING soft < 0 AS busy, hard < 0 AS overflowing
    ), mailed AS (
        INSERT INTO appointments_recipientcount AS old (recipient, mails, counted_at)
        SELECT %(recipient)s, 1, %(now)s WHERE %(recipient)s::text IS NOT NULL AND %(most)s > 0
        ON CONFLICT (recipient) DO UPDATE SET mails = old.mails + 1, counted_at = EXCLUDED.counted_at
        WHERE old.mails < %(most)s
        RETURNING mails
    )
    SELECT
        coalesce((SELECT busy FROM taken), false),
        coalesce((SELECT overflowing FROM taken), false),
        EXISTS (SELECT 1 FROM mailed)
"""
# Time to wait for a row that another request holds: longer than any does, shorter than a patient notices.
_PATIENCE = "500ms"


@dataclass(frozen=True)
class Counted:
    """Result: the sender has no soft token left (``busy``), or no hard one (``overflowing``).

    ``may_mail`` tells whether the recipient has had fewer mails than the limit.
    """

    busy: bool = False
    overflowing: bool = False
    may_mail: bool = True


def count(now: datetime, *, sender: str | None = None, recipient: str | None = None) -> Counted:
    """Count a request of ``sender``, and a mail to ``recipient``, both keyed hashes.

    Raises ``django.db.Error``, also when a bucket stays locked. With a sender, the limit of waiting for locks
    holds for the rest of the transaction.
    """
    values: dict[str, str | int | datetime | None] = {
        "sender": sender,
        "recipient": recipient,
        "now": now,
        "soft": SOFT_LIMIT,
        "hard": HARD_LIMIT,
        "refill": REFILL_SECONDS,
        "most": MOST_MAILS,
        "patience": _PATIENCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return Counted(*cursor.fetchone())


def forget_counts(now: datetime) -> int:
    """Delete what was counted more than a day ago; return the number of rows."""
    senders, _by_model = SenderBucket.objects.filter(filled_at__lt=now - KEPT).delete()
    recipients, _by_model = RecipientCount.objects.filter(counted_at__lt=now - KEPT).delete()
    return senders + recipients
