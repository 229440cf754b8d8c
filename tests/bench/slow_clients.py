"""Clients that hold a web server up, each in its own way, and somebody who asks meanwhile if it lives."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PATIENCE = 5
SECONDS = 16
MEGABYTE = 1024 * 1024
_HOST = b"Host: 127.0.0.1\r\n"
_FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
HEAD = b"GET / HTTP/1.1\r\n" + _HOST + b"X-Slow: "
BODY = b"POST /appointments/request/ HTTP/1.1\r\n" + _HOST + _FORM + b"Content-Length: 900\r\n\r\n"
LARGE = (
    b"POST /admin/images/add/ HTTP/1.1\r\n" + _HOST + _FORM + b"Content-Length: %d\r\n\r\n" % (120 * MEGABYTE)
)
HEALTH = b"GET /health/live HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n\r\n"
PAGE = b"GET /appointments/request/ HTTP/1.1\r\n" + _HOST + b"Connection: close\r\n\r\n"

Address = tuple[str, int]


def connected(address: Address) -> socket.socket:
    """A connection with our patience."""
    return socket.create_connection(address, timeout=PATIENCE)


def ask(address: Address, sent: bytes) -> float | None:
    """Seconds to the whole answer; None where it is not 200 or does not come."""
    started, answer = time.perf_counter(), b""
    try:
        with connected(address) as connection:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                answer += piece
    except OSError:
        return None
    return time.perf_counter() - started if answer.startswith(b"HTTP/1.1 200") else None


@dataclass
class Served:
    """What the others were answered during an attack."""

    health: list[float | None] = field(default_factory=list)
    pages: list[float | None] = field(default_factory=list)

    def __str__(self) -> str:
        answered = [took for took in self.health if took is not None]
        times = [PATIENCE if took is None else took for took in self.pages]
        p95 = statistics.quantiles(times, n=20)[18] if len(times) > 1 else PATIENCE
        return f"health {len(answered)} of {len(self.health)}, page p95 {p95 * 1000:.0f} ms of {len(times)}"


def drip(beginning: bytes, count: int) -> Callable[[Address, threading.Event], None]:
    """An attack: each of ``count`` connections sends a byte each second, and comes again when it is ended."""

    def attack(address: Address, over: threading.Event) -> None:
        slow: list[socket.socket] = []
        while not over.wait(1):
            for connection in list(slow):
                try:
                    connection.send(b"a")
                except OSError:
                    connection.close()
                    slow.remove(connection)
            for _missing in range(count - len(slow)):
                with suppress(OSError):
                    connection = connected(address)
                    connection.sendall(beginning)
                    connection.setblocking(False)
                    slow.append(connection)
        for connection in slow:
            connection.close()

    return attack


def pour(count: int) -> Callable[[Address, threading.Event], None]:
    """An attack: ``count`` clients send 120 MB each, again and again, as fast as the server takes it."""

    def client(address: Address, over: threading.Event) -> None:
        while not over.is_set():
            with suppress(OSError), connected(address) as connection:
                connection.sendall(LARGE)
                for _megabyte in range(120):
                    connection.sendall(b"a" * MEGABYTE)

    def attack(address: Address, over: threading.Event) -> None:
        clients = [threading.Thread(target=client, args=(address, over)) for _each in range(count)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()

    return attack


def nothing(_address: Address, over: threading.Event) -> None:
    """No attack."""
    over.wait()


ATTACKS = {
    "none": nothing,
    "12 heads, a byte a second": drip(HEAD, 12),
    "200 heads, a byte a second": drip(HEAD, 200),
    "200 bodies, a byte a second": drip(BODY, 200),
    "40 large bodies, a byte a second": drip(LARGE, 40),
    "200 that say nothing": drip(b"", 200),
    "4 that pour 120 MB": pour(4),
}


@contextmanager
def attacked(attack: Callable[[Address, threading.Event], None], address: Address) -> Iterator[None]:
    """Attack for the block."""
    over = threading.Event()
    thread = threading.Thread(target=attack, args=(address, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def served_during(attack: Callable[[Address, threading.Event], None], address: Address) -> Served:
    """Ask for the health each second, and for the form in between, while the attack goes on."""
    served = Served()
    with attacked(attack, address):
        time.sleep(3)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            second = time.monotonic() + 1
            served.health.append(ask(address, HEALTH))
            while time.monotonic() < second:
                served.pages.append(ask(address, PAGE))
                time.sleep(0.2)
    return served
