"""PgBouncer in front of a Postgres of the tests, giving each transaction another connection of its own."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from clinic.database.roles import Roles

from .databases import PASSWORD

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
NOT_HERE = "PgBouncer is not here (on Debian: apt-get install pgbouncer)."
# What a clinic's server is told to use.
EXAMPLE = Path(__file__).parents[1] / "clinic" / "server" / "debian" / "pgbouncer.ini"


def is_here() -> bool:
    """Whether there is one on this machine."""
    return Path(PROGRAM).exists()


class Pooler:
    """One that runs in front of ``place``, with ``size`` connections for each role and database."""

    def __init__(self, place: Mapping[str, Any], size: int, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        host = str(place["HOST"])
        # It refuses root, and the socket of Postgres belongs to whoever runs Postgres.
        self._account = Path(host).stat() if host.startswith("/") else folder.parent.stat()
        settings = ConfigParser(comment_prefixes=(";",), interpolation=None)
        settings.read(EXAMPLE)
        server = f"host={host}" + (f" port={place['PORT']}" if place.get("PORT") else "")
        settings["databases"] = {"*": server}
        settings["pgbouncer"].update(
            {
                "listen_port": str(self.port),
                "auth_file": f"{folder}/users.txt",
                "logfile": f"{folder}/pgbouncer.log",
                "default_pool_size": str(size),
            }
        )
        with (folder / "pgbouncer.ini").open("w") as file:
            settings.write(file)
        users = [f'"{role}" "{PASSWORD}"\n' for role in Roles().that_sign_in]
        (folder / "users.txt").write_text("".join(users))
        for path in (folder, *folder.iterdir()):
            path.chmod(0o755)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def place(self) -> dict[str, Any]:
        """What Django calls its address."""
        return {"HOST": "127.0.0.1", "PORT": str(self.port)}

    def url(self, role: str, database: str) -> str:
        """DATABASE_URL as one of the roles."""
        return f"postgres://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        as_root = os.geteuid() == 0
        uid = self._account.st_uid or 65534
        if as_root:
            os.chown(self.folder, uid, -1)
        self._process = subprocess.Popen(
            [PROGRAM, "--quiet", str(self.folder / "pgbouncer.ini")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **({"user": uid, "group": self._account.st_gid or 65534, "extra_groups": []} if as_root else {}),
        )
        end = time.monotonic() + 10
        while not self._listens():
            assert time.monotonic() < end and self._process.poll() is None, "PgBouncer does not start"
            time.sleep(0.02)

    def kill(self) -> None:
        """Kill -9."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def pooler(place: Mapping[str, Any], size: int) -> Iterator[Pooler]:
    """Run one for the block."""
    # Not below a folder of root's, which it may not enter.
    with tempfile.TemporaryDirectory(prefix="clinic-pooler-") as folder:
        made = Pooler(place, size, Path(folder))
        try:
            made.start()
            yield made
        finally:
            made.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
