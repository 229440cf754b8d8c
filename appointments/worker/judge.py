"""Process beside the worker that judges live pages, and takes the memory for it along when it ends.

To judge a page is to render it, for which every address, view and template of the site is loaded: what the
worker would keep for good. It asks what waits, and starts the process only then.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Sequence

from django.conf import settings

from articles.withholding.telling import tell_reviewers
from articles.withholding.turns import judging_is_free, what_waits
from clinic.database.clock import database_now

from .tasks import errors_logged

logger = logging.getLogger(__name__)

JUDGING_SECONDS = 15
# Seconds until what could not be judged is tried again: to start costs two seconds of a processor.
AGAIN_SECONDS = 60
STOP_SECONDS = 5
# Nothing on it is anybody's: what it judges, and all keys, it reads where the worker reads them.
COMMAND = (sys.executable, str(settings.BASE_DIR / "manage.py"), "judge_live_pages")


class Judge:
    """The one such process of a worker, if it is at work."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        # What waited when the last one was started, and when that may be tried again.
        self._tried: frozenset[object] = frozenset()
        self._again = 0.0

    def look(self) -> None:
        """Start the process if something waits that it did not just try; else tell the reviewers."""
        with errors_logged("Live pages were not judged because of %s."):
            if self._is_at_work():
                return
            waiting = what_waits(database_now())
            if waiting and (waiting != self._tried or time.monotonic() >= self._again):
                self._start(waiting)
            else:
                tell_reviewers()

    def stop(self) -> None:
        """End the process: what it has not judged is judged by the next."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _start(self, waiting: frozenset[object]) -> None:
        if not judging_is_free():
            # Another worker's process is at it.
            return
        self._tried, self._again = waiting, time.monotonic() + AGAIN_SECONDS
        self._process = subprocess.Popen(  # noqa: S603 - the constant above
            self._command, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL
        )

    def _is_at_work(self) -> bool:
        if self._process is None:
            return False
        code = self._process.poll()
        if code is None:
            return True
        self._process = None
        if code:
            logger.error("Live pages may not all be judged: the process for it ended with %s.", code)
        return False
