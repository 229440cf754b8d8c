"""Pictures brought from the folder to the bucket or back: read, written, read once more and compared."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .storage import Kept, PictureKeeper


class Outcome(StrEnum):
    """Outcome for one picture."""

    COPIED = "copied"
    THERE = "there already"
    DIFFERENT = "another of that name is there"


@dataclass(frozen=True)
class Brought:
    """Picture that was looked at, and what became of it."""

    name: str
    outcome: Outcome


def bring(source: PictureKeeper, target: PictureKeeper, folder: Path) -> Iterator[Brought]:
    """Bring every picture of ``source`` to ``target``, by way of a file in ``folder``.

    It may be ended at any time and begun again: what is there is compared and passed over. Nothing is
    replaced, and nothing taken away.
    """
    for name in source.names():
        try:
            yield Brought(name, _brought(name, source, target, folder))
        except FileNotFoundError:
            # Deleted while we were at it.
            continue


def _brought(name: str, source: PictureKeeper, target: PictureKeeper, folder: Path) -> Outcome:
    with tempfile.TemporaryDirectory(prefix=".moving-", dir=folder) as place:
        path = Path(place) / "picture"
        kept = source.read(name)
        with kept.file, path.open("wb") as copy:
            shutil.copyfileobj(kept.file, copy)
        path.chmod(0o644)
        with path.open("rb") as copy:
            digest = hashlib.file_digest(copy, "sha256").digest()
        outcome = Outcome.THERE
        try:
            known = _digest_of(target.read(name))
        except FileNotFoundError:
            outcome = Outcome.COPIED
            target.take_in(name, path)
            known = _digest_of(target.read(name))
        return outcome if known == digest else Outcome.DIFFERENT


def _digest_of(kept: Kept) -> bytes:
    with kept.file:
        return hashlib.file_digest(kept.file, "sha256").digest()
