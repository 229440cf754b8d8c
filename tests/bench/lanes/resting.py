"""What a site costs that nobody asks, and after five hundred requests: memory, start, the idle worker."""

import time
from collections.abc import Iterator
from itertools import cycle, islice

from tests.bench.stack.asking import WrongAnswer, ask, request_bytes
from tests.bench.stack.sites import HEADERS, Site
from tests.bench.stack.usage import memory_megabytes, processor_seconds, resident_megabytes
from tests.chaos.patients import FORM
from tests.chaos.processes import Process, descendants
from tests.waiting import wait_until

from .form import Patients
from .public import ARTICLE, HOME, INDEX, SEARCH, get
from .stage import Stage

PART = "rest"
REQUESTS = 500
SETTLED_SECONDS = 8
# A new database: every page and record is judged for the first time.
JUDGED_SECONDS = 90
IDLE_SECONDS, IDLE_SECONDS_OF_A_SHORT_RUN = 60, 15
DESK = ("list", "record", "day")


def measure_rest(stage: Stage) -> dict[str, float]:
    """Figures of one site alone: nothing else may run yet, which would share its memory."""
    site = stage.prepared("few")
    seconds = stage.start(site)
    figures = {"start of web, s": seconds, "start of web, CPU s": site.processor_seconds()}
    worker = stage.worker("few")
    ready = get("/health/ready")
    wait_until(lambda: ask(site.port, ready).status == 200, "the worker")
    figures["memory while pages are judged, MB"] = _until_it_settles(site, worker)
    figures |= _memory("at rest", site, worker)
    figures["idle worker, percent of a processor"] = _idle(worker, stage)
    # So that the worker has told somebody, too.
    for request in Patients(site).carried(1):
        ask(site.port, request)
    for request in islice(cycle(_visits(stage)), REQUESTS):
        answer = ask(site.port, request)
        if answer.status != 200:
            raise WrongAnswer(f"{answer.status} after {request[:60]!r}")
    return figures | _memory("after 500 requests", site, worker)


def _until_it_settles(site: Site, worker: Process) -> float:
    """The most memory that was used until nothing more is judged; for information."""
    most, earliest = 0.0, time.monotonic() + SETTLED_SECONDS

    def has_settled() -> bool:
        nonlocal most
        most = max(most, sum(map(memory_megabytes, (site.web.pid, worker.pid))))
        return time.monotonic() > earliest and not descendants(worker.pid)

    wait_until(has_settled, "pages to be judged", JUDGED_SECONDS)
    return most


def _memory(when: str, site: Site, worker: Process) -> dict[str, float]:
    """What counts, and for information the sum of `ps`, which counts what three share three times."""
    pids = (site.web.pid, worker.pid)
    return {
        f"memory {when}, MB": sum(map(memory_megabytes, pids)),
        f"sum of resident sets {when}, MB": sum(map(resident_megabytes, pids)),
    }


def _idle(worker: Process, stage: Stage) -> float:
    before, began = processor_seconds(worker.pid), time.monotonic()
    time.sleep(IDLE_SECONDS if stage.is_whole else IDLE_SECONDS_OF_A_SHORT_RUN)
    return 100 * (processor_seconds(worker.pid) - before) / (time.monotonic() - began)


def _visits(stage: Stage) -> list[bytes]:
    return [*_of_patients(), *_of_the_desk(stage)]


def _of_patients() -> Iterator[bytes]:
    for path in (HOME, ARTICLE, FORM, INDEX, ARTICLE, SEARCH, f"{FORM}?article=sciatica"):
        yield get(path)


def _of_the_desk(stage: Stage) -> Iterator[bytes]:
    pages = stage.pages("few")
    for name in DESK:
        yield request_bytes(pages[name]["address"], {**HEADERS, "Cookie": pages[name]["cookie"]})
