"""Bell of a worker: Postgres rings when there is something to send, so that nobody has to ask all the time.

Triggers ring at the commit. Whoever waits looks by itself after a while too, so that a ring that is lost, or
a moment that nobody rings for, costs time and nothing else. Where nobody can ring, as behind a pooler, a
worker asks each second.
"""

import logging
import select
import threading
from typing import Any

from django.db import Error, connection

import psycopg2

from clinic.database.addresses import is_direct
from clinic.database.trouble import described

logger = logging.getLogger(__name__)

CHANNEL = "clinic_work"
# Seconds after which a worker looks by itself: while it would hear a bell, and while it would not.
LONGEST_SLEEP, ASKED_EVERY = 30.0, 1.0
# Seconds until the next try to listen.
LISTENS_AGAIN = 5.0
POOLER = "its address leads through a pooler, behind which nobody can listen"


class Bell:
    """Bell for the threads of one worker, which also tells them when to stop."""

    def __init__(self) -> None:
        self.is_over = False
        # Whether Postgres would be heard.
        self.is_heard = False
        self.rung = 0
        # Its lock may be taken again by a signal that comes while the main thread has it.
        self._condition = threading.Condition(threading.RLock())

    @property
    def patience(self) -> float:
        """Seconds that may pass without a look."""
        return LONGEST_SLEEP if self.is_heard else ASKED_EVERY

    def ring(self) -> None:
        """Wake everybody who waits."""
        with self._condition:
            self.rung += 1
            self._condition.notify_all()

    def end(self) -> None:
        """Let everybody stop."""
        self.is_over = True
        self.ring()

    def wait(self, heard: int, seconds: float) -> bool:
        """Wait until it rings again after ``heard`` rings, for so long at most; return whether it did."""
        with self._condition:
            return self._condition.wait_for(lambda: self.rung != heard or self.is_over, max(0, seconds))

    def listen(self) -> threading.Thread:
        """Start the thread in which Postgres is listened to."""
        thread = threading.Thread(target=self._listen, name="bell", daemon=True)
        thread.start()
        return thread

    def _listen(self) -> None:
        said = ""
        while not self.is_over:
            trouble = self._listen_until_it_ends()
            if self.is_heard:
                self.is_heard, said = False, ""
                # Who sleeps for long sleeps for too long now.
                self.ring()
            if trouble and trouble != said:
                logger.warning("The worker asks each second for what is to be sent: %s.", trouble)
            if trouble == POOLER:
                return
            said = trouble
            self.wait(self.rung, LISTENS_AGAIN)

    def _listen_until_it_ends(self) -> str:
        """Listen, and ring; return why that came to its end."""
        try:
            connection.ensure_connection()
            if not is_direct(connection):
                return POOLER
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            logger.info("Postgres wakes the worker when something is to be sent.")
            self.is_heard = True
            # Something may have come while nobody listened.
            self.ring()
            self._pass_on(connection.connection)
        except (Error, psycopg2.Error, OSError) as error:
            return described(error)
        except Exception as error:  # noqa: BLE001 - a worker without a bell goes on asking
            return type(error).__name__
        finally:
            connection.close()
        return ""

    def _pass_on(self, postgres: Any) -> None:
        while not self.is_over:
            if select.select([postgres], [], [], LONGEST_SLEEP)[0]:
                postgres.poll()
                if postgres.notifies:
                    postgres.notifies.clear()
                    self.ring()
