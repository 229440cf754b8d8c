"""Embedded Postgres for development and tests, started on demand; never for production.

The names in `__all__` are its whole interface. Importing it, or asking it for settings, starts and writes
nothing.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clinic.database.roles import Roles

from .cluster import Cluster
from .locks import exclusively, is_last_user, using
from .places import (
    ADMINISTRATOR,
    DATABASE,
    SOCKET_PORT,
    EmbeddedPostgresError,
    Places,
    places_for,
    throwaway_places,
)
from .programs import find_programs, program_folder
from .snapshots import Snapshot

__all__ = [
    "ADMINISTRATOR",
    "EmbeddedPostgresError",
    "Snapshot",
    "database_settings",
    "program_folder",
    "running",
    "throwaway",
]

# Shell script whose standard input ends when its parent process is gone, kill -9 included.
GUARD = """
cat > /dev/null
if pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null) && kill -QUIT "$pid" 2> /dev/null; then
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        kill -0 "$pid" 2> /dev/null || break
        sleep 0.1
    done
fi
rm -rf "$1"
"""


def database_settings(project_dir: Path) -> dict[str, str]:
    """Return Django's DATABASES entry for this checkout's Postgres, as the role of the web."""
    return _settings(places_for(project_dir), Roles().web)


@contextmanager
def running(project_dir: Path) -> Iterator[dict[str, str]]:
    """Keep this checkout's Postgres running for the block. The last process to leave stops it.

    Yields the place as the owner of the tables finds it, as ``throwaway`` does.
    """
    places = places_for(project_dir)
    places.prepare()
    with using(places.state / "in-use.lock") as lease:
        with exclusively(places.state / "start.lock"):
            cluster = Cluster(places, find_programs(places))
            if places.is_of_another_checkout():
                cluster.stop()
                places.set_data_aside()
            places.leave_mark()
            cluster.start()
        try:
            yield _settings(places, Roles().owner)
        finally:
            with exclusively(places.state / "start.lock"):
                if is_last_user(lease):
                    cluster.stop()


@contextmanager
def throwaway(project_dir: Path, snapshot: Snapshot | None = None) -> Iterator[dict[str, str]]:
    """Run a Postgres without durability in a temporary folder; a kill, too, leaves neither behind.

    It is empty, or holds what ``snapshot`` keeps. A snapshot that is wanted when the block ends is kept.
    """
    places = throwaway_places(project_dir)
    guard = subprocess.Popen(  # noqa: S603 - a constant script and a path of our own
        ["/bin/sh", "-c", GUARD, "guard", str(places.state)],
        stdin=subprocess.PIPE,
        start_new_session=True,
        cwd="/",
    )
    try:
        places.prepare()
        cluster = _started(places, snapshot)
        try:
            yield _settings(places, Roles().owner)
            if snapshot and snapshot.is_wanted:
                cluster.stop()
                snapshot.keep(places)
        finally:
            cluster.kill()
    finally:
        guard.communicate()
        shutil.rmtree(places.state, ignore_errors=True)


def _started(places: Places, snapshot: Snapshot | None) -> Cluster:
    """Start a throw-away cluster on what the snapshot keeps; on nothing where that is none, or broken."""
    if snapshot:
        snapshot.restore(places)
    cluster = Cluster(places, find_programs(places), durable=False)
    try:
        cluster.start()
    except EmbeddedPostgresError:
        if snapshot is None or not snapshot.path.exists():
            raise
        snapshot.remove()
        shutil.rmtree(places.data, ignore_errors=True)
        cluster = Cluster(places, find_programs(places), durable=False)
        cluster.start()
    return cluster


def _settings(places: Places, user: str) -> dict[str, str]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": user,
        "HOST": str(places.socket),
        "PORT": SOCKET_PORT,
    }
