"""Worker of gunicorn whose threads are given whole requests.

Gunicorn's own lets threads read: twelve clients that send a byte now and then hold all of them, and nobody
else is served. Here they wait in the selector, where hundreds cost nothing, until their time is over.
"""

import contextlib
import errno
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from .connections import Connection
from .live import answer_to

# Seconds from the connection to the whole request, but for large bodies.
SECONDS_TO_SEND = 20
# Seconds for a client to close after its answer; a connection cut at once can lose the end of it.
SECONDS_TO_LEAVE = 2
# Seconds that a worker which ends waits for requests that are on their way.
SECONDS_WHEN_STOPPING = 2
# When so many wait, the one that has waited longest goes: an honest request is whole at once.
MOST_WAITING = 400
# Threads of a worker that may read large bodies at the same time: the others stay free.
MOST_LARGE = 2

_PIECE = 64 * 1024
_NOBODY_THERE = (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED)


class WholeRequestWorker(ThreadWorker):
    """Worker with threads that takes in requests in its selector."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading_large = 0
        self.large: deque[Connection] = deque()
        self.leaving: deque[Connection] = deque()

    def accept(self, listener: socket.socket) -> bool:
        """Take in a connection; return whether there was one."""
        try:
            sock, client = listener.accept()
        except OSError as error:
            if error.errno not in _NOBODY_THERE:
                raise
            return False
        if len(self.pending_conns) >= MOST_WAITING:
            self._drop(self.pending_conns[0])
        connection = Connection(self.cfg, sock, client, listener.getsockname(), self._leave)
        self.nr_conns += 1
        self._wait(connection, self.pending_conns, SECONDS_TO_SEND, self._on_bytes)
        return True

    def set_accept_enabled(self, enabled: bool) -> None:
        """Begin or stop to accept. A worker that ends takes in who has connected, then refuses at once."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        for listener in self.sockets:
            while self.accept(listener):
                pass
            listener.close()
        for connection in self.pending_conns:
            connection.timeout = min(connection.timeout, time.monotonic() + SECONDS_WHEN_STOPPING)

    def finish_request(self, connection: Connection, future: Any) -> None:
        """End the connection; let the next large body be read."""
        super().finish_request(connection, future)
        if connection.is_large:
            self.reading_large -= 1
            self._begin_large()

    def murder_pending(self) -> None:
        """End connections whose time is over."""
        super().murder_pending()
        now = time.monotonic()
        while self.large and self.large[0].timeout <= now:
            self._end(self.large.popleft())
        while self.leaving and self.leaving[0].timeout <= now:
            self._gone(self.leaving[0])

    def _wait(
        self,
        connection: Connection,
        waiting: deque[Connection],
        seconds: float,
        readable: Callable[[Connection, socket.socket], None],
    ) -> None:
        connection.timeout = time.monotonic() + seconds
        waiting.append(connection)
        self.poller.register(connection.sock, selectors.EVENT_READ, partial(readable, connection))

    def _on_bytes(self, connection: Connection, sock: socket.socket) -> None:
        data = _received(sock)
        if data is None:
            return
        if not data:
            self._drop(connection)
        elif connection.take(data):
            self._leave_selector(connection, self.pending_conns)
            if answer := answer_to(connection.received):
                self.nr_conns -= 1
                _send(sock, answer)
                self._leave(connection)
                return
            connection.data_ready = True
            if not connection.is_large:
                self.enqueue_req(connection)
            else:
                connection.timeout = time.monotonic() + SECONDS_TO_SEND
                self.large.append(connection)
                self._begin_large()
        elif connection.is_too_long():
            self._drop(connection)

    def _begin_large(self) -> None:
        if len(self.large) > MOST_WAITING:
            self._end(self.large.popleft())
        while self.large and self.reading_large < MOST_LARGE:
            self.reading_large += 1
            self.enqueue_req(self.large.popleft())

    def _leave_selector(self, connection: Connection, waiting: deque[Connection]) -> None:
        self.poller.unregister(connection.sock)
        waiting.remove(connection)

    def _drop(self, connection: Connection) -> None:
        self._leave_selector(connection, self.pending_conns)
        self._end(connection)

    def _end(self, connection: Connection) -> None:
        self.nr_conns -= 1
        connection.sock.close()

    def _leave(self, connection: Connection) -> None:
        """Half close, and wait in the selector for the client to close as well."""
        if len(self.leaving) >= MOST_WAITING:
            self._gone(self.leaving[0])
        try:
            connection.sock.shutdown(socket.SHUT_WR)
            connection.sock.setblocking(False)
            self._wait(connection, self.leaving, SECONDS_TO_LEAVE, self._on_late_bytes)
        except OSError:
            connection.sock.close()

    def _on_late_bytes(self, connection: Connection, sock: socket.socket) -> None:
        if _received(sock) == b"":
            self._gone(connection)

    def _gone(self, connection: Connection) -> None:
        self._leave_selector(connection, self.leaving)
        connection.sock.close()


def _send(sock: socket.socket, answer: bytes) -> None:
    """Send what fits into any socket's buffer."""
    with contextlib.suppress(OSError):
        sock.send(answer)


def _received(sock: socket.socket) -> bytes | None:
    """Return what came; nothing at the end of the connection, None when there is nothing yet."""
    try:
        return sock.recv(_PIECE)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""
