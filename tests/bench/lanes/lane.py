"""A lane: one request that is asked for again and again, and what one turn of it took."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.bench.stack.asking import WrongAnswer, ask, ask_many

# Processes have something to do after their answer: the line of the log, the end of the connection.
SETTLE_SECONDS = 0.02
LEAST, MOST = 4, 400
# On one connection, with answers that a proxy has ready.
MOST_AHEAD = 4_000


class Place(Protocol):
    """Something that answers on a port, and whose processor time is the lane's."""

    name: str
    port: int

    def processor_seconds(self) -> float:
        """What its processes have used so far."""


@dataclass(frozen=True)
class Turn:
    """What one turn took: processor seconds of place and Postgres for each request, and each one's time."""

    cpu: float
    database: float
    seconds: list[float]
    rate: float
    asked: int


@dataclass
class Lane:
    """One request to one place, in one part of the bench."""

    part: str
    name: str
    place: Place
    request: bytes
    status: int = 200
    # Done before each request, beside what is measured.
    before_each: Callable[[], None] | None = None
    # Makes the requests of a turn, where each is another.
    prepare: Callable[[int], Sequence[bytes]] | None = None
    # On one connection, as a proxy is asked.
    ahead: bool = False
    count: int = LEAST
    queries: int | None = None

    def warm_up(self, seconds: float, times: int = 10) -> None:
        """Ask until every process has answered before; choose how many requests a turn of ``seconds`` has."""
        if self.ahead:
            took = ask_many(self.place.port, self.request, 20 * times, status=self.status) / (20 * times)
        else:
            took = sorted(self._ask(self._requests(times)))[times // 2]
        self.count = min(max(int(seconds / took), LEAST), MOST_AHEAD if self.ahead else MOST)

    def turn(self, postgres_seconds: Callable[[], float]) -> Turn:
        """Ask ``count`` times; what that took."""
        requests = self._requests(self.count)
        time.sleep(SETTLE_SECONDS)
        cpu, database, began = self.place.processor_seconds(), postgres_seconds(), time.perf_counter()
        if self.ahead:
            taken = [ask_many(self.place.port, self.request, self.count, status=self.status) / self.count]
        else:
            taken = self._ask(requests)
        rate = self.count / (time.perf_counter() - began)
        time.sleep(SETTLE_SECONDS)
        cpu, database = self.place.processor_seconds() - cpu, postgres_seconds() - database
        return Turn(cpu / self.count, database / self.count, taken, rate, self.count)

    def _requests(self, count: int) -> Sequence[bytes]:
        return self.prepare(count) if self.prepare else [self.request] * count

    def _ask(self, requests: Sequence[bytes]) -> list[float]:
        taken = []
        for request in requests:
            if self.before_each:
                self.before_each()
            answer = ask(self.place.port, request)
            if answer.status != self.status:
                raise WrongAnswer(f"{self.name}: {answer.status} in place of {self.status}")
            taken.append(answer.seconds)
        return taken
