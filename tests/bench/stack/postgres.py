"""The Postgres of the bench: durable, with the settings that we ship, its databases kept from run to run."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from clinic.database.roles import Roles, make_roles
from clinic.embedded_postgres.cluster import Cluster
from clinic.embedded_postgres.places import ADMINISTRATOR, DATABASE, SOCKET_PORT, places_for
from clinic.embedded_postgres.programs import find_programs
from tests.chaos.processes import Guard

from .usage import processor_seconds

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "var" / "bench"
SHIPPED = ROOT / "clinic" / "server" / "debian" / "postgresql.conf"
# Of several sites at the same time, where a clinic has one.
MANY_SITES = {"max_connections": "150"}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def shipped_settings() -> dict[str, str]:
    """What we ship for a clinic's server."""
    lines = re.findall(r"^(\w+) = '?([^'\n]*)'?$", SHIPPED.read_text(), re.MULTILINE)
    return dict(lines) | MANY_SITES


class Postgres:
    """One cluster with a database for each site."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.places = places_for(FOLDER)
        self.places.prepare()
        self.cluster = Cluster(self.places, find_programs(self.places))

    def start(self, *, durable: bool = True) -> None:
        """Start it; what it is filled with need not wait for the disk."""
        self.cluster.settings = shipped_settings() | ({} if durable else NOT_DURABLE)
        self.cluster.start()
        self.guard.watch(self.cluster.process.pid)

    def stop(self) -> None:
        """End it in order."""
        self.cluster.stop()

    def processor_seconds(self) -> float:
        """What it has used so far, with all its processes."""
        return processor_seconds(self.cluster.process.pid)

    def url(self, name: str, role: str = ADMINISTRATOR) -> str:
        """DATABASE_URL of one of the databases, as one of the roles."""
        return f"postgres://{role}@/{self.places.socket}/{name}"

    @contextmanager
    def connected(self, name: str = DATABASE) -> Iterator[psycopg2.extensions.connection]:
        """A connection as whoever may do everything, for the block."""
        place = {"host": str(self.places.socket), "port": SOCKET_PORT, "connect_timeout": 5}
        with closing(psycopg2.connect(user=ADMINISTRATOR, dbname=name, **place)) as connection:
            connection.autocommit = True
            yield connection

    def query(self, name: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement; its rows."""
        with self.connected(name) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def create(self, name: str, template: str = "template0") -> None:
        """Make a database anew: empty with the roles of a site, or a copy of one that nobody uses."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        self.query(DATABASE, statement)
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self.query(DATABASE, made.format(sql.Identifier(name), sql.Identifier(template)))
        with self.connected(name) as connection:
            make_roles(connection, Roles())

    def remark(self, name: str) -> str:
        """What was written on a database, if there is one."""
        found = self.query(
            DATABASE, "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name
        )
        return (found and found[0][0]) or ""

    def write_remark(self, name: str, remark: str) -> None:
        """Write something on a database, for the next run."""
        said = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(remark))
        self.query(DATABASE, said)
