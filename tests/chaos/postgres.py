"""The Postgres of a run: durable as that of a clinic, and started again when it was killed."""

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg2

from clinic.database.roles import Roles
from clinic.embedded_postgres import Snapshot, cluster
from clinic.embedded_postgres.cluster import Cluster
from clinic.embedded_postgres.places import ADMINISTRATOR, DATABASE, SOCKET_PORT, throwaway_places
from clinic.embedded_postgres.programs import find_programs, run_program

from .processes import Guard, descendants, kill_all

ROOT = Path(__file__).parents[2]

FILLED = Snapshot(ROOT / "var" / "chaos-filled" / str(os.getpid()))
atexit.register(FILLED.remove)

# Broken builds whose fault is in the database. As command line options would be stronger than these, they
# are set where Postgres looks last.
FAULTS = {
    "asynchronous-commit": (
        f"ALTER DATABASE {DATABASE} SET synchronous_commit = off",
        "ALTER SYSTEM SET wal_writer_delay = '2s'",
    ),
    "no-idempotency": (
        "DO $$ DECLARE named text; BEGIN"
        " SELECT conname INTO STRICT named FROM pg_constraint WHERE contype = 'u'"
        " AND conrelid = 'appointments_appointmentrequest'::regclass"
        " AND pg_get_constraintdef(oid) LIKE '%(idempotency_key)';"
        " EXECUTE format('ALTER TABLE appointments_appointmentrequest DROP CONSTRAINT %I', named);"
        " END $$",
    ),
}


class Postgres:
    """One cluster of its own, empty at first; the code in ``root`` fills it."""

    def __init__(self, guard: Guard, root: Path = ROOT) -> None:
        self.guard, self.root = guard, root
        self.places = throwaway_places(ROOT)
        self.places.prepare()
        self.programs = find_programs(self.places)
        # Filled without waiting for the disk; what counts comes later.
        self.cluster = Cluster(self.places, self.programs, durable=False)

    @property
    def pid(self) -> int:
        return self.cluster.process.pid

    def url(self, role: str = ADMINISTRATOR) -> str:
        """DATABASE_URL as one of the roles."""
        return f"postgres://{role}@/{self.places.socket}/{DATABASE}"

    def fill(
        self, environment: dict[str, str], like: str | None, clock: Callable[[], dict[str, str]] = dict
    ) -> None:
        """Copy the database at ``like``; or migrate, and add what a clinic needs. Then be durable.

        What was migrated once is kept for the other runs of this process.
        """
        if not like:
            FILLED.restore(self.places)
        is_filled = self.places.data.exists()
        self.cluster.start()
        if like:
            self._copy(like)
        elif not is_filled:
            owner = {"DATABASE_OWNER_URL": self.url(Roles().owner)}
            self._run({**environment, **owner}, "manage.py", "migrate", "--verbosity=0")
            self._run({**environment, "DATABASE_URL": self.url()}, "-m", "tests.chaos.clinic")
        self.cluster.stop()
        if not like and not is_filled:
            FILLED.keep(self.places)
        self.cluster = _WithClock(self.places, self.programs)
        self.cluster.clock = clock()
        self.start()
        assert self.query("SHOW fsync") == [("on",)]

    def start(self) -> None:
        """Start it, after whatever end."""
        self.cluster.start()
        self.guard.watch(self.pid)

    def has_ended(self) -> bool:
        return self.cluster.process.poll() is not None

    def kill(self) -> None:
        """Kill -9 it with all its children: one that is left would hold the memory, and no crash be seen."""
        kill_all([self.pid, *descendants(self.pid)])

    def break_on_purpose(self, name: str) -> None:
        """Make the fault ``name``, if it is one of the database."""
        for statement in FAULTS.get(name, ()):
            self.query(statement)
        if name in FAULTS:
            self.query("SELECT pg_reload_conf()")

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement as whoever may do everything; return its rows."""
        with closing(self.connect(ADMINISTRATOR)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def connect(self, role: str) -> psycopg2.extensions.connection:
        """One connection as ``role``."""
        place = {"host": str(self.places.socket), "port": SOCKET_PORT, "connect_timeout": 5}
        return psycopg2.connect(user=role, dbname=DATABASE, application_name="taken", **place)

    def stop(self) -> None:
        """End it in order."""
        self.cluster.stop()

    def remove(self, keep_in: Path | None) -> None:
        """End it, and remove what it stored, or keep that for whoever looks for a fault."""
        self.stop()
        # One on a small disk of its own is gone with the disk.
        if keep_in and self.places.data.exists():
            shutil.copytree(self.places.data, keep_in / "postgres", symlinks=True)
            shutil.copy(self.places.log, keep_in / "postgres.log")
        shutil.rmtree(self.places.state, ignore_errors=True)

    def _copy(self, like: str) -> None:
        folder, dump = self.programs.folder, self.places.data / "copied.sql"
        made = run_program([str(folder / "pg_dump"), "--file", str(dump), like], self.places.account)
        assert not made.returncode, made.stderr
        place = ["-h", str(self.places.socket), "-p", SOCKET_PORT, "-U", ADMINISTRATOR, "-d", DATABASE]
        options = ["-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump)]
        read = run_program([str(folder / "psql"), *place, *options], self.places.account)
        assert not read.returncode, read.stderr
        dump.unlink()

    def _run(self, environment: dict[str, str], *arguments: str) -> None:
        subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )


class _WithClock(Cluster):
    """Durable cluster, whose server may have a clock of its own."""

    clock: dict[str, str]

    def _launch(self) -> subprocess.Popen[bytes]:
        options = cluster.as_account(self.places.account)
        options["env"] |= self.clock
        with mock.patch.object(cluster, "as_account", return_value=options):
            return super()._launch()
