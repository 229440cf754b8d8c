"""Answers to Prometheus, at an address of their own that no visitor reaches, by a thread of its own."""

import hmac
import logging
import socket
import socketserver
import struct
import threading
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from django.conf import settings

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from .figures import DatabaseFigures
from .machine import Certificate, Disks

logger = logging.getLogger(__name__)

PATH = "/metrics"
# Seconds for whoever asks to send a line, or to take the answer.
_SECONDS_OF_SILENCE = 5
# Seconds until an address that another process has is tried again.
_TRIED_AGAIN_AFTER = 30


class Files(Collector):
    """Collector of what all processes of this machine have counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def collect(self) -> Iterable[Metric]:
        """Return the sums; nothing where nobody has counted yet, or where they cannot be read."""
        if not self.folder.is_dir():
            return []
        try:
            return list(MultiProcessCollector(None, str(self.folder)).collect())
        except (OSError, RuntimeError, ValueError, struct.error) as error:
            logger.warning("Counts cannot be read: %s.", type(error).__name__)
            return []


def registry_of(*others: Collector) -> CollectorRegistry:
    """Return a registry of everything that is told."""
    registry = CollectorRegistry()
    for one in (Files(settings.METRICS_FOLDER), DatabaseFigures(), Disks(), Certificate(), *others):
        registry.register(one)
    return registry


def listener_at(address: str) -> socket.socket:
    """Return a socket that listens at a numeric address with a port. Raises ``OSError``."""
    host, _, port = address.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host.strip("[]"), int(port)))
        listener.listen(8)
    except OSError:
        listener.close()
        raise
    # Several processes may wait at it: whoever comes too late waits for the next.
    listener.setblocking(False)
    return listener


def serve(listener: socket.socket, *others: Collector) -> None:
    """Answer at the listener, in a thread that ends with the process."""
    server = _Server(listener, registry_of(*others))
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()


def serve_when_free(address: str, *others: Collector) -> None:
    """Answer at ``address`` as soon as no other process of this machine does; do nothing without one."""
    if address:
        waiting = threading.Thread(
            target=_wait_and_serve, args=(address, others), name="metrics", daemon=True
        )
        waiting.start()


def _wait_and_serve(address: str, others: tuple[Collector, ...]) -> None:
    is_told, pause = False, threading.Event()
    while True:
        try:
            listener = listener_at(address)
        except OSError as error:
            if not is_told:
                logger.warning("No figures are told at METRICS_BIND yet: %s.", type(error).__name__)
            is_told = True
            pause.wait(_TRIED_AGAIN_AFTER)
        else:
            serve(listener, *others)
            return


class _Server(socketserver.TCPServer):
    """Server of one answer at a time."""

    def __init__(self, listener: socket.socket, registry: CollectorRegistry) -> None:
        super().__init__(listener.getsockname()[:2], _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.registry = registry

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of whoever hung up."""


class _Handler(BaseHTTPRequestHandler):
    """Handler of one request: `GET /metrics`, with the token where one is set."""

    server: _Server
    timeout = _SECONDS_OF_SILENCE
    server_version, sys_version = "clinic", ""

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != PATH:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif not self._may_ask():
            self.send_error(HTTPStatus.UNAUTHORIZED)
        else:
            encode, content_type = choose_encoder(self.headers.get("Accept", ""))
            body = encode(self.server.registry)
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def _may_ask(self) -> bool:
        wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
        given = self.headers.get("Authorization", "").encode()
        return not settings.METRICS_TOKEN or hmac.compare_digest(given, wanted)

    def log_message(self, *_arguments: object) -> None:
        """Log nothing: a monitor asks four times a minute."""
