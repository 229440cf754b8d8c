"""Archive in a backup: a plain tar with pictures, the database in parts, and a manifest at its end.

Without this program: ``age -d``, ``tar x``, ``cat database/* | pg_restore``.
"""

import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import IO

from clinic.media.storage import Kept, PictureKeeper

from .errors import BackupError
from .sealing import CHUNK

DATABASE, PICTURES, MANIFEST = "database", "pictures", "manifest.json"
FORMAT = 1
# A dump has no size before it is over, and a tar names sizes first: so many bytes of it are in memory.
PART = 8 << 20
_BLOCK = tarfile.BLOCKSIZE


@dataclass(frozen=True)
class Part:
    """Size and sha256 of a part of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Contents of a backup, for whoever restores it. Rows were counted in the snapshot that was dumped."""

    made_at: str
    versions: Mapping[str, str]
    migrations: list[list[str]]
    rows: Mapping[str, int]
    database: Part
    pictures: Mapping[str, Part]
    format: int = FORMAT

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """Read what ``text`` makes. Raises BackupError for that of another program or release."""
        try:
            known = json.loads(text)
            if known["format"] != FORMAT:
                raise BackupError("The backup was made by a newer release: install that one first.")
            pictures = {name: Part(**part) for name, part in known.pop("pictures").items()}
            return cls(**{**known, "database": Part(**known["database"]), "pictures": pictures})
        except (ValueError, KeyError, TypeError):
            raise BackupError("The manifest of the backup cannot be read.") from None

    def text(self) -> bytes:
        """Return the manifest as it stands in the archive."""
        return json.dumps(asdict(self), indent=1).encode()


@dataclass
class Writer:
    """Maker of the archive's bytes, which remembers what went into it."""

    mtime: int
    database: Part | None = None
    pictures: dict[str, Part] = field(default_factory=dict)

    def put_pictures(self, keeper: PictureKeeper) -> Iterator[bytes]:
        """Yield every picture. One that goes meanwhile belonged to nothing in the snapshot."""
        for name in keeper.names():
            try:
                kept = keeper.read(name)
            except FileNotFoundError:
                continue
            with kept.file:
                yield from self._picture(name, kept)

    def _picture(self, name: str, kept: Kept) -> Iterator[bytes]:
        size, sha256 = kept.size, hashlib.sha256()
        left = size
        yield self._head(f"{PICTURES}/{name}", size)
        while left:
            if not (chunk := kept.file.read(min(CHUNK, left))):
                raise BackupError("A picture became shorter while it was read: make the backup again.")
            left -= len(chunk)
            sha256.update(chunk)
            yield chunk
        yield _padding(size)
        self.pictures[name] = Part(size, sha256.hexdigest())

    def put_database(self, dump: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the dump, in parts."""
        size, sha256 = 0, hashlib.sha256()
        for number, part in enumerate(dump):
            size += len(part)
            sha256.update(part)
            yield self._head(f"{DATABASE}/{number:06}", len(part))
            yield part + _padding(len(part))
        self.database = Part(size, sha256.hexdigest())

    def put_manifest(self, manifest: Manifest) -> Iterator[bytes]:
        """Yield the manifest and the archive's end."""
        text = manifest.text()
        yield self._head(MANIFEST, len(text)) + text + _padding(len(text)) + bytes(2 * _BLOCK)

    def _head(self, name: str, size: int) -> bytes:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, self.mtime, 0o600
        return member.tobuf(tarfile.PAX_FORMAT)


def read_members(stream: IO[bytes]) -> Iterator[tuple[str, str, IO[bytes]]]:
    """Yield kind, name and content of each member, to the stream's very end: a cut file has none."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                kind, _slash, name = member.name.partition("/")
                if content is None or kind not in (DATABASE, PICTURES, MANIFEST) or _leads_outside(name):
                    raise BackupError("The backup holds what no backup of this site holds.")
                yield kind, name, content
    except tarfile.TarError:
        raise BackupError("The backup is damaged or was cut off.") from None
    while stream.read(CHUNK):
        pass


def examine(stream: IO[bytes]) -> Manifest:
    """Read the archive to its end, compare every part with the manifest, and return that. Writes nothing."""
    manifest: Manifest | None = None
    database, pictures = hashlib.sha256(), dict[str, str]()
    for kind, name, content in read_members(stream):
        if kind == DATABASE:
            for chunk in chunks_of(content):
                database.update(chunk)
        elif kind == PICTURES:
            pictures[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # a file
        else:
            manifest = Manifest.read(content.read())
    if manifest is None:
        raise BackupError("The backup has no manifest: it was cut off.")
    expected = {name: part.sha256 for name, part in manifest.pictures.items()}
    if database.hexdigest() != manifest.database.sha256 or pictures != expected:
        raise BackupError("A part of the backup is not the one that its manifest names.")
    return manifest


def chunks_of(content: IO[bytes]) -> Iterator[bytes]:
    """Yield the content bit by bit."""
    while chunk := content.read(CHUNK):
        yield chunk


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts
