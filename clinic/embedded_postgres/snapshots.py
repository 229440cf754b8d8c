"""Data of a stopped cluster, kept for throw-away clusters to start from."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .places import Places


@dataclass
class Snapshot:
    """A folder with a cluster's data, and whether the data of the cluster that runs now should become it."""

    path: Path
    is_wanted: bool = False

    def restore(self, places: Places) -> None:
        """Copy the kept data into a new cluster: whole, or not at all where there is nothing to read."""
        fresh = places.state / "data.new"
        try:
            shutil.copytree(self.path, fresh, symlinks=True)
            _give(fresh, places)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
        else:
            fresh.rename(places.data)

    def keep(self, places: Places) -> None:
        """Move the data of a stopped cluster here, and remove those that were kept under other names.

        Of two that end at the same time the first is kept. Nothing depends on it: where it fails, the next
        cluster starts empty.
        """
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # In the same folder: what arrives there has its name at once and is whole.
            arriving = Path(tempfile.mkdtemp(prefix=".", dir=folder))
            shutil.copytree(places.data, arriving / "data", symlinks=True)
            if not self.path.exists():
                (arriving / "data").rename(self.path)
            for other in folder.iterdir():
                if other != self.path:
                    self._remove(other)
        except OSError:
            return

    def remove(self) -> None:
        """Forget data that no server starts on."""
        self._remove(self.path)

    def _remove(self, folder: Path) -> None:
        # Renamed first: whoever copies it at this moment sees that it is gone, and not half of it.
        going = folder.with_name(f".going-{os.getpid()}-{folder.name}")
        try:
            folder.rename(going)
        except OSError:
            return
        shutil.rmtree(going, ignore_errors=True)


def _give(folder: Path, places: Places) -> None:
    if places.account:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, places.account.uid, places.account.gid, follow_symlinks=False)
