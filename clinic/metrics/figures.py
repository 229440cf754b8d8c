"""Figures that the database knows, gathered from every app beside whoever asks for them.

Apps connect to the signal ``collect_figures`` and return figures: numbers, never a word of a row.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django import db
from django.db import connection
from django.dispatch import Signal

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from clinic.database.limits import within
from clinic.database.trouble import described

logger = logging.getLogger(__name__)

# Each receiver returns a list of figures.
collect_figures = Signal()
# Seconds for which what was read is good: two monitors cost no more than one.
_GOOD_FOR = 2
# Seconds that one receiver's statements may take each, and that an answer waits for all of them.
_STATEMENT_SECONDS, _PATIENCE = 2, 3


@dataclass(frozen=True)
class Figure:
    """Number with its name; ``labels`` are words that the code knows."""

    name: str
    meaning: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


class DatabaseFigures(Collector):
    """Collector of what the database knows. While it is away only that is said.

    A thread of its own reads with a connection of its own: an answer waits a few seconds, and no longer.
    """

    def __init__(self) -> None:
        self._wanted, self._is_read = threading.Event(), threading.Event()
        self._found: list[Figure] | None = None
        self._read_at = float("-inf")
        self._asking = threading.Lock()
        self._thread: threading.Thread | None = None

    def collect(self) -> Iterator[Metric]:
        """Yield the figures, and whether and how fast the database gave them."""
        with self._asking:
            began = time.monotonic()
            if began - self._read_at > _GOOD_FOR:
                self._is_read.clear()
                self._wanted.set()
                self._keep_reading()
                is_in_time = self._is_read.wait(_PATIENCE)
            else:
                is_in_time = True
            found = self._found if is_in_time else None
        up = Figure(
            "clinic_database_up", "Whether the database gave these figures in time", found is not None
        )
        yield from families([up, *(found or [])])

    def _keep_reading(self) -> None:
        if not self._thread or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._read_when_wanted, name="figures", daemon=True)
            self._thread.start()

    def _read_when_wanted(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            self._found = _read()
            self._read_at = time.monotonic() if self._found is not None else float("-inf")
            self._is_read.set()


def families(figures: Iterable[Figure]) -> Iterator[Metric]:
    """Yield the figures by their names, as the exporter wants them."""
    found: dict[str, GaugeMetricFamily] = {}
    for one in figures:
        family = found.get(one.name)
        if family is None:
            family = found[one.name] = GaugeMetricFamily(one.name, one.meaning, labels=list(one.labels))
        family.add_metric(list(one.labels.values()), one.value)
    yield from found.values()


def _read() -> list[Figure] | None:
    """Return all figures; None while the database is away or too slow."""
    began = time.monotonic()
    try:
        connection.close_if_unusable_or_obsolete()
        with within(_STATEMENT_SECONDS):
            answers = collect_figures.send_robust(sender=DatabaseFigures)
        for _receiver, answer in answers:
            if isinstance(answer, db.Error):
                raise answer
    except db.Error as error:
        logger.warning("Figures are missing: %s.", described(error))
        connection.close()
        return None
    # One that fails by itself is in the log: Django says so.
    found = [one for _receiver, answer in answers if isinstance(answer, list) for one in answer]
    took = time.monotonic() - began
    return [
        *found,
        Figure("clinic_database_figures_seconds", "Seconds that the database took for these", took),
    ]
