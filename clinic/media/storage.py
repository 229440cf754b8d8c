"""Storage of every picture that somebody sends, whatever form or command brings it."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from .cleaning import clean_picture

# Folders below the media root. Only pictures of ours come into them, and nothing else is sent.
PICTURES, RENDITIONS = "pictures", "renditions"
# Beside them, in the one folder that web and worker write: what the proxy shows while the site is away.
PROXY_PAGES = "proxy-pages"


class WholeFileStorage(FileSystemStorage):
    """Storage in which a file is whole or not there, also where the disk is full or the process is killed."""

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


class _Written(File):
    """File on the disk that Django renames in place of copying it."""

    def __init__(self, path: str) -> None:
        super().__init__(None, path)

    def temporary_file_path(self) -> str:
        return os.fspath(self.name or "")


class PictureStorage(WholeFileStorage):
    """Storage that makes pictures anew and names them itself: file names tell names and places too."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        picture = clean_picture(content)
        # The name cannot be guessed: a picture may be here before its page is public.
        return super().save(f"{PICTURES}/{secrets.token_hex(8)}.{picture.ending}", picture, max_length)


def is_clean(name: str) -> bool:
    """Return whether the file of this name was written by ``PictureStorage``."""
    return name.startswith(f"{PICTURES}/")


def has_room_for(size: int) -> bool:
    """Return whether a picture of so many bytes can be written now."""
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
    except OSError:
        return False
    return True
