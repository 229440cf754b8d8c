"""Counts of this process, kept in files that add up over all processes of this machine.

Nothing is counted by an address, a host, a name or whatever else a visitor sends: the labels are routes,
kinds and classes that the code knows, and their number has an end.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from prometheus_client import Counter, Histogram, values

from clinic.database.trouble import Trouble, trouble_of

from .parts import Part, part_of
from .slots import take_slot

logger = logging.getLogger(__name__)

# Series of one process; what comes after is counted together. They fit into the room of its file.
MOST_SERIES = 1000
OTHER = "other"
METHODS = ("GET", "HEAD", "POST")
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Bounds of durations in seconds: a page takes a few hundredths, and 20 are the longest that anybody waits.
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 20.0)
# What is only refused is often expected: two at once write the same.
COUNTED = frozenset(Trouble) - {Trouble.REFUSED}
# Loggers whose first error counts: a series that begins at one has not risen.
_FIRST_ERROR_COUNTS = ("clinic.database.anchors", "django.request")
_OUR_LOGGERS = ("appointments.", "articles.", "clinic.", "django.")


class Counts:
    """Counters of one process, whose files are those of a slot in ``folder``."""

    def __init__(self, folder: Path, process: str) -> None:
        self.process = process
        self.slot = take_slot(folder)
        # The library's way to be told the folder, and what makes a counter's value.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        name = self.slot.name
        values.ValueClass = values.MultiProcessValue(lambda: name)
        self.series: set[tuple[str, ...]] = set()
        self.requests = _counter(
            "clinic_http_requests", "Requests answered, by route", ["route", "method", "status"]
        )
        self.responses = _counter("clinic_http_responses", "Answers by their class", ["status"])
        self.durations = Histogram(
            "clinic_http_request_seconds",
            "Seconds from a whole request to the end of its answer, by part of the site",
            ["part"],
            buckets=SECONDS,
            registry=None,
        )
        self.troubles = _counter(
            "clinic_database_trouble",
            "Statements that the database ended, by what was wrong",
            ["process", "kind"],
        )
        self.errors = _counter("clinic_logged_errors", "Errors in the log, by logger", ["process", "logger"])
        self._begin_at_zero()

    def _begin_at_zero(self) -> None:
        for status in STATUSES:
            self.responses.labels(status)
        for kind in COUNTED:
            self.troubles.labels(self.process, kind.name.lower())
        for name in _FIRST_ERROR_COUNTS:
            self.errors.labels(self.process, name)
        if self.process == WEB:
            for part in Part:
                self.durations.labels(part)

    def request(self, route: str, path: str, method: str, status: int, seconds: float) -> None:
        """Count an answered request; ``route`` is empty where it led to a page, or nowhere."""
        part = part_of(path)
        code = f"{status // 100}xx" if 100 <= status < 600 else OTHER
        labels = (route or f"({part})", method if method in METHODS else OTHER, code)
        if labels not in self.series and len(self.series) >= MOST_SERIES:
            labels = (OTHER, OTHER, code)
        self.series.add(labels)
        self.requests.labels(*labels).inc()
        self.responses.labels(code).inc()
        self.durations.labels(part).observe(seconds)

    def trouble(self, kind: Trouble) -> None:
        """Count a statement that the database ended."""
        self.troubles.labels(self.process, kind.name.lower()).inc()

    def error(self, name: str) -> None:
        """Count an error in the log."""
        self.errors.labels(self.process, name if name.startswith(_OUR_LOGGERS) else OTHER).inc()


WEB, WORKER = "web", "worker"
_counts: Counts | None = None


def start_counting(process: str) -> None:
    """Begin to count in this process, where an operator asked for it. What fails here stops nothing."""
    global _counts
    if not (settings.METRICS_BIND or settings.WEB_METRICS_BIND):
        return
    try:
        _counts = Counts(settings.METRICS_FOLDER, process)
    except Exception as error:  # noqa: BLE001 - whatever the folder holds, the site serves
        logger.warning("Nothing is counted in this process: %s.", type(error).__name__)
        return
    connection_created.connect(_watch, dispatch_uid="clinic.metrics")
    logging.getLogger().addHandler(_ErrorCounter(logging.ERROR))


def count_request(route: str, path: str, method: str, status: int, seconds: float) -> None:
    """Count an answered request. ``path`` is not kept."""
    if _counts:
        _counts.request(route, path, method, status, seconds)


class _ErrorCounter(logging.Handler):
    """Handler that counts the errors of the log, and keeps nothing of them."""

    def emit(self, record: logging.LogRecord) -> None:
        if _counts:
            _counts.error(record.name)


def _counter(name: str, said: str, labels: list[str]) -> Counter:
    return Counter(name, said, labels, registry=None)


def _watch(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    if _noted not in connection.execute_wrappers:
        connection.execute_wrappers.append(_noted)


def _noted(execute: Callable[..., Any], *arguments: Any) -> Any:
    """Run a statement, and count the trouble that it ended with."""
    try:
        return execute(*arguments)
    except Error as error:
        kind = trouble_of(error)
        if _counts and kind in COUNTED:
            _counts.trouble(kind)
        raise
