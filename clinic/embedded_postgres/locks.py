"""File locks between processes. The kernel frees them when their holder is gone, kill -9 included."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def exclusively(path: Path) -> Iterator[None]:
    """Lock the file for the block: no other process is inside; others wait."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def using(path: Path) -> Iterator[IO[bytes]]:
    """Share the lock for the block, as one user among others."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield file


def is_last_user(lease: IO[bytes]) -> bool:
    """Return whether nobody else is a user. Ends the caller's own use: ask last, while nobody can join."""
    try:
        fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
