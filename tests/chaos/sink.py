"""Mail server of a run: writes what it accepts to a file, and is never killed."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.smtp_sink import SmtpSink, running_sink

# As long as a mail server takes to look at a message.
SECONDS_TO_ACCEPT = 0.03


class FileSink(SmtpSink):
    """Mail server that knows how many messages it is just being given."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.file = path.open("a", encoding="utf-8")
        self.delay = SECONDS_TO_ACCEPT
        self.being_given = 0

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
