"""Nemesis of a run: kills -9 what the seed says, when so many submissions were acknowledged."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

WEB_WORKER, WEB, WORKER, POSTGRES = "web worker", "web", "worker", "postgres"
SECOND_WORKER = "second worker"
KINDS = (WORKER, WEB_WORKER, POSTGRES, WEB)
# So long it waits for the moment in which a kill hurts most.
SECONDS_FOR_THE_MOMENT = 5


class Nemesis:
    """``kills`` of each kind, spread over a run: ``kill`` does it, ``progress`` says how many are through."""

    def __init__(
        self,
        *,
        kills: int,
        number: int,
        seed: int,
        kill: dict[str, Callable[[], None]],
        progress: Callable[[], int],
        is_sending: Callable[[], bool],
        report: Callable[[str], None],
    ) -> None:
        draw = Random(seed)  # noqa: S311 - nothing here is a secret
        rounds = [draw.sample(KINDS, len(KINDS)) for _round in range(kills)]
        if kills == 1:
            # In a short run the worker's lease must be over before the last mail is waited for.
            rounds = [list(KINDS)]
        order = [kind for kinds in rounds for kind in kinds]
        step = number / (len(order) + 1)
        self.plan = [
            (round((place + draw.uniform(0.6, 1.0)) * step), kind) for place, kind in enumerate(order)
        ]
        self.kill, self.progress, self.is_sending, self.report = kill, progress, is_sending, report
        self.killed: Counter[str] = Counter()
        self.moments: list[float] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _work(self) -> None:
        since = -1
        for threshold, kind in self.plan:
            # Each kill hits a site that answers again.
            if not self._wait_for(partial(self._has_reached, max(threshold, since + 1))):
                return
            if kind == WORKER:
                self._wait_for(self.is_sending, seconds=SECONDS_FOR_THE_MOMENT)
            since = self.progress()
            self.moments.append(time.time())
            self.kill[kind]()
            self.killed[kind] += 1
            self.report(f"killed {kind} after {since} submissions")

    def _has_reached(self, number: int) -> bool:
        return self.progress() >= number

    def _wait_for(self, condition: Callable[[], Any], seconds: float = float("inf")) -> bool:
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            if self._stopping.wait(0.002):
                return False
        return True
