"""Limits, as ``limits.toml`` has them, and whether a run keeps them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.bench.lanes.lane import Turn

from .figures import Spread, cpu, quantile, ratio, work

FILE = Path(__file__).parents[1] / "limits.toml"
TIMES: dict[str, Callable[[Sequence[Turn]], list[float]]] = {"cpu": cpu, "work": work}


@dataclass(frozen=True)
class Limit:
    """One line of the file."""

    what: str
    figure: str
    of: str | list[str]
    per: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def in_words(self) -> str:
        return f"<= {self.most:g}" if self.least is None else f">= {self.least:g}"

    def holds_for(self, value: float) -> bool:
        """Whether a value is within the limit."""
        return value <= self.most if self.most is not None else value >= self.least


@dataclass(frozen=True)
class Verdict:
    """What a run says of one limit; ``value`` is None where it was not measured."""

    limit: Limit
    value: Spread | None
    remark: str = ""

    @property
    def holds(self) -> bool:
        return self.value is not None and self.limit.holds_for(self.value.median)


@dataclass(frozen=True)
class Results:
    """Everything that a run measured."""

    turns: Mapping[str, Sequence[Turn]] = field(default_factory=dict)
    queries: Mapping[str, int] = field(default_factory=dict)
    rest: Mapping[str, float] = field(default_factory=dict)


def read_limits(path: Path = FILE) -> tuple[float, list[Limit]]:
    """The most that others may use, and all limits."""
    written: dict[str, Any] = tomllib.loads(path.read_text())
    return written["foreign_processors"], [Limit(**one) for one in written["limits"]]


def judge(limit: Limit, results: Results) -> Verdict:
    """Hold one limit against what was measured."""
    if limit.figure in TIMES:
        of, per = results.turns.get(str(limit.of)), results.turns.get(limit.per)
        times = TIMES[limit.figure]
        return Verdict(limit, ratio(times(of), times(per)) if of and per else None)
    name, value = _worst(limit, _plain_figures(limit, results))
    if value is None:
        return Verdict(limit, None)
    return Verdict(limit, Spread(value, value, value), name if name != limit.of else "")


def _plain_figures(limit: Limit, results: Results) -> dict[str, float]:
    if limit.figure == "p95":
        return {name: quantile(turns, 95) for name, turns in results.turns.items() if turns}
    return {**(results.queries if limit.figure == "queries" else results.rest)}


def _worst(limit: Limit, figures: Mapping[str, float]) -> tuple[str, float | None]:
    patterns = [limit.of] if isinstance(limit.of, str) else limit.of
    found = {
        name: value
        for name, value in figures.items()
        if any(fnmatchcase(name, pattern) for pattern in patterns)
    }
    name = max(found, key=lambda one: found[one], default="")
    return name, found.get(name)


def is_quiet(foreign: Sequence[float], most: float) -> bool:
    """Whether others used so little in most rounds that the run can be judged."""
    return bool(foreign) and Spread.of(foreign).median <= most
