"""Pictures of a draft: made anew as every picture here is, and each stored once."""

import hashlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from wagtail.images import get_image_model

from articles.importing.document import Document, Picture
from clinic.media.cleaning import UnusablePicture, clean_picture
from clinic.models import User

_LONGEST_TITLE, _LONGEST_WORDS, _LONGEST_CREDIT = 120, 250, 200
_MOST_KNOWN = 5_000


class PictureTaker:
    """Taker of pictures that stores none twice, within a run and of earlier ones."""

    def __init__(self, user: User | None) -> None:
        self.user = user
        # Keys of stored pictures by the hash of what came.
        self._stored: dict[str, int | None] = {}

    def take(self, document: Document) -> dict[str, int]:
        """Store what the document's pictures hold; return their keys by address, and note what is missing."""
        keys: dict[str, int] = {}
        for picture in [part for part in document.parts if isinstance(part, Picture)]:
            name = name_of(picture.address)
            content = None if picture.address in keys else document.picture(picture.address)
            if picture.address in keys:
                continue
            if content is None:
                document.notes.add("lost_picture", name)
            elif (key := self._key_of(content, name, picture)) is None:
                document.notes.add("bad_picture", name)
            else:
                keys[picture.address] = key
                document.notes.add("picture")
        return keys

    def _key_of(self, content: bytes, name: str, picture: Picture) -> int | None:
        came = hashlib.sha256(content).hexdigest()
        if came not in self._stored:
            if len(self._stored) > _MOST_KNOWN:
                self._stored.clear()
            self._stored[came] = self._store(content, name, picture)
        return self._stored[came]

    def _store(self, content: bytes, name: str, picture: Picture) -> int | None:
        try:
            file = clean_picture(BytesIO(content))
        except UnusablePicture:
            return None
        model = get_image_model()
        file_hash = hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()
        file.seek(0)
        if (known := model.objects.filter(file_hash=file_hash).only("pk").first()) is not None:
            return int(known.pk)
        # Who is on it, what it is for and its license are decisions: they stay open, and the gate asks.
        image: Any = model(
            title=name[:_LONGEST_TITLE],
            file=file,
            file_hash=file_hash,
            file_size=file.size,
            description=picture.alt_text[:_LONGEST_WORDS],
            credit=picture.credit[:_LONGEST_CREDIT],
            uploaded_by_user=self.user,
        )
        image.save()
        return int(image.pk)


def name_of(address: str) -> str:
    """Return what editors know a picture by: the last part of its address."""
    if address.startswith("data:"):
        return "picture"
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return "picture"
    return PurePosixPath(path).name[:120] or "picture"
