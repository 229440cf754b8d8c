"""A service that takes error reports on this machine, and keeps all that it is sent."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.waiting import wait_until


class Receiver:
    """What came: the bytes of each message with its headers, unpacked."""

    def __init__(self, port: int) -> None:
        self.dsn = f"http://0123456789abcdef@127.0.0.1:{port}/1"
        self.came: list[bytes] = []

    @property
    def reports(self) -> list[dict[str, Any]]:
        """The reports in what came."""
        found = []
        for message in self.came:
            lines = message.partition(b"\n\n")[2].split(b"\n")
            for head, body in zip(lines[1::2], lines[2::2], strict=False):
                assert json.loads(head)["type"] == "event"
                found.append(json.loads(body))
        return found

    def wait_for(self, number: int) -> list[dict[str, Any]]:
        """Wait until so many reports have come."""
        wait_until(lambda: len(self.reports) >= number, f"{number} reports")
        return self.reports


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a receiver."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            receiver.came.append(f"{self.path}\n{self.headers}".replace("\n\n", "\n").encode() + b"\n" + body)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield receiver
        server.shutdown()
