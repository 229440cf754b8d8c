"""The latest release: its code, and which migrations it has. With each new release, name it here."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[2]
TAG, COMMIT = "v0.1.0", "bd57e1c45fc49e10700f2ed4cf3a3e0666f34864"
VERSION = tuple(map(int, TAG.removeprefix("v").split(".")))


class NotHere(Exception):
    """The release is not in this clone, which may be a shallow one or an archive."""

    def __init__(self) -> None:
        super().__init__(
            f"NOT TESTED: neither the tag {TAG} nor the commit {COMMIT[:12]} is in this clone: nobody "
            "knows whether the release before this version can run on its tables. They come with "
            "`git fetch --tags --unshallow`."
        )


def migrations() -> set[tuple[str, str]]:
    """App and name of each migration that the release has."""
    listed = _git("ls-tree", "-r", "--name-only", _commit()).decode().splitlines()
    found = [Path(line) for line in listed if line.count("/") == 2 and line.endswith(".py")]
    return {(path.parts[0], path.stem) for path in found if path.parts[1] == "migrations"}


def extract(folder: Path) -> None:
    """Write the release's code to ``folder``."""
    with tarfile.open(fileobj=BytesIO(_git("archive", _commit()))) as archive:
        archive.extractall(folder, filter="data")


def _commit() -> str:
    for name in (TAG, COMMIT):
        try:
            return _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
        except (OSError, subprocess.CalledProcessError):
            continue
    raise NotHere


def _git(*arguments: str) -> bytes:
    # Whoever runs CI may be another account than the one whose clone it is.
    command = ["git", "-c", f"safe.directory={ROOT}", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
