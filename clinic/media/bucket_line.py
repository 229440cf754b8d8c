"""Line to the bucket's service: short waits, few at once, and a rest where it does not answer.

A service that is slow or away may cost the site its pictures for a while, never its pages.
"""

import io
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from django.conf import settings

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from urllib3.exceptions import HTTPError

from .storage import Kept, PicturesAway

logger = logging.getLogger(__name__)

# Seconds: to connect, for each answer, for a whole picture, and in which it is left alone after it gave none.
_CONNECT, _ANSWER, _ONE, _REST = 2, 3, 10, 5
# Tries of a command, in which the service may be away for a moment.
_ATTEMPTS = 4
# Seconds that a page waits for others that are reading.
_TURN = 1
# Bytes that are waited for at least: what a file is stands in the first ones.
_LEAST = 64
# Codes of the service for a file that is not there.
_MISSING = ("404", "NoSuchKey")


class Line:
    """Line to the service for all threads of a process."""

    def __init__(self, resource: Any, *, seats: int, seconds_for_one: float) -> None:
        self.resource = resource
        self.seconds_for_one = seconds_for_one
        self._seats = threading.BoundedSemaphore(seats)
        self._rests_until = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold one of the few places for the block. Every error of the service becomes an OSError."""
        if time.monotonic() < self._rests_until:
            raise PicturesAway("The bucket did not answer a moment ago.")
        if not self._seats.acquire(timeout=_TURN):
            raise PicturesAway("Others wait for the bucket.")
        try:
            yield
        except ClientError as error:
            raise self._told(error) from None
        except (BotoCoreError, HTTPClientError, HTTPError, TimeoutError) as error:
            raise self.rest(type(error).__name__) from None
        finally:
            self._seats.release()

    def read(self, bucket: str, name: str) -> Kept:
        """Return the file; its place is held until it is closed."""
        with ExitStack() as stack:
            stack.enter_context(self.held())
            answer = self.resource.meta.client.get_object(Bucket=bucket, Key=name)
            size = answer["ContentLength"]
            stack.callback(answer["Body"].close)
            content = _Content(self, answer["Body"], size, stack.pop_all())
        return Kept(io.BufferedReader(content), size, answer["LastModified"].timestamp())

    def rest(self, why: str) -> PicturesAway:
        """Leave the service alone for a while; return the error to raise."""
        self._rests_until = time.monotonic() + _REST
        logger.error("The bucket of pictures does not answer: %s.", why)
        return PicturesAway("The bucket does not answer.")

    def _told(self, error: ClientError) -> OSError:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in _MISSING:
            return FileNotFoundError("The bucket does not have it.")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status >= 500:
            return self.rest(code)
        logger.error("The bucket of pictures refuses: %s.", code)
        return PicturesAway("The bucket refuses.")


class _Content(io.RawIOBase):
    """Content of a file, a little at a time as it arrives, with an end to all waiting."""

    def __init__(self, line: Line, body: Any, size: int, held: ExitStack) -> None:
        self._line = line
        self._held = held
        # The service's own wrapper waits for as many bytes as were asked for, however slowly they come.
        self._stream = body._raw_stream
        self._left = size
        self._until = time.monotonic() + line.seconds_for_one

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        filled = 0
        while self._left and filled < min(_LEAST, len(buffer)):
            arrived = self._arrived(min(len(buffer) - filled, self._left))
            buffer[filled : filled + len(arrived)] = arrived
            filled += len(arrived)
            self._left -= len(arrived)
        return filled

    def _arrived(self, most: int) -> bytes:
        if time.monotonic() > self._until:
            raise self._line.rest("it takes too long")
        try:
            arrived: bytes = self._stream.read1(most)
        except (BotoCoreError, HTTPError, OSError) as error:
            raise self._line.rest(type(error).__name__) from None
        if not arrived:
            raise self._line.rest("a picture was cut off")
        return arrived

    def close(self) -> None:
        if not self.closed:
            self._held.close()
        super().close()


@cache
def line_to(endpoint: str, region: str, key: str, secret: str, waits: bool) -> Line:
    """Return the line of this process; that of a command ``waits``: it tries again, and has time."""
    patience = {"connect_timeout": 10, "read_timeout": 30} if waits else {}
    config = Config(
        **{"connect_timeout": _CONNECT, "read_timeout": _ANSWER, **patience},
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS if waits else 1},
        signature_version="s3v4",
        # A name of its own for each bucket is more than services in one's own house have.
        s3={"addressing_style": "path" if endpoint else "auto"},
        # What is newer than the protocol that all services speak.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        max_pool_connections=settings.WEB_THREADS,
    )
    place = {"endpoint_url": endpoint or None, "region_name": region}
    return Line(
        boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret).resource(
            "s3", config=config, **place
        ),
        # Two threads are always left for pages and patients' forms.
        seats=max(1, settings.WEB_THREADS - 2),
        seconds_for_one=600 if waits else _ONE,
    )
