"""Anchors: the last record of each chain is told outside once a day, in the log and to whoever is mailed.

Inside, whoever is mighty enough could cut a chain's end, or write all of it anew.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.db.models.functions import Now

from psycopg2 import sql

from .chaining import KEPT_FOR
from .erasing import erasing
from .records import ChainMark, MarkKind
from .verification import Anchor, Verified, chained_tables, head_of, verify

logger = logging.getLogger(__name__)
EVERY = timedelta(days=1)


def anchor_chains(tell: Callable[[Sequence[Verified]], None]) -> bool:
    """Verify the chains and tell their heads to the log and ``tell``, once a day; return whether it was due.

    Where ``tell`` raises, nothing is remembered: the next call does it again.
    """
    if ChainMark.objects.filter(kind=MarkKind.HEAD, at__gt=Now() - EVERY).exists():
        return False
    marks = ChainMark.objects.filter(kind=MarkKind.HEAD)
    known = [Anchor(mark.chain, mark.number, bytes(mark.hash).hex()) for mark in marks.order_by("-at")[:20]]
    found = list(verify(known))
    if not any(verified.head for verified in found):
        return False
    for verified in found:
        if verified.broken:
            logger.error("Records were tampered with in %s. %s", verified.chain, verified.broken)
        elif verified.head:
            logger.info("Last of %d records: %s", verified.rows, verified.head)
    tell(found)
    for verified in found:
        if verified.head and (at := head_of(verified.chain)):
            _, row_at = at
            ChainMark.objects.create(
                kind=MarkKind.HEAD,
                chain=verified.chain,
                number=verified.head.number,
                hash=bytes.fromhex(verified.head.hash),
                row_at=row_at,
            )
    return True


def forget_old_records() -> int:
    """Erase the records that are older than they are kept, and return how many there were."""
    erased = 0
    for table in chained_tables():
        with transaction.atomic(), erasing(), connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT clinic_forget_records({}::regclass)").format(sql.Literal(table)))
            erased += cursor.fetchone()[0]
    return erased


def count_old_records() -> dict[str, int]:
    """Return how many records of each table are older than they are kept."""
    found = {}
    with connection.cursor() as cursor:
        for table in chained_tables():
            cursor.execute(
                sql.SQL("SELECT count(*) FROM {} WHERE at < clock_timestamp() - {}::interval").format(
                    sql.Identifier(table), sql.Literal(KEPT_FOR)
                )
            )
            found[table] = cursor.fetchone()[0]
    return found
