"""`make capacity`: one server with 1, 2 and 4 web processes, asked by eight people at once.

Takes about three minutes, prints a table, and leaves it in var/bench/capacity.txt. The clients stand on the
same machine and use its processors as well, so that rates are lower than a clinic's own would be; the
processor time of a request is not touched by that.
"""

import argparse
import signal
import sys
import time
from collections.abc import Iterator
from itertools import count as counting
from itertools import repeat

from tests.bench.judging.table import columns
from tests.bench.lanes.form import Patients
from tests.bench.lanes.public import ARTICLE, get
from tests.bench.lanes.stage import NOT_KEPT, Stage
from tests.bench.run import Plan, alone, say, stage_for
from tests.bench.stack.asking import ask, request_bytes
from tests.bench.stack.postgres import FOLDER
from tests.bench.stack.sites import HEADERS, Site, environment_of_site, run_python, site_of, worker_of
from tests.bench.stack.usage import Moment, foreign_load, memory_megabytes
from tests.chaos.patients import FORM
from tests.waiting import wait_until

from .crowd import Crowd, line_of

PROCESSES = (1, 2, 4)
PEOPLE, SECONDS = 8, 4.0
STORED = 400
HEAD = ("web processes, and what is asked for", "a second", "p50 ms", "p95 ms", "web ms", "Postgres ms")
UNTOLD = "SELECT count(*) FROM appointments_notice WHERE sent_at IS NULL AND state = 'pending'"


def main() -> int:
    argparse.ArgumentParser(prog="python -m tests.bench.capacity", description=__doc__).parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    # The part whose database is needed here.
    with alone(), stage_for(Plan(parts=("rest",))) as stage:
        run_python(stage.environment("kept"), "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        began = Moment.now()
        rows: list[tuple[str, ...]] = [HEAD]
        memory = []
        for count in PROCESSES:
            rows += _with(stage, count, memory)
        told = _told_a_second(stage)
        foreign = foreign_load(began, Moment.now())
    lines = [*columns(rows), "", *memory, told, f"Others used {foreign:.2f} processors meanwhile."]
    text = "\n".join(lines)
    (FOLDER / "capacity.txt").write_text(f"{text}\n")
    say(text)
    return 0


def _site(stage: Stage, count: int, database: str, **different: str) -> Site:
    environment = environment_of_site(stage.postgres, database, stage.smtp_port)
    site = site_of(f"{database} {count}", environment | {"WEB_WORKERS": str(count)} | different, stage.guard)
    stage.start(site)
    return site


def _with(stage: Stage, count: int, memory: list[str]) -> Iterator[tuple[str, ...]]:
    """Lines of the table for so many web processes; what they hold in memory is added to ``memory``."""
    say(f"{count} web processes")
    kept = _site(stage, count, "taking")
    yield _line(stage, kept, count, "article, kept", get(ARTICLE))
    yield _line(stage, kept, count, "form", get(FORM))
    patients = Patients(kept)
    # Other people than those before: nobody may send too many.
    patients.numbers = counting(count * 10_000)
    posts = iter(patients.carried(STORED))
    turn = Crowd(kept, posts, 302, PEOPLE, 10 * SECONDS).ask(stage.postgres.processor_seconds)
    yield (f"{count}: request stored", *line_of(turn))
    memory.append(
        f"Memory of {count} web processes and gunicorn: {memory_megabytes(kept.web.pid):.0f} MB (PSS)."
    )
    kept.stop()
    cold = _site(stage, count, "taking", **NOT_KEPT)
    yield _line(stage, cold, count, "article, not kept", get(ARTICLE))
    cold.stop()
    desk = _site(stage, count, "few")
    page = stage.pages("few")["list"]
    request = request_bytes(page["address"], {**HEADERS, "Cookie": page["cookie"]})
    yield _line(stage, desk, count, "inbox of 1,000 requests", request)
    desk.stop()


def _line(stage: Stage, site: Site, count: int, name: str, request: bytes) -> tuple[str, ...]:
    for _each in range(4 * count):
        ask(site.port, request)
    crowd = Crowd(site, repeat(request), 200, PEOPLE, SECONDS)
    return (f"{count}: {name}", *line_of(crowd.ask(stage.postgres.processor_seconds)))


def _told_a_second(stage: Stage) -> str:
    """How many notices one worker hands to the mail server in a second, while nobody else works."""
    waiting = stage.postgres.query("taking", UNTOLD)[0][0]
    environment = environment_of_site(stage.postgres, "taking", stage.smtp_port)
    worker = worker_of(environment, stage.guard)
    worker.start()
    stage.stack.callback(worker.stop)
    wait_until(lambda: stage.postgres.query("taking", UNTOLD)[0][0] < waiting, "the first notice", 60)
    left, began = stage.postgres.query("taking", UNTOLD)[0][0], time.monotonic()
    wait_until(lambda: not stage.postgres.query("taking", UNTOLD)[0][0], "the last notice", 600)
    rate = left / max(time.monotonic() - began, 0.001)
    return f"One worker told {left} notices, {rate:.0f} a second."


if __name__ == "__main__":
    sys.exit(main())
