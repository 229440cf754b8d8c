"""Databases of tests: one is migrated, once for each state of the migrations; tests work on copies of it.

Postgres makes a copy in a fraction of a second, all migrations take many.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

import psycopg2
from psycopg2 import sql

from clinic.database.addresses import signed_in_as
from clinic.database.roles import Roles, make_roles
from clinic.embedded_postgres import Snapshot, throwaway

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
# The same in all workers of one run, and another in the next run.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone{os.getpid()}")[:12]

# Of the roles of the site, where Postgres asks for one: on a server that DATABASE_URL names.
PASSWORD = "of-the-roles-in-tests"


def fingerprint() -> str:
    """What the migrated database depends on: migrations, rights that follow, versions of all packages."""
    root = settings.BASE_DIR
    rights = [
        *root.glob("clinic/database/*.py"),
        *root.glob("*/table_rights.py"),
        root / "clinic" / "apps.py",
    ]
    files = [*root.glob("*/migrations/*.py"), *rights, root / "requirements-dev.txt"]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def postgres_of_tests() -> Iterator[str]:
    """Run a throw-away Postgres for the block; yields its host.

    It starts on the data that an earlier run kept in var/: on a migrated database. Where there is none, this
    run's migrated database is kept when it ends.
    """
    snapshot = Snapshot(settings.VAR_DIR / "test-database" / f"{fingerprint()}-{os.geteuid()}")
    with throwaway(settings.BASE_DIR, snapshot) as place:
        yield place["HOST"]
        connections["default"].settings_dict["HOST"] = place["HOST"]
        # One that was made on a faked day would be strange on all others.
        is_new = not snapshot.path.exists() and "FAKETIME" not in os.environ
        snapshot.is_wanted = is_new and _is_ready(migrated_name())
        if snapshot.is_wanted:
            for name in _rows("SELECT datname FROM pg_database WHERE starts_with(datname, 'test_')"):
                drop(name)


def migrated_name() -> str:
    """What the migrated database is called on whatever server the tests use."""
    return f"clinic_migrated_{fingerprint()}"


def migrated() -> str:
    """The name of a database that is migrated and empty, to make copies of; the first to ask makes it."""
    return made_once(migrated_name(), None, _migrate)


@contextmanager
def migrating(host: str) -> Iterator[None]:
    """Make the migrated database of the Postgres at ``host`` beside the block, whose end waits for it.

    Without it one worker would migrate, and the others would have nothing to do but wait.
    """
    connections["default"].settings_dict["HOST"] = host
    beside = Thread(target=migrated)
    beside.start()
    try:
        yield
    finally:
        beside.join()


def made_once(name: str, source: str | None, fill: Callable[[str], None]) -> str:
    """Make the database ``name`` from ``source``, and fill it, unless it is there; others wait meanwhile.

    Nobody can connect to it afterwards: a template has no visitors.
    """
    with closing(_connection()) as connection, connection.cursor() as cursor:
        # The lock is the connection's: it goes with whoever is killed, and the half-made one is made anew.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if not _is_ready(name):
            create_copy(source or "template0", name)
            _prepare_roles(name)
            fill(name)
            _run("ALTER DATABASE {} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false", name)
    return name


def create_copy(source: str, name: str) -> None:
    """Copy the database ``source``, to which nobody may be connected, to ``name``; an older copy goes."""
    drop(name)
    _run("CREATE DATABASE {} TEMPLATE {}", name, source)
    if _rows("SELECT 1 FROM pg_roles WHERE rolname = %s", Roles().owner):
        _run("ALTER DATABASE {} OWNER TO {}", name, Roles().owner)


def drop(name: str) -> None:
    """Remove a database, if there is one, whoever uses it."""
    if _rows("SELECT 1 FROM pg_database WHERE datname = %s", name):
        _run("ALTER DATABASE {} WITH IS_TEMPLATE false", name)
        # Of whoever was killed, Postgres may not know yet.
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def copy_of(name: str, what_for: str) -> Iterator[str]:
    """Copy the database ``name``, to which nobody may be connected; the copy's name, for the block."""
    copied = f"test_{what_for}_{WORKER}_{RUN}"
    create_copy(name, copied)
    try:
        yield copied
    finally:
        drop(copied)


@contextmanager
def empty_with_roles(what_for: str) -> Iterator[str]:
    """Make a database without a table that belongs to the roles of the site; its name, for the block."""
    with copy_of("template0", what_for) as name:
        with closing(_connection(name)) as connection:
            make_roles(connection, Roles())
        yield name


def address_of(name: str) -> str:
    """DATABASE_URL of the database ``name`` beside the test database, as whoever may do everything."""
    place = connections["default"].settings_dict
    if not place["HOST"].startswith("/"):
        port = f":{place['PORT']}" if place["PORT"] else ""
        return f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}{port}/{name}"
    return f"postgres://{place['USER']}@/{place['HOST']}/{name}"


def address_as(role: str, address: str) -> str:
    """The same address as one of the roles of the site."""
    _whoever, where = address.removeprefix("postgres://").rsplit("@", 1)
    return f"postgres://{role}:{PASSWORD}@{where}"


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


@contextmanager
def committing(name: str, what_for: str, blocker: Any) -> Iterator[None]:
    """Let tests commit for the block, in a copy of the database ``name`` that nobody has to empty."""
    default = connections["default"]
    with blocker.unblock(), copy_of(name, what_for) as copied:
        default.close()
        own, default.settings_dict["NAME"] = default.settings_dict["NAME"], copied
        try:
            yield
        finally:
            default.close()
            default.settings_dict["NAME"] = own


def _migrate(name: str) -> None:
    default = connections["default"]
    default.close()
    default.settings_dict["NAME"] = name
    with signed_in_as({"USER": Roles().owner, "PASSWORD": PASSWORD}):
        call_command("migrate", verbosity=0)


def _prepare_roles(name: str) -> None:
    """Make the roles of the site, whose rights follow the migrations."""
    with closing(_connection(name)) as connection:
        make_roles(connection, Roles(), dict.fromkeys(Roles().that_sign_in, PASSWORD))


def _is_ready(name: str) -> bool:
    return _rows("SELECT datistemplate FROM pg_database WHERE datname = %s", name) == [True]


def _connection(database: str = "postgres") -> psycopg2.extensions.connection:
    """On a connection of its own: beside a browser, Django refuses every query."""
    place = connections["default"].settings_dict
    known: dict[str, Any] = {
        "host": place["HOST"],
        "port": place["PORT"] or None,
        "user": place["USER"],
        "password": place["PASSWORD"] or None,
    }
    connection = psycopg2.connect(dbname=database, **known)
    connection.autocommit = True
    return connection


def _run(statement: str, *names: str) -> None:
    with closing(_connection()) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _rows(query: str, *values: str) -> list[Any]:
    """The first column of what a query finds."""
    with closing(_connection()) as connection, connection.cursor() as cursor:
        cursor.execute(query, values or None)
        return [row[0] for row in cursor.fetchall()]
