"""The client: asks over a plain socket, so that it costs little beside what answers."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 60
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds all of it was there."""

    status: int
    head: str
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """A header's value; empty without it."""
        for line in self.head.split("\r\n"):
            found, _colon, value = line.partition(":")
            if found.casefold() == name.casefold():
                return value.strip()
        return ""


class WrongAnswer(Exception):
    """Raised when something else comes back than what is measured."""


def request_bytes(
    path: str, headers: Mapping[str, str], fields: Mapping[str, list[str]] | None = None
) -> bytes:
    """A request as it goes over the line: GET, or POST of a form's ``fields``."""
    body = urlencode(fields, doseq=True) if fields is not None else ""
    of_form = {**_FORM, "Content-Length": str(len(body))} if fields is not None else {}
    lines = [f"{'GET' if fields is None else 'POST'} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in {**headers, **of_form}.items()]
    return "\r\n".join([*lines, "", body]).encode()


def ask(port: int, request: bytes) -> Answer:
    """Ask on a connection of its own, which the server closes."""
    began = time.perf_counter()
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        while piece := connection.recv(65536):
            received += piece
    seconds = time.perf_counter() - began
    head, _end, body = bytes(received).partition(b"\r\n\r\n")
    words = head[:40].split(maxsplit=2)
    status = int(words[1]) if len(words) > 1 else 0
    return Answer(status, head.decode("latin-1"), body, seconds)


def ask_many(port: int, request: bytes, count: int, *, status: int, at_once: int = 32) -> float:
    """Ask ``count`` times on one connection, some requests ahead of the answers; the seconds it took."""
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        answers = connection.makefile("rb", buffering=1 << 18)
        for sent in range(0, count, at_once):
            ahead = min(at_once, count - sent)
            connection.sendall(request * ahead)
            for _each in range(ahead):
                _read_one(answers, status)
    return time.perf_counter() - began


def _read_one(answers: socket.SocketIO, status: int) -> None:
    words = answers.readline().split(maxsplit=2)
    if len(words) < 2 or int(words[1]) != status:
        raise WrongAnswer(f"{words[1:2]} in place of {status}")
    length = 0
    while (line := answers.readline()) not in (b"\r\n", b""):
        if line[:15].lower() == b"content-length:":
            length = int(line[15:])
    answers.read(length)
