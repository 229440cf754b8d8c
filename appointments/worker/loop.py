"""Loop of the worker: beats, runs the tasks that are due, and sleeps until the next is, or the bell rings."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping

from django import db
from django.db import close_old_connections, connection

from appointments.notices.lanes import Lane
from clinic.database.trouble import described
from clinic.workers.bell import ASKED_EVERY, Bell

from .heart import Heart
from .judge import JUDGING_SECONDS, Judge
from .tasks import RUNG_FOR, TASKS

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15


class Plan:
    """Moments at which the tasks run next, by the clock of the process that nobody can set."""

    def __init__(self, bell: Bell, tasks: Mapping[Callable[[], object], int]) -> None:
        self._bell, self._heard, self._tasks = bell, bell.rung, tasks
        self._next = dict.fromkeys(tasks, 0.0)
        self._began = dict.fromkeys(tasks, 0.0)

    def begin_due(self) -> Iterator[Callable[[], object]]:
        """Yield the tasks that are due, each to be run at once."""
        if self._bell.rung != self._heard:
            self._heard = self._bell.rung
            for task in RUNG_FOR:
                # Under load it rings for each request.
                self._next[task] = min(self._next[task], self._began[task] + self._tasks[task])
        for task, seconds in self._tasks.items():
            if self._next[task] <= time.monotonic():
                self._began[task] = time.monotonic()
                is_rung_for = task in RUNG_FOR and self._bell.is_heard
                self._next[task] = self._began[task] + (self._bell.patience if is_rung_for else seconds)
                yield task

    def seconds_left(self) -> float:
        """Return how long it is until the next task is due."""
        return min(self._next.values()) - time.monotonic()


def work_until_the_end(bell: Bell, sending: Iterable[Lane], heart: Heart, judge: Judge) -> None:
    """Beat and run tasks that are due, beside the lanes; wait for a database that is away."""
    plan = Plan(bell, {**TASKS, judge.look: JUDGING_SECONDS})
    next_beat, told = 0.0, bell.is_heard
    while not bell.is_over:
        heard, seconds = bell.rung, ASKED_EVERY
        close_old_connections()
        try:
            if time.monotonic() >= next_beat or bell.is_heard != told:
                next_beat, told = time.monotonic() + BEAT_SECONDS, bell.is_heard
                # A worker of which a part hangs is not well, and a monitor tells by its silence.
                if all(lane.is_turning() for lane in sending):
                    heart.beat(is_woken=told)
            for task in plan.begin_due():
                task()
            seconds = min(plan.seconds_left(), next_beat - time.monotonic())
        except db.Error as error:
            logger.warning("The worker waits: %s.", described(error))
            connection.close()
        except Exception as error:  # noqa: BLE001 - nothing but a signal ends the worker
            logger.error("The worker goes on after %s.", type(error).__name__)
            connection.close()
        bell.wait(heard, seconds)
