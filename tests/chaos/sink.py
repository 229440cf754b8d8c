"""Mail server of a run: writes what it accepts to a file, and is never killed."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.smtp_sink import SmtpSink, running_sink

# As long as a mail server takes to look at a message.
SECONDS_TO_ACCEPT = 0.03


class FileSink(SmtpSink):
    """Mail server that knows how many messages it is just being given."""

    def __init__(self, path: Path) -> None:
        self._refusing, self._port = False, 0
        super().__init__()
        self.file = path.open("a", encoding="utf-8")
        self.delay = SECONDS_TO_ACCEPT
        self.being_given = 0
        # Longer than anybody waits.
        self.hang_seconds = 60

    @property
    def refusing(self) -> bool:
        """Whether nobody can connect."""
        return self._refusing

    @refusing.setter
    def refusing(self, value: bool) -> None:
        port = self.port if value else self._port
        self._port, self._refusing = port, value
        with socket.socket() as other:
            if not value:
                other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                other.bind(("127.0.0.1", port))
                other.listen(self.request_queue_size)
            # Under the same number, which the loop of the server waits for.
            os.dup2(other.fileno(), self.fileno())

    def get_request(self) -> Any:
        if self._refusing:
            time.sleep(0.1)
            raise OSError("nobody can connect")
        return super().get_request()

    def keep(self, message: bytes) -> None:
        """Write the message as one line, while the client waits to hear that it was accepted."""
        with self.lock:
            self.being_given += 1
        time.sleep(self.delay)
        line = json.dumps({"at": time.time(), "message": message.decode(errors="replace")})
        with self.lock:
            self.file.write(f"{line}\n")
            self.file.flush()
            self.being_given -= 1

    def server_close(self) -> None:
        super().server_close()
        self.file.close()


@contextmanager
def file_sink(path: Path) -> Iterator[FileSink]:
    """Run a mail server that writes to ``path`` during the block."""
    with running_sink(lambda: FileSink(path)) as sink:
        yield sink
