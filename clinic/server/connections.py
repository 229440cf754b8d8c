"""Connection of gunicorn that takes in a request before a thread does, and bounds what threads read."""

import re
import socket
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.gthread import TConn

# With a head or a body that is larger a thread reads the rest itself, or nobody does.
LARGEST_HEAD = LARGEST_BODY = 64 * 1024
# Seconds for all that a thread reads of a body, and what a slow line sends in each of them besides.
SECONDS_TO_READ = 15
BYTES_EACH_SECOND = 50_000
# Seconds without a byte, either way, after which a thread gives up.
SECONDS_OF_SILENCE = 15

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*(\d{1,18})[ \t]*(?=\r\n)", re.IGNORECASE)
_WAITS_FOR_US = re.compile(rb"\r\nexpect[ \t]*:", re.IGNORECASE)


class Connection(TConn):
    """Connection with what has come so far of its request."""

    def __init__(
        self,
        cfg: Any,
        sock: socket.socket,
        client: Any,
        server: Any,
        leave: Callable[["Connection"], None],
    ) -> None:
        super().__init__(cfg, sock, client, server)
        self.leave = leave
        self.received = bytearray()
        self.length = 0
        # Of a large body a thread reads the rest, as slowly as it comes.
        self.is_large = False

    def take(self, data: bytes) -> bool:
        """Add what came; return whether a thread can begin."""
        seen = max(0, len(self.received) - len(_END_OF_HEAD))
        self.received += data
        end = self.received.find(_END_OF_HEAD, 0 if self.length else seen)
        if end < 0:
            return False
        head = bytes(self.received[: end + len(_END_OF_HEAD)])
        self.length = max(map(int, _LENGTH.findall(head)), default=0)
        self.is_large = self.length > LARGEST_BODY or bool(_WAITS_FOR_US.search(head))
        return self.is_large or len(self.received) >= len(head) + self.length

    def is_too_long(self) -> bool:
        """Return whether it sends more than any browser before its request is whole."""
        return len(self.received) > LARGEST_HEAD + LARGEST_BODY

    def init(self) -> None:
        """Make the parser, which begins with what has come."""
        if self.initialized:
            return
        super().init()
        seconds = SECONDS_TO_READ + (self.length / BYTES_EACH_SECOND if self.is_large else 0)
        self.parser.unreader.sock = _Source(self.sock, seconds)
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()
        # For the answer: whoever does not read it holds a thread too.
        self.sock.settimeout(SECONDS_OF_SILENCE)

    def close(self, graceful: bool = False) -> None:
        """Close at once, or leave it to the worker to wait until the client has its answer."""
        if graceful:
            self.leave(self)
        else:
            self.sock.close()


class _Source:
    """Socket as the parser reads it, with a deadline for all reads together."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.sock = sock
        self.deadline = time.monotonic() + seconds

    def recv(self, size: int) -> bytes:
        """Read once. Raises ``TimeoutError``, which the site answers as a body that was cut off."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        before = self.sock.gettimeout()
        self.sock.settimeout(min(left, SECONDS_OF_SILENCE))
        try:
            return self.sock.recv(size)
        finally:
            self.sock.settimeout(before)
