"""Heart of a worker: the row that says that it lives, and where."""

import os
import socket

from django.db.models import Max
from django.db.models.functions import Now

from appointments.models import WorkerHeartbeat
from appointments.models.notices import HEARTBEAT_KEPT, HeartbeatQuerySet

# Workers that start at the same moment take different rows.
_TRIES = 5


class Heart:
    """Heart of this process. Its row goes when it stops in order; a row that stays tells of one that died."""

    def __init__(self) -> None:
        self.host, self.process = socket.gethostname(), os.getpid()
        # No row yet.
        self._number = 0

    def beat(self, *, is_woken: bool) -> None:
        """Write that the worker lives, and whether Postgres wakes it."""
        if not self._number:
            self._forget_predecessors()
        elif self._mine().update(beat_at=Now(), is_woken=is_woken):
            return
        # The first beat, or the row is gone, as after a restore.
        self._take_row(is_woken=is_woken)

    def stop(self) -> None:
        """Take the row along: nobody is to look for this worker."""
        self._mine().delete()

    def _mine(self) -> HeartbeatQuerySet:
        return WorkerHeartbeat.objects.filter(pk=self._number, host=self.host, process=self.process)

    def _forget_predecessors(self) -> None:
        """Forget whoever died on this machine: this worker stands in for them."""
        here = WorkerHeartbeat.objects.filter(host=self.host)
        dead = [row.pk for row in here if row.process == self.process or not _lives(row.process)]
        WorkerHeartbeat.objects.filter(pk__in=dead).delete()

    def _take_row(self, *, is_woken: bool) -> None:
        here = {"host": self.host, "process": self.process, "is_woken": is_woken}
        for _try in range(_TRIES):
            last = WorkerHeartbeat.objects.aggregate(last=Max("id"))["last"] or 0
            self._number = last + 1
            row = WorkerHeartbeat(id=self._number, beat_at=Now(), **here)
            WorkerHeartbeat.objects.bulk_create([row], ignore_conflicts=True)
            if self._mine().exists():
                return
        # The next beat tries again.
        self._number = 0


def beat_once() -> None:
    """Write that a worker which runs once has run: for two minutes it counts as one that lives."""
    WorkerHeartbeat.objects.update_or_create(id=0, defaults={"beat_at": Now(), "host": "", "process": 0})


def forget_old_heartbeats() -> None:
    """Forget the workers of which nobody has heard for a day."""
    WorkerHeartbeat.objects.filter(beat_at__lt=Now() - HEARTBEAT_KEPT).delete()


def _lives(process: int) -> bool:
    """Return whether this account has such a process on this machine."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True
