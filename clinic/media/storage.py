"""Storage of every picture that somebody sends, whatever form or command brings it."""

import secrets
from typing import IO, Any

from django.core.files.storage import FileSystemStorage

from .cleaning import clean_picture

# Folders below the media root. Only pictures of ours come into them, and nothing else is sent.
PICTURES, RENDITIONS = "pictures", "renditions"


class PictureStorage(FileSystemStorage):
    """Storage that makes pictures anew and names them itself: file names tell names and places too."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        picture = clean_picture(content)
        # The name cannot be guessed: a picture may be here before its page is public.
        return super().save(f"{PICTURES}/{secrets.token_hex(8)}.{picture.ending}", picture, max_length)


def is_clean(name: str) -> bool:
    """Return whether the file of this name was written by ``PictureStorage``."""
    return name.startswith(f"{PICTURES}/")
