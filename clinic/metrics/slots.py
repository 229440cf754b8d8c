"""Files of one process in the folder of counts: taken for as long as it lives, then by the next one.

So there are as many files as processes ever ran at the same time, and what a process has counted stays when
it ends. A process that is killed gives its files back as well: the system drops its lock.
"""

import fcntl
import logging
import os
import struct
from pathlib import Path
from typing import IO

from prometheus_client.mmap_dict import MmapedDict

logger = logging.getLogger(__name__)

# More than the web's processes and the worker's, the old ones and the new, during an update.
MOST = 80
# Bytes of each file, by the kinds of what it counts. They are taken at once: a process that writes into a
# mapped file for which the disk has no room is ended by the system.
ROOM = {"counter": 512 * 1024, "histogram": 64 * 1024}


class Slot:
    """Place of one process: ``name`` is part of the names of its files."""

    def __init__(self, name: str, lock: IO[bytes]) -> None:
        self.name = name
        # Held until the process ends.
        self.lock = lock


def take_slot(folder: Path) -> Slot:
    """Take the first place that no living process has. Raises ``OSError`` where there is none, or no room."""
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    for number in range(MOST):
        lock = (folder / f"{number}.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            continue
        for kind, size in ROOM.items():
            _prepare(folder / f"{kind}_{number}.db", size)
        return Slot(str(number), lock)
    raise OSError(f"more than {MOST} processes count")


def _prepare(path: Path, size: int) -> None:
    """Give the file its room on the disk; drop one that cannot be read."""
    if path.exists() and not _is_whole(path):
        path.unlink()
        logger.warning("Counts that could not be read begin again from nothing.")
    with path.open("ab") as file:
        os.posix_fallocate(file.fileno(), 0, size)


def _is_whole(path: Path) -> bool:
    """Return whether the library can go on with the file, of whose length it trusts the first bytes."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            used = struct.unpack("i", file.read(4))[0]
        return 0 <= used <= size and all(MmapedDict.read_all_values_from_file(str(path)))
    except (RuntimeError, ValueError, struct.error):
        return False
