"""One run: fills, starts, lets the lanes take their turns, judges."""

import fcntl
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.chaos.processes import Guard
from tests.smtp_sink import running_sink

from .judging.limits import Results, is_quiet, judge, read_limits
from .judging.record import record_of
from .lanes import desk, form, public, resting
from .lanes.lane import Lane
from .lanes.rounds import Measured, run_rounds
from .lanes.stage import Stage
from .stack.filling import Filling
from .stack.postgres import FOLDER, Postgres
from .stack.sites import environment_of_site, forget_logs, run_python
from .stack.usage import Moment, foreign_load

# Each part with the databases that it needs.
PARTS = {
    resting.PART: ("few",),
    public.PART: ("bare", "articles"),
    form.PART: ("bare",),
    desk.PART: ("bare", "few", "many"),
    desk.REPORTS: ("many", "read"),
}
LANES: dict[str, Callable[[Stage], Iterator[Lane]]] = {
    public.PART: public.public_lanes,
    form.PART: form.form_lanes,
    desk.PART: desk.desk_lanes,
    desk.REPORTS: desk.report_lanes,
}


@dataclass(frozen=True)
class Plan:
    """Which parts, in how many rounds, and how many seconds a turn has."""

    parts: tuple[str, ...] = tuple(PARTS)
    rounds: int = 12
    seconds: float = 0.8
    is_whole: bool = True

    @classmethod
    def of(cls, part: str, *, quick: bool) -> "Plan":
        parts = (part,) if part else tuple(PARTS)
        return cls(parts, 3, 0.2, is_whole=False) if quick else cls(parts)

    @property
    def databases(self) -> set[str]:
        """Those which the parts need, and the one that takes requests."""
        return {"taking", *(name for part in self.parts for name in PARTS[part])}


def say(text: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def alone() -> Iterator[None]:
    """Let no second run begin on the same databases."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another make bench runs in this checkout.")
        yield


@contextmanager
def stage_for(plan: Plan) -> Iterator[Stage]:
    """Postgres with its databases, a mail server, and nothing else yet."""
    guard = Guard()
    forget_logs()
    postgres = Postgres(guard)
    try:
        # Pages that are filled in are looked at as readers get them, with their stylesheet.
        collected = ("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        run_python(environment_of_site(postgres, "demonstration", smtp_port=25), *collected)
        Filling(postgres, say).fill(sorted(plan.databases))
        with running_sink() as sink:
            stage = Stage(postgres, guard, sink.port, is_whole=plan.is_whole)
            with stage.stack:
                yield stage
    finally:
        postgres.stop()
        guard.dismiss()


def measure(plan: Plan, stage: Stage) -> tuple[Results, list[float]]:
    """Everything that the plan names, and how many processors worked for others meanwhile."""
    foreign, rest = [], {}
    if resting.PART in plan.parts:
        say("memory, start and the idle worker")
        began = Moment.now()
        rest = resting.measure_rest(stage)
        foreign.append(foreign_load(began, Moment.now()))
    lanes = [lane for part, make in LANES.items() if part in plan.parts for lane in make(stage)]
    if form.PART in plan.parts:
        # It sends what the forms bring, as on a clinic's server.
        stage.worker("cold")
    say(f"{len(lanes)} lanes, warming up")
    for lane in lanes:
        lane.warm_up(plan.seconds)
    measured = run_rounds(lanes, plan.rounds, stage.postgres.processor_seconds, say) if lanes else Measured()
    queries = {lane.name: lane.queries for lane in lanes if lane.queries is not None}
    return Results(measured.turns, queries, rest), [*foreign, *measured.foreign]


def record_of_run(plan: Plan, stage: Stage) -> dict[str, Any]:
    """Measure, and hold the limits of the plan's parts against it."""
    results, foreign = measure(plan, stage)
    most_foreign, limits = read_limits()
    quiet = is_quiet(foreign, most_foreign)
    verdicts = [judge(limit, results) for limit in limits]
    verdicts = [one for one in verdicts if one.value is not None or plan.parts == tuple(PARTS)]
    run = {"parts": list(plan.parts), "rounds": plan.rounds, "short": not plan.is_whole}
    run["not_measured"] = dict(stage.not_had)
    return record_of(verdicts, results, foreign, judged=quiet, run=run)


def missed(record: dict[str, Any]) -> Iterable[str]:
    """What does not hold, or was not measured."""
    return [one["what"] for one in record["limits"] if not one["holds"]]
