"""Verification of the chained tables: where a row was changed, is missing, or was cut off at an end.

What is hashed is read by Postgres' own functions: whoever changed a row could have replaced one of ours.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from psycopg2 import sql

from .chaining import HASHED, KEPT_FOR
from .records import ChainedRecord

_FIRST_BREAK = """
SELECT id, hash = computed, before, follows FROM (
    SELECT id, hash, sha256(HASHED) AS computed,
        lag(id) OVER numbered AS before,
        previous = lag(hash) OVER numbered AS follows
    FROM {table} AS one WINDOW numbered AS (ORDER BY id)
) AS checked
WHERE hash IS DISTINCT FROM computed OR (before IS NOT NULL AND follows IS NOT TRUE)
ORDER BY id LIMIT 1
""".replace("HASHED", HASHED.format(row="one"))
_ENDS = """
SELECT count(*), min(id), max(id), (SELECT previous FROM {table} ORDER BY id LIMIT 1),
    (SELECT hash FROM {table} ORDER BY id DESC LIMIT 1)
FROM {table}
"""
# A cut is one of retention if the last row that it erased was old enough.
_CUT = """
SELECT EXISTS (
    SELECT 1 FROM clinic_chainmark WHERE kind = 'cut' AND chain = %s AND number < %s AND hash = %s
        AND row_at < at - interval 'KEPT_FOR'
), coalesce((SELECT max(number) FROM clinic_chainmark WHERE kind = 'cut' AND chain = %s), 0)
""".replace("KEPT_FOR", KEPT_FOR)


@dataclass(frozen=True)
class Anchor:
    """Head of a chain as it was told outside: ``table:number:hash``."""

    chain: str
    number: int
    hash: str

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """Read the form in which logs and mails have it. Raises ``ValueError``."""
        chain, number, hash_ = text.strip().split(":")
        if chain not in chained_tables() or len(bytes.fromhex(hash_)) != 32:
            raise ValueError(text)
        return cls(chain, int(number), hash_.lower())

    def __str__(self) -> str:
        return f"{self.chain}:{self.number}:{self.hash}"


@dataclass(frozen=True)
class Verified:
    """Outcome for one table: ``broken`` says where and how, empty when all is whole."""

    chain: str
    rows: int
    head: Anchor | None
    broken: str


def chained_tables() -> list[str]:
    """Return the tables whose rows are chained."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, ChainedRecord))


def verify(anchors: Iterable[Anchor] = ()) -> Iterator[Verified]:
    """Verify every chained table, and that what ``anchors`` name is still in it."""
    anchors = list(anchors)
    for table in chained_tables():
        with transaction.atomic(), connection.cursor() as cursor:
            # The form in which the triggers hash times and bytes.
            cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'")
            yield _verify(cursor, table, [one for one in anchors if one.chain == table])


def head_of(table: str) -> tuple[Anchor, datetime] | None:
    """Return the last row of a chain, and when it was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT id, hash, at FROM {} ORDER BY id DESC LIMIT 1").format(sql.Identifier(table))
        )
        row = cursor.fetchone()
    return (Anchor(table, row[0], bytes(row[1] or b"").hex()), row[2]) if row else None


def _verify(cursor: CursorWrapper, table: str, anchors: list[Anchor]) -> Verified:
    name = sql.Identifier(table)
    cursor.execute(sql.SQL(_ENDS).format(table=name))
    rows, first, last, before_first, last_hash = cursor.fetchone()
    head = Anchor(table, last, bytes(last_hash or b"").hex()) if rows else None
    cursor.execute(sql.SQL(_FIRST_BREAK).format(table=name))
    if found := cursor.fetchone():
        return Verified(table, rows, head, _words_of_break(*found))
    cursor.execute(_CUT, [table, first or 0, before_first, table])
    is_cut, erased_up_to = cursor.fetchone()
    if rows and bytes(before_first) and not is_cut:
        words = f"The rows before row {first} are missing, and it was not retention that erased them."
        return Verified(table, rows, head, words)
    for anchor in anchors:
        if anchor.number > erased_up_to and (broken := _missed(cursor, name, anchor, last or 0)):
            return Verified(table, rows, head, broken)
    return Verified(table, rows, head, "")


def _words_of_break(number: int, is_itself: bool | None, before: int | None, _follows: bool | None) -> str:
    if not is_itself:
        return f"Row {number} was changed, or written without the chain."
    if before is not None and before < number - 1:
        return f"Rows between {before} and {number} are missing."
    return f"Row {number} does not follow row {before}: one of them was replaced."


def _missed(cursor: CursorWrapper, name: sql.Identifier, anchor: Anchor, last: int) -> str:
    cursor.execute(sql.SQL("SELECT hash FROM {} WHERE id = %s").format(name), [anchor.number])
    row = cursor.fetchone()
    if row is None:
        return f"Row {anchor.number} of the anchor is missing: the last row is {last}."
    if bytes(row[0]).hex() != anchor.hash:
        return f"Row {anchor.number} is not the one of the anchor: the chain was written anew."
    return ""
