"""A server that speaks the protocol of buckets, behind a line that misbehaves when it is told to."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

import boto3
from moto.server import ThreadedMotoServer

# What the line does with a connection.
PASS = "pass"
AWAY = "closed at once"
HANG = "no answer"
DRIP = "a byte at a time, but for the head"
CUT = "closed in the middle of what is sent"

BUCKET = "pictures-of-a-clinic"
_PIECE = 64 * 1024


class _Connection(socketserver.BaseRequestHandler):
    server: "BucketLine"

    def handle(self) -> None:
        mode = self.server.mode
        if mode == AWAY:
            return
        if mode == HANG:
            self.server.stopping.wait(20)
            return
        with socket.create_connection(("127.0.0.1", self.server.behind)) as behind:
            back = threading.Thread(target=self._back, args=(behind, mode), daemon=True)
            back.start()
            with suppress(OSError):
                self._forth(behind, mode)
            back.join()

    def _forth(self, behind: socket.socket, mode: str) -> None:
        while data := self.request.recv(_PIECE):
            if mode == CUT and b"HTTP/1.1" not in data:
                behind.sendall(data[: len(data) // 2])
                break
            behind.sendall(data)
        behind.shutdown(socket.SHUT_WR)
        if mode == CUT:
            self.request.shutdown(socket.SHUT_RDWR)

    def _back(self, behind: socket.socket, mode: str) -> None:
        with suppress(OSError):
            head, is_begun = b"", False
            while data := behind.recv(_PIECE):
                if mode != DRIP or is_begun:
                    self._send(data, slowly=mode == DRIP)
                    continue
                head += data
                begin, end, rest = head.partition(b"\r\n\r\n")
                if is_begun := bool(end):
                    self.request.sendall(begin + end)
                    self._send(rest, slowly=True)
            self.request.shutdown(socket.SHUT_WR)

    def _send(self, data: bytes, *, slowly: bool) -> None:
        if not slowly:
            self.request.sendall(data)
            return
        for byte in data:
            if self.server.stopping.wait(0.05):
                return
            self.request.sendall(bytes([byte]))


class BucketLine(socketserver.ThreadingTCPServer):
    """The line in front of the server. ``mode`` holds for the connections that follow."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, behind: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.behind = behind
        self.mode = PASS
        self.stopping = threading.Event()
        # Past the line, for the tests.
        self.bucket = boto3.resource("s3", **self.known(behind)).Bucket(BUCKET)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def known(self, port: int) -> dict[str, str]:
        return {
            "endpoint_url": f"http://127.0.0.1:{port}",
            "region_name": "us-east-1",
            "aws_access_key_id": "key",
            "aws_secret_access_key": "secret",
        }

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of a site that keeps its pictures here."""
        backend = "clinic.media.bucket.{}"
        return {
            "MEDIA_BUCKET": BUCKET,
            "MEDIA_BUCKET_ENDPOINT": self.endpoint,
            "MEDIA_BUCKET_KEY": "key",
            "MEDIA_BUCKET_SECRET": "secret",
            "STORAGES": settings.STORAGES
            | {
                "default": {"BACKEND": backend.format("BucketPictureStorage")},
                "renditions": {"BACKEND": backend.format("BucketStorage")},
            },
        }

    def names(self) -> list[str]:
        """The names of all objects in the bucket."""
        return sorted(found.key for found in self.bucket.objects.all())

    def put(self, key: str, content: bytes) -> None:
        self.bucket.put_object(Key=key, Body=content)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what some tests are about."""


@contextmanager
def running_bucket() -> Iterator[BucketLine]:
    """An empty bucket that is there during the block."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    _host, port = server.get_host_and_port()
    with BucketLine(port) as line:
        line.bucket.create()
        thread = threading.Thread(target=line.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.stopping.set()
            line.shutdown()
            thread.join()
            line.bucket.objects.all().delete()
            line.bucket.delete()
            server.stop()
