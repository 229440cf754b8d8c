"""One Postgres cluster: creates it, starts it after any kind of end, stops it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import psycopg2

from clinic.database.roles import Roles, make_roles

from .places import ADMINISTRATOR, DATABASE, SOCKET_PORT, EmbeddedPostgresError, Places
from .programs import Programs, as_account, run_program

START_SECONDS = 120  # Includes recovery after a crash.
LEFTOVER_SECONDS = 30
LOG_BYTES = 5_000_000

# No statement, parameter or refused value reaches the log: a patient's words may stand in them.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Besides: a log that is not kept longer than it is needed, so that there is less to write and to copy.
FLEETING = dict.fromkeys((*DURABLE, "wal_recycle", "wal_init_zero"), "off") | {"min_wal_size": "2MB"}


class Cluster:
    """Postgres cluster. Callers hold the lock that keeps two processes from starting or stopping it."""

    def __init__(
        self,
        places: Places,
        programs: Programs,
        *,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.places = places
        self.programs = programs
        self.durable = durable
        # Of Postgres, stronger than those above.
        self.settings = dict(settings or {})
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the server answer; create the roles, and an empty database, where the cluster is new."""
        if not self._answers():
            if not self.places.data.exists():
                self._create()
            self._start_server()
        with closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        with closing(self._connect(DATABASE)) as connection:
            connection.autocommit = True
            make_roles(connection, Roles())

    def stop(self) -> None:
        """Stop the server in order, whoever started it. One that was killed is left as it is."""
        if self._answers():
            program, data = str(self.programs.folder / "pg_ctl"), str(self.places.data)
            run_program([program, "stop", "-D", data, "-m", "fast", "-w", "-t", "60"], self.places.account)
        if self.process:
            self.process.wait(timeout=60)

    def kill(self) -> None:
        """End at once the server that this object started; its data is not wanted any more."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(timeout=60)

    def _create(self) -> None:
        """Create the data under another name first: an interruption leaves nothing that looks complete."""
        fresh = self.places.state / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        self.places.make_private(fresh)
        if self.programs.major >= 17:
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        else:
            locale = ["--locale=C.UTF-8"]
        program = str(self.programs.folder / "initdb")
        checks = ["--data-checksums"] if self.durable else ["--no-sync", "--wal-segsize=1"]
        access = ["--username", ADMINISTRATOR, "--auth=trust", "--encoding=UTF8", "--no-instructions"]
        result = run_program([program, "-D", str(fresh), *access, *locale, *checks], self.places.account)
        if result.returncode:
            raise EmbeddedPostgresError(f"Postgres could not create its data: {_last_line(result.stderr)}")
        fresh.rename(self.places.data)

    def _start_server(self) -> None:
        """Start the server, again and again while processes of a killed one still hold its memory."""
        give_up = time.monotonic() + LEFTOVER_SECONDS
        while True:
            self._forget_dead_server()
            self.process = self._launch()
            if self._wait_until_it_answers():
                return
            # A file that is left belongs to another server: Postgres removes its own when it fails.
            blocked = (self.places.data / "postmaster.pid").exists()
            if not blocked or time.monotonic() > give_up:
                reason = _last_line(self.places.log.read_text(errors="replace"))
                raise EmbeddedPostgresError(f"Postgres did not start: {reason} (more in {self.places.log})")
            time.sleep(0.5)

    def _launch(self) -> subprocess.Popen[bytes]:
        log = self.places.log
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".old.log"))
        folders = '"' + str(self.places.socket).replace('"', '""') + '"'
        kind = DURABLE if self.durable else FLEETING
        settings = SETTINGS | kind | self.settings | {"unix_socket_directories": folders}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        program = str(self.programs.folder / "postgres")
        # The log is opened here because root's Postgres may be unable to enter the checkout.
        with log.open("ab") as output:
            return subprocess.Popen(  # noqa: S603 - programs that find_programs() ran before
                [program, "-D", str(self.places.data), "-p", SOCKET_PORT, *options],
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C in the terminal is not meant for it.
                **as_account(self.places.account),
            )

    def _wait_until_it_answers(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._answers():
                return True
            if self.process is None or self.process.poll() is not None:
                return False
            time.sleep(0.05)
        self.kill()
        raise EmbeddedPostgresError(
            f"Postgres did not answer in {START_SECONDS} s (more in {self.places.log})."
        )

    def _answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _connect(self, database: str) -> psycopg2.extensions.connection:
        return psycopg2.connect(
            host=str(self.places.socket),
            port=SOCKET_PORT,
            user=ADMINISTRATOR,
            dbname=database,
            connect_timeout=5,
        )

    def _forget_dead_server(self) -> None:
        """Remove a killed server's process id: if another program has that id now, Postgres refuses to start.

        The file also guards against server processes that outlived their parent: it stays while any is left.
        """
        file = self.places.data / "postmaster.pid"
        if Path("/proc/self/cwd").exists() and file.exists() and not self._may_have_processes():
            file.unlink()

    def _may_have_processes(self) -> bool:
        """Return whether a process works in the data folder, as every process of this cluster does."""
        account = self.places.account
        uid = account.uid if account else os.geteuid()
        data = str(self.places.data)
        for process in Path("/proc").glob("[0-9]*"):
            try:
                is_postgres = process.stat().st_uid == uid and (process / "comm").read_text() == "postgres\n"
                if is_postgres and os.readlink(process / "cwd") == data:
                    return True
            except PermissionError:
                return True
            except OSError:
                continue
        return False


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
