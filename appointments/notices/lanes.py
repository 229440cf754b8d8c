"""Lanes: notices that go by the same server. One that hangs holds up its own lane, and no other.

A lane sleeps until the bell rings, or the next notice is due. Each lane has threads of its own. After an
attempt that a server let hang, the lane rests, then tries again with one notice at a time; the others keep
their attempts.
"""

import logging
import threading
import time
from dataclasses import dataclass, field

from django import db
from django.db import connection
from django.db.models import Q

from appointments.models.channels import NoticeChannel
from clinic.database.trouble import described
from clinic.workers.bell import ASKED_EVERY, Bell

from .dispatch import Delivery, deliver
from .outbox import Outcome, seconds_until_due

logger = logging.getLogger(__name__)

# While another worker takes up what is due, or until it is.
SHORTEST_SLEEP = 0.2
# A failure that takes longer holds up what waits behind it.
SLOW_SECONDS = 2
FIRST_REST, LONGEST_REST = 5, 60
# Longer than any turn: an address that is looked up, a conversation, and a database that is away meanwhile.
LONGEST_TURN = 150

_SECOND = Q(channel=NoticeChannel.DESK_SECOND)


@dataclass
class Lane:
    """Notices of one server, the number of threads that send them, and how that went."""

    name: str
    notices: Q
    senders: int
    _slow_failures: int = 0
    _rests_until: float = 0.0
    _went_through: float = 0.0
    _turns: dict[int, float] = field(default_factory=dict)
    _has_work: threading.Event = field(default_factory=threading.Event)

    def is_turning(self) -> bool:
        """Return whether no thread hangs."""
        return all(time.monotonic() - turn < LONGEST_TURN for turn in self._turns.values())

    def is_well(self) -> bool:
        """Return whether the server answered the last attempt before it was slow."""
        return not self._slow_failures

    def start(self, bell: Bell) -> list[threading.Thread]:
        """Start the threads, which run until ``bell`` is at its end."""
        threads = [
            threading.Thread(
                target=self._work, args=(number, bell), name=f"{self.name}-{number}", daemon=True
            )
            for number in range(self.senders)
        ]
        for thread in threads:
            thread.start()
        return threads

    def may_send(self, number: int) -> bool:
        """Return whether the sender may try: while the server hangs, only the first does, after a rest."""
        return not self._slow_failures or (number == 0 and time.monotonic() >= self._rests_until)

    def note(self, delivery: Delivery) -> None:
        """Note how an attempt went; another that went through since it began speaks for the server."""
        failed = delivery.outcome in (Outcome.TRANSIENT, Outcome.UNKNOWN)
        if not failed or delivery.seconds < SLOW_SECONDS:
            self._slow_failures = 0
            self._went_through = time.monotonic()
        elif self._went_through < delivery.began:
            self._slow_failures += 1
            rest = min(FIRST_REST * 2 ** (self._slow_failures - 1), LONGEST_REST)
            self._rests_until = time.monotonic() + rest
            logger.warning("The server of %s hangs: the next attempt is in %s seconds.", self.name, rest)

    def _work(self, number: int, bell: Bell) -> None:
        while not bell.is_over:
            heard, seconds = bell.rung, ASKED_EVERY
            self._turns[number] = time.monotonic()
            db.close_old_connections()
            try:
                if self._turn(number, bell):
                    continue
                seconds = self._seconds_to_sleep(number, bell)
            except db.Error as error:
                logger.warning("A sender of %s waits: %s.", self.name, described(error))
                connection.close()
            except Exception as error:  # noqa: BLE001 - nothing but a signal ends a sender
                logger.error("A sender of %s goes on after %s.", self.name, type(error).__name__)
                connection.close()
            bell.wait(heard, seconds)
        connection.close()

    def _seconds_to_sleep(self, number: int, bell: Bell) -> float:
        """Return how long the sender may sleep: to the next notice, or to the end of the lane's rest."""
        if number:
            return bell.patience
        if self._slow_failures and (rest := self._rests_until - time.monotonic()) > 0:
            return min(rest, bell.patience)
        if bell.patience <= ASKED_EVERY:
            return bell.patience
        wait = seconds_until_due(self.notices)
        return bell.patience if wait is None else min(max(wait, SHORTEST_SLEEP), bell.patience)

    def _turn(self, number: int, bell: Bell) -> bool:
        """Send one notice; return whether to go on at once. All but the first wait until it finds one."""
        if not self.may_send(number) or (number and not self._has_work.is_set()):
            if number:
                connection.close()
            return False
        delivery = deliver(self.notices)
        if delivery is None:
            self._has_work.clear()
            return False
        self.note(delivery)
        if not self._has_work.is_set():
            self._has_work.set()
            bell.ring()
        return True


def lanes() -> list[Lane]:
    """Return the lanes of a worker. A channel that is gone goes with the mail."""
    return [Lane("mail", ~_SECOND, senders=3), Lane("the second channel", _SECOND, senders=1)]
