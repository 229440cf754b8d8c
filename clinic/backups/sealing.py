"""Stream that is sealed with age while it is made, and opened while it is read: no disk sees it plain."""

import hashlib
import io
import os
import sys
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

import pyrage

from .errors import BackupError

CHUNK = 1 << 20


class _Pulled(io.RawIOBase):
    """Reader of chunks that are made when they are asked for; ``error`` is what stopped them."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.rest = chunks, memoryview(b"")
        self.error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # that is what it is called with
        try:
            while not self.rest:
                self.rest = memoryview(next(self.chunks))
        except StopIteration:
            return 0
        except Exception as error:
            self.error = error
            raise
        length = min(len(buffer), len(self.rest))
        buffer[:length] = self.rest[:length]
        self.rest = self.rest[length:]
        return length


class _Hashed(io.RawIOBase):
    """Writer that knows the size and the hash of what went through it."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.size, self.sha256 = target, 0, hashlib.sha256()
        self.error: Exception | None = None

    def writable(self) -> bool:
        return True

    def write(self, chunk: bytes) -> int:  # type: ignore[override]  # that is what it is called with
        try:
            self.target.write(chunk)
        except OSError as error:
            self.error = error
            raise
        self.sha256.update(chunk)
        self.size += len(chunk)
        return len(chunk)


def seal(chunks: Generator[bytes], target: IO[bytes], public_keys: Sequence[str]) -> tuple[int, str]:
    """Write ``chunks`` to ``target``, sealed for each of the keys' holders; return size and sha256."""
    source, sink = _Pulled(chunks), _Hashed(target)
    recipients = [pyrage.x25519.Recipient.from_str(key) for key in public_keys]
    try:
        with closing(chunks):
            pyrage.encrypt_io(source, sink, recipients)
    except pyrage.EncryptError:
        # It repeats in its own words what stopped it.
        raise source.error or sink.error or BackupError("The backup could not be sealed.") from None
    return sink.size, sink.sha256.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the hash of the file as it is on the disk, not as it is remembered."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_identities(path: Path) -> list[pyrage.x25519.Identity]:
    """Return the private keys in a file such as age-keygen writes; for ``-``, in what is typed or piped."""
    try:
        text = sys.stdin.read() if path == Path("-") else path.read_text()
        lines = [line.strip() for line in text.splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except OSError as error:
        raise BackupError(f"The file of the private key cannot be read: {error.strerror}.") from None
    except (pyrage.IdentityError, UnicodeDecodeError):
        found = []
    if not found:
        raise BackupError("The file of the private key holds no key: it has a line AGE-SECRET-KEY-1...")
    return found


@contextmanager
def opened(path: Path, identities: Sequence[pyrage.x25519.Identity]) -> Iterator[IO[bytes]]:
    """Yield what is sealed in the file, as a stream. What goes wrong is told when the block ends.

    A block that leaves before the end of the stream has not seen whether the file is whole.
    """
    reading, writing = os.pipe()
    errors: list[Exception] = []

    def decrypt() -> None:
        # Whoever reads may leave before the end: its own error is the one to tell.
        with suppress(BrokenPipeError), os.fdopen(writing, "wb", buffering=CHUNK) as plain:
            try:
                with path.open("rb") as file:
                    pyrage.decrypt_io(file, plain, identities)
            except (OSError, pyrage.DecryptError) as error:
                if "Broken pipe" not in str(error):
                    errors.append(error)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    failure: Exception | None = None
    with os.fdopen(reading, "rb", buffering=CHUNK) as stream:
        try:
            yield stream
        except Exception as error:  # noqa: BLE001 - raised again below, unless the file itself is the reason
            failure = error
    thread.join()
    if errors:
        raise BackupError(_words(errors[0])) from None
    if failure:
        raise failure


def _words(error: Exception) -> str:
    if isinstance(error, pyrage.DecryptError):
        if "No matching keys" in str(error):
            return "This private key does not open the backup: it is another's, or the file is damaged."
        return "The file is no backup, or its beginning is damaged."
    if isinstance(error, OSError) and error.strerror:
        return f"The backup cannot be read: {error.strerror}."
    return "The backup is damaged or was cut off."
