"""Measures one page: how long it takes this process to answer, warm, and what it asks of the database."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.queries import NO_QUERIES

WARM_UP, ROUNDS = 3, 40


@dataclass(frozen=True)
class Measured:
    """Milliseconds, and queries."""

    p50: float
    p95: float
    queries: int


def measure(client: Client, address: str, *, rounds: int = ROUNDS) -> Measured:
    """Ask for ``address`` again and again."""
    return measure_in_turn(client, [address], rounds=rounds)[0]


def measure_in_turn(client: Client, addresses: Sequence[str], *, rounds: int = ROUNDS) -> list[Measured]:
    """Ask for each of ``addresses`` in every round: what slows the machine for a while slows them all."""
    times: list[list[float]] = [[] for _ in addresses]
    for number in range(WARM_UP + rounds):
        for address, taken in zip(addresses, times, strict=True):
            started = time.perf_counter()
            reply = client.get(address)
            took = (time.perf_counter() - started) * 1000
            if reply.status_code != 200:
                raise SystemExit(f"{address}: {reply.status_code}")
            if number >= WARM_UP:
                taken.append(took)
    return [_told(taken, _queries_of(client, one)) for one, taken in zip(addresses, times, strict=True)]


def _told(times: list[float], queries: int) -> Measured:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return Measured(statistics.median(times), cuts[18], queries)


def _queries_of(client: Client, address: str) -> int:
    # Counted apart: Django's notes of them take time.
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return sum(not query["sql"].startswith((*NO_QUERIES, "BEGIN", "COMMIT")) for query in captured)
