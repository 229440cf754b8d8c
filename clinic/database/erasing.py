"""Erasing as the role that may: triggers refuse everybody who did not say so, and grants everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from psycopg2 import sql

from .limits import RETENTION
from .roles import Roles


@contextmanager
def erasing() -> Iterator[None]:
    """Be the role of retention until the block ends, which is inside the caller's transaction.

    Only the worker and the owner of the tables may: Postgres refuses whoever else tries.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Rows are erased in a transaction of the caller.")
    role = sql.Identifier(Roles(settings.DATABASE_ROLES).retention)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
        cursor.execute("SET LOCAL clinic.erasing = 'on'")
        for setting, value in RETENTION.settings().items():
            cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
        yield
        # After an error there is nothing to take back: the transaction is.
        cursor.execute("SET LOCAL clinic.erasing = 'off'")
        cursor.execute("SET LOCAL ROLE NONE")
