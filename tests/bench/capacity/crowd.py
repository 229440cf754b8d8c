"""A crowd: people who ask at the same time, each again as soon as the answer is there."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.bench.judging.figures import MS
from tests.bench.lanes.lane import Place, Turn
from tests.bench.stack.asking import WrongAnswer, ask


@dataclass
class Crowd:
    """``people`` who ask ``place`` at once until ``requests`` has no more, or for ``seconds``."""

    place: Place
    requests: Iterator[bytes]
    status: int
    people: int
    seconds: float

    def __post_init__(self) -> None:
        self.taken: list[float] = []
        self.wrong: list[int] = []
        self._lock = threading.Lock()

    def ask(self, postgres_seconds: Callable[[], float]) -> Turn:
        """Let all of them ask; what it took. Raises WrongAnswer when anything else than ``status`` came."""
        threads = [threading.Thread(target=self._ask_on, daemon=True) for _each in range(self.people)]
        cpu, database = self.place.processor_seconds(), postgres_seconds()
        began = time.perf_counter()
        self._until = began + self.seconds
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wall, count = time.perf_counter() - began, len(self.taken)
        if self.wrong or not count:
            raise WrongAnswer(f"{self.wrong[:3]} in place of {self.status}")
        cpu, database = self.place.processor_seconds() - cpu, postgres_seconds() - database
        return Turn(cpu / count, database / count, self.taken, count / wall, count)

    def _next(self) -> bytes | None:
        with self._lock:
            return next(self.requests, None) if time.perf_counter() < self._until else None

    def _ask_on(self) -> None:
        while (request := self._next()) is not None:
            answer = ask(self.place.port, request)
            with self._lock:
                if answer.status == self.status:
                    self.taken.append(answer.seconds)
                else:
                    self.wrong.append(answer.status)


def line_of(turn: Turn) -> tuple[str, ...]:
    """Cells of a table: requests a second, middle and 95th percentile, ms of web and of Postgres."""
    times = sorted(turn.seconds)
    half, late = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    figures = (half * MS, late * MS, turn.cpu * MS, turn.database * MS)
    return (f"{turn.rate:.0f}", *(f"{figure:.1f}" for figure in figures))
