"""Arithmetic of a run: what a lane took, and how many times as much as another."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.lanes.lane import Turn

MS = 1000


@dataclass(frozen=True)
class Spread:
    """Median of what the rounds said, with the least and the most of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values))


def ratio(of: Sequence[float], per: Sequence[float]) -> Spread:
    """How many times as much one took as the other, each compared in the same round."""
    return Spread.of([one / other for one, other in zip(of, per, strict=True)])


def cpu(turns: Sequence[Turn]) -> list[float]:
    """Processor time of the web in each round, in ms for a request."""
    return [turn.cpu * MS for turn in turns]


def work(turns: Sequence[Turn]) -> list[float]:
    """The same with that of Postgres."""
    return [(turn.cpu + turn.database) * MS for turn in turns]


def quantile(turns: Sequence[Turn], percent: int) -> float:
    """The time in ms within which so many percent of all requests were answered."""
    times = sorted(second for turn in turns for second in turn.seconds)
    if len(times) == 1:
        return times[0] * MS
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] * MS
