"""Rotation of keys: what an older key of patients' data sealed is sealed anew with the newest.

Nothing is remembered outside the rows, so a rotation that was killed goes on where it stopped. The content of
a row never changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from appointments.models import AppointmentRequest, RequestEvent
from appointments.patient_link import make_link, newest_token, token_of
from clinic.sealing.patient_keys import DecryptionError, by_newest_key, is_by_newest_key, opens

# Every column that is sealed with PATIENT_DATA_KEYS.
SEALED: tuple[tuple[type[Model], str], ...] = (
    (AppointmentRequest, "patient_data"),
    (RequestEvent, "sealed_note"),
)
_BATCH = 500
_LINK = ("link_generation", "link_hash")


@dataclass(frozen=True)
class Rotated:
    """Numbers of rows that a batch looked at, and of those that it changed."""

    seen: int
    changed: int


@dataclass(frozen=True)
class Left:
    """Numbers of rows that ``older`` keys sealed, and of those that ``none`` of the keys opens."""

    older: int = 0
    none: int = 0


def reseal(model: type[Model], column: str) -> Iterator[Rotated]:
    """Seal the column anew, a batch to a transaction, and leave out rows that somebody is changing.

    The rows are locked while they are read and written, so no newer write is overwritten. Whoever changes a
    row meanwhile seals it with the newest key.
    """
    after, rows = None, model._default_manager.exclude(**{column: None}).only("pk", column).order_by("pk")
    while True:
        with transaction.atomic(durable=True):
            batch = _locked(rows, after)
            changed = [row for row in batch if _is_resealed(row, column)]
            _write(model, column, changed)
        if not batch:
            return
        yield Rotated(len(batch), len(changed))
        after = batch[-1].pk


def what_is_left(model: type[Model], column: str) -> Left:
    """Open every row of the column, and count what the newest key does not open."""
    older = none = 0
    for row in _by_key(model._default_manager.exclude(**{column: None}).only("pk", column)):
        sealed = getattr(row, column)
        if not is_by_newest_key(sealed):
            if opens(sealed):
                older += 1
            else:
                none += 1
    return Left(older, none)


def renew_dead_links() -> int:
    """Give a link by the newest key to requests whose own was made by a key that is gone; return how many.

    Such a link opens nothing any more. The new one goes into the next mail.
    """
    renewed, after = 0, None
    rows = AppointmentRequest.objects.only("pk", *_LINK).order_by("pk")
    while True:
        with transaction.atomic(durable=True):
            batch = _locked(rows, after)
            dead = [row for row in batch if not token_of(row)]
            for row in dead:
                make_link(row)
            AppointmentRequest.objects.bulk_update(dead, ["link_hash"])
        if not batch:
            return renewed
        renewed, after = renewed + len(dead), batch[-1].pk


def links_by_older_keys() -> int:
    """Count the open requests whose link ends when every key but the newest is taken out."""
    requests = AppointmentRequest.objects.filter(closed_at=None).only("pk", *_LINK)
    return sum(token_of(one) not in ("", newest_token(one)) for one in _by_key(requests))


def _by_key[M: Model](rows: QuerySet[M]) -> Iterator[M]:
    """Yield the rows, a batch to a query: all at once would fill the memory."""
    batch = list(rows.order_by("pk")[:_BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk).order_by("pk")[:_BATCH])


def _locked[M: Model](rows: QuerySet[M], after: object) -> list[M]:
    following = rows.filter(pk__gt=after) if after is not None else rows
    return list(following.select_for_update(skip_locked=True, no_key=True)[:_BATCH])


def _is_resealed(row: Model, column: str) -> bool:
    """Seal the column of the row anew where that is needed; return whether it was."""
    sealed = getattr(row, column)
    if is_by_newest_key(sealed):
        return False
    try:
        setattr(row, column, by_newest_key(sealed))
    except DecryptionError:
        return False
    return True


def _write(model: type[Model], column: str, rows: list[Model]) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        # Lets the trigger of the timeline pass another seal, and nothing else.
        cursor.execute("SET LOCAL clinic.resealing = 'on'")
    model._default_manager.bulk_update(rows, [column])
