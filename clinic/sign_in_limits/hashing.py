"""Cap of passwords that are hashed at the same time, so that patients never wait behind the sign-in.

A hash is made slow on purpose, and takes a whole core. At most half of the cores hash, over all web processes
of this machine, and in each process at most one thread hashes or waits for its turn: the others answer.
"""

import fcntl
import hashlib
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from clinic.senders.acting import acting_request

HASHES_AT_ONCE = max(1, (os.cpu_count() or 1) // 2)
# Seconds to wait for a turn: a stranger's browser hardly, somebody on a known device or signed in longer.
_PATIENCE, _PATIENCE_OF_KNOWN = 1.0, 5.0
_PAUSE = 0.02
_is_known: ContextVar[bool] = ContextVar("hash_of_known_device", default=False)
# Of each process. Whoever is known has a place of their own, which no stranger can take.
_place, _place_of_known = threading.BoundedSemaphore(), threading.BoundedSemaphore()


class HashingBusy(Exception):
    """Error: nothing was checked, as too many passwords are being checked already."""


class CappedPBKDF2PasswordHasher(PBKDF2PasswordHasher):
    """Django's hasher, which waits for its turn. Commands and the worker wait for as long as it takes."""

    def encode(self, *args: Any, **kwargs: Any) -> str:
        """Hash. Raises ``HashingBusy`` in the web."""
        with hash_slot():
            return super().encode(*args, **kwargs)


@contextmanager
def waits_for_its_turn(is_known: bool) -> Iterator[None]:
    """Let hashes in the block wait as for a known device, or as for a stranger's."""
    token = _is_known.set(is_known)
    try:
        yield
    finally:
        _is_known.reset(token)


@contextmanager
def hash_slot() -> Iterator[None]:
    """Hold one of the slots in the block. Raises ``HashingBusy``."""
    request = acting_request.get()
    if request is None:
        with _locked_file(None):
            yield
        return
    user = getattr(request, "user", None)
    is_known = _is_known.get() or bool(user and user.is_authenticated)
    place = _place_of_known if is_known else _place
    if not place.acquire(blocking=is_known, timeout=_PATIENCE_OF_KNOWN if is_known else None):
        raise HashingBusy
    try:
        with _locked_file(_PATIENCE_OF_KNOWN if is_known else _PATIENCE):
            yield
    finally:
        place.release()


@contextmanager
def _locked_file(patience: float | None) -> Iterator[None]:
    """Hold the lock of a file. The system frees it when its process is killed."""
    last = None if patience is None else time.monotonic() + patience
    files = [open(path, "a") for path in _paths()]  # noqa: SIM115 - closed below
    try:
        while not any(_is_locked(file.fileno()) for file in files):
            if last is not None and time.monotonic() > last:
                raise HashingBusy
            time.sleep(_PAUSE)
        yield
    finally:
        for file in files:
            file.close()


def _is_locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _paths() -> list[Path]:
    """Return a file for each slot, of this checkout and this user."""
    mark = hashlib.sha256(f"{settings.BASE_DIR} {os.geteuid()}".encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir())
    return [folder / f"clinic-hashing-{mark}-{number}" for number in range(HASHES_AT_ONCE)]
