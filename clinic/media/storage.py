"""Storage of every picture that somebody sends, whatever form or command brings it."""

import io
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages

from .cleaning import clean_picture

# Folders below the media root. Only pictures of ours come into them, and nothing else is sent.
PICTURES, RENDITIONS = "pictures", "renditions"
# Beside them, in the one folder that web and worker write: what the proxy shows while the site is away.
PROXY_PAGES = "proxy-pages"


class PicturesAway(OSError):
    """Pictures can be neither read nor written now, or the place where they are kept refuses."""


class Kept(NamedTuple):
    """Picture that is being read: its content from the beginning, how long it is, and when it was written."""

    file: io.BufferedReader
    size: int
    # A time stamp.
    written: float


class PictureKeeper(Protocol):
    """Storage of pictures, by what is asked of it beyond what Django asks."""

    # Why it takes no picture: a name of an error message in clinic/identity/picture_forms.py.
    refusal: str

    def names(self) -> Iterator[str]:
        """Yield the name of every file that is kept."""

    def read(self, name: str) -> Kept:
        """Return the file. Raises FileNotFoundError, or PicturesAway."""

    def take_in(self, name: str, path: Path) -> None:
        """Keep the file at ``path``, which may be gone then, under this very name. Raises OSError."""

    def has_room_for(self, size: int) -> bool:
        """Return whether a picture of so many bytes could be kept now."""

    def answers(self) -> bool:
        """Return whether pictures can be had now, for a monitor."""

    def delete(self, name: str) -> None:
        """Delete the file, if it is there."""

    def patient(self) -> "PictureKeeper":
        """Return the same for a command, which has time to try again."""


def kept_pictures() -> PictureKeeper:
    """Return where pictures are kept, with what is scaled from them."""
    return cast(PictureKeeper, storages["default"])


class WholeFileStorage(FileSystemStorage):
    """Folder in which a file is whole or not there, also where the disk is full or the process is killed."""

    refusal = "no_room"

    def _save(self, name: str, content: File) -> str:
        folder = Path(self.path(name)).parent
        folder.mkdir(parents=True, exist_ok=True)
        # In the same folder, so that it can be renamed. Nothing that begins with a dot is sent.
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            try:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                return super()._save(name, _Written(file.name))  # type: ignore[misc]  # not in the stubs
            finally:
                # Renamed, unless something went wrong.
                Path(file.name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        folder = Path(self.location)
        for path in sorted(folder.glob("[!.]*/**/*")):
            name = path.relative_to(folder)
            # Neither what the running site keeps there, nor half a file.
            if name.parts[0] != PROXY_PAGES and path.is_file() and not path.is_symlink():
                yield name.as_posix()

    def read(self, name: str) -> Kept:
        try:
            file = (Path(self.location) / name).open("rb")
        except OSError as error:
            # What cannot be opened, such as a folder, is no picture.
            raise FileNotFoundError(error.errno, error.strerror) from None
        known = os.fstat(file.fileno())
        return Kept(file, known.st_size, known.st_mtime)

    def take_in(self, name: str, path: Path) -> None:
        target = Path(self.location) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)

    def patient(self) -> PictureKeeper:
        return self

    def answers(self) -> bool:
        return self.has_room_for(1)

    def has_room_for(self, size: int) -> bool:
        folder = Path(self.location)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # And for what is scaled from it.
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(2 * size))
        except OSError:
            return False
        return True


class _Written(File):
    """File on the disk that Django renames in place of copying it."""

    def __init__(self, path: str) -> None:
        super().__init__(None, path)

    def temporary_file_path(self) -> str:
        return os.fspath(self.name or "")


class MadeAnew:
    """Part of a storage that makes pictures anew and names them itself: file names tell names too."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        picture = clean_picture(content)
        # The name cannot be guessed: a picture may be here before its page is public.
        given = f"{PICTURES}/{secrets.token_hex(8)}.{picture.ending}"
        return super().save(given, picture, max_length)  # type: ignore[misc]  # that of the storage beside it


class PictureStorage(MadeAnew, WholeFileStorage):
    """Folder of pictures that were made anew."""


def is_clean(name: str) -> bool:
    """Return whether the file of this name was written by ``MadeAnew``."""
    return name.startswith(f"{PICTURES}/")


def is_ours(name: str) -> bool:
    """Return whether the file of this name is a picture that was made anew, or was scaled from one."""
    return is_clean(name) or name.startswith(f"{RENDITIONS}/")
