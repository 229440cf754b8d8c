"""Measures one page: how long it takes this process to answer, warm, and what it asks of the database."""

import statistics
import time
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
    """Ask for ``address`` again and again; only the queries are counted with Django's notes switched on."""
    times = []
    for number in range(WARM_UP + rounds):
        started = time.perf_counter()
        reply = client.get(address)
        took = (time.perf_counter() - started) * 1000
        if reply.status_code != 200:
            raise SystemExit(f"{address}: {reply.status_code}")
        if number >= WARM_UP:
            times.append(took)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    queries = sum(not query["sql"].startswith((*NO_QUERIES, "BEGIN", "COMMIT")) for query in captured)
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return Measured(statistics.median(times), cuts[18], queries)
