"""Pictures in a bucket of an S3-compatible service. Imported only where MEDIA_BUCKET is set."""

import io
import secrets
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri

from boto3.s3.transfer import TransferConfig
from storages.backends.s3 import S3Storage

from .bucket_line import Line, line_to
from .storage import PICTURES, RENDITIONS, Kept, MadeAnew, PictureKeeper

# Written and deleted again before a picture is taken: the key may be one that only reads.
_PROBE = f"{PICTURES}/.probe"


@deconstructible(path="clinic.media.bucket.BucketStorage")
class BucketStorage(S3Storage):
    """Bucket in which a file is whole or not there, as its service puts up only what has arrived whole.

    Whatever does not work ends as an OSError, as with a folder.
    """

    refusal = "away"

    def __init__(self, *, waits: bool = False) -> None:
        """``waits``: for commands, which try again and have time; pages have none."""
        super().__init__(
            bucket_name=settings.MEDIA_BUCKET,
            # In one piece: parts of a large file that was cut off would lie there unseen, and be paid for.
            transfer_config=TransferConfig(multipart_threshold=1 << 40, use_threads=False),
        )
        self._waits = waits

    @property
    def line(self) -> Line:
        """Return the line that all threads of the process share."""
        return line_to(
            settings.MEDIA_BUCKET_ENDPOINT,
            settings.MEDIA_BUCKET_REGION,
            settings.MEDIA_BUCKET_KEY,
            settings.MEDIA_BUCKET_SECRET,
            self._waits,
        )

    @property
    def connection(self) -> Any:
        # The package's own makes one for each thread, of ten megabytes.
        return self.line.resource

    def url(self, name: str, *_args: Any, **_kwargs: Any) -> str:
        """Return the address on the site, never that of the bucket."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a name that nobody else chooses at the same time, without asking."""
        path = PurePosixPath(name)
        return str(path.with_name(f"{path.stem}-{secrets.token_hex(6)}{path.suffix}"))

    def exists(self, name: str) -> bool:
        with self.line.held():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with self.line.held():
            return int(super().size(name))

    def delete(self, name: str) -> None:
        with self.line.held():
            super().delete(name)

    def _save(self, name: str, content: File) -> str:
        with self.line.held():
            return str(super()._save(name, content))

    def _open(self, name: str, mode: str = "rb") -> File:
        """Return the file, read whole, as pictures are scaled from every place in it."""
        kept = self.read(name)
        with kept.file:
            return ContentFile(kept.file.read(), name)

    def names(self) -> Iterator[str]:
        """Yield the names below our two folders; a bucket may hold more that is not ours."""
        for folder in (PICTURES, RENDITIONS):
            with self.line.held():
                found = super().listdir(folder)[1]
            yield from sorted(f"{folder}/{name}" for name in found if not name.startswith("."))

    def read(self, name: str) -> Kept:
        return self.line.read(self.bucket_name, name)

    def take_in(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._save(name, File(file))

    def patient(self) -> PictureKeeper:
        return BucketStorage(waits=True)

    def answers(self) -> bool:
        try:
            self.exists(_PROBE)
        except OSError:
            return False
        return True

    def has_room_for(self, size: int) -> bool:
        try:
            self._save(_PROBE, File(io.BytesIO(b"-"), _PROBE))
            self.delete(_PROBE)
        except OSError:
            return False
        return True


@deconstructible(path="clinic.media.bucket.BucketPictureStorage")
class BucketPictureStorage(MadeAnew, BucketStorage):
    """Bucket of pictures that were made anew."""
