"""Rounds: every lane has its turn in each, so that what slows the machine for a while slows all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.bench.stack.usage import Moment, foreign_load

from .lane import Lane, Turn


@dataclass
class Measured:
    """The turns of each lane, by its name, and how many processors worked for others in each round."""

    turns: dict[str, list[Turn]] = field(default_factory=dict)
    foreign: list[float] = field(default_factory=list)


def run_rounds(
    lanes: Sequence[Lane],
    rounds: int,
    postgres_seconds: Callable[[], float],
    say: Callable[[str], None],
) -> Measured:
    """Let each lane have a turn in each round, in the same order."""
    measured = Measured({lane.name: [] for lane in lanes})
    for number in range(1, rounds + 1):
        began = Moment.now()
        for lane in lanes:
            measured.turns[lane.name].append(lane.turn(postgres_seconds))
        measured.foreign.append(foreign_load(began, Moment.now()))
        say(f"round {number} of {rounds}: others used {measured.foreign[-1]:.2f} processors")
    return measured
