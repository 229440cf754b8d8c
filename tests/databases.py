"""Copies of a test database: Postgres makes one in a fraction of a second, all migrations take many."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connections, transaction

import psycopg2
from psycopg2 import sql


def address_of(name: str) -> str:
    """DATABASE_URL of the database called ``name`` beside the test database."""
    place = connections["default"].settings_dict
    if not place["HOST"].startswith("/"):
        port = f":{place['PORT']}" if place["PORT"] else ""
        return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}{port}/{name}"
    return f"postgres://{place['USER']}@/{place['HOST']}/{name}"


@contextmanager
def copy_of(name: str, what_for: str) -> Iterator[str]:
    """Copy the database called ``name``, to which nobody may be connected; the copy's name, for the block."""
    copied = f"{name}_{what_for}"
    _run("DROP DATABASE IF EXISTS {}", copied)
    _run("CREATE DATABASE {} TEMPLATE {}", copied, name)
    try:
        yield copied
    finally:
        # Of whoever was killed, Postgres may not know yet.
        _run("DROP DATABASE {} WITH (FORCE)", copied)


@contextmanager
def rows_for_many(blocker: Any) -> Iterator[None]:
    """Whatever is written at the beginning of the block is there for every test within, and gone after it.

    For a fixture of a module or a class: what is slow to make is made once, and each test has it untouched.
    """
    outer = transaction.atomic()
    # As Django's own tests do it: what must be durable in the world may be inside of a test's transaction.
    outer._from_testcase = True
    with blocker.unblock(), outer:
        yield
        transaction.set_rollback(True)


def _run(statement: str, *names: str) -> None:
    """On a connection of its own: beside a browser, Django refuses every query."""
    place = connections["default"].settings_dict
    known: dict[str, Any] = {
        "host": place["HOST"],
        "port": place["PORT"] or None,
        "user": place["USER"],
        "password": place["PASSWORD"] or None,
    }
    with closing(psycopg2.connect(dbname="postgres", **known)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
