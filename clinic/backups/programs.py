"""Programs pg_dump and pg_restore: found, and of a version that knows the server's."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from clinic.embedded_postgres import program_folder

from .errors import BackupError

SYSTEM = "usr/lib/postgresql/*/bin"
# What Django hands to the driver, and what the programs read in its place.
_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "connect_timeout": "PGCONNECT_TIMEOUT"}


def find_program(name: str, server: int) -> str:
    """Return the path of the program in the server's major version, or else in the next newer one there is.

    An older one would leave out what it does not know.
    """
    found = {major: path for path in _candidates(name) if (major := _major(path))}
    if newer := sorted(major for major in found if major >= server):
        return found[newer[0]]
    if found:
        raise BackupError(
            f"{name} is of Postgres {max(found)}, older than the server, which is {server}: install "
            f"postgresql-client-{server}, or let PG_BIN name the folder of a newer one."
        )
    raise BackupError(
        f"{name} is not here: install postgresql-client-{server}, or let PG_BIN name its folder."
    )


def environment_for(path: str, place: Mapping[str, Any]) -> dict[str, str]:
    """Return the environment in which the program signs in as ``place`` says: a password is no argument."""
    known = {
        "PGHOST": place.get("HOST"),
        "PGPORT": place.get("PORT"),
        "PGUSER": place.get("USER"),
        "PGPASSWORD": place.get("PASSWORD"),
        "PGDATABASE": place.get("NAME"),
        **{ours: place.get("OPTIONS", {}).get(name) for name, ours in _OPTIONS.items()},
    }
    return _bare_environment(path) | {name: str(value) for name, value in known.items() if value}


def server_version() -> int:
    """Return the major version of the server of the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return cursor.fetchone()[0]


def first_line(said: bytes) -> str:
    """Return the first line of what a program said, without values that it may quote from a row."""
    lines = said.decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return re.sub(r': ".*', "", lines[0].strip())


def _candidates(name: str) -> Iterator[str]:
    """Yield the paths of such programs; of two of the same version the last one counts."""
    folders = [program_folder(), *Path("/").glob(SYSTEM)]
    yield from (str(folder / name) for folder in folders if folder and (folder / name).is_file())
    if on_path := shutil.which(name):
        yield on_path
    if settings.PG_BIN:
        yield str(Path(settings.PG_BIN) / name)


def _major(path: str) -> int:
    """Return the version by running the program: a missing library shows only then."""
    try:
        said = subprocess.run(  # noqa: S603 - a program of a Postgres installation
            [path, "--version"],
            capture_output=True,
            text=True,
            env=_bare_environment(path),
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.search(r"\) (\d+)", said.stdout)
    return int(version[1]) if version and not said.returncode else 0


def _bare_environment(path: str) -> dict[str, str]:
    """Return an environment without our secrets. In an image the libraries stand beside the programs."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "LD_LIBRARY_PATH": str(Path(path).resolve().parents[1] / "lib"),
    }
