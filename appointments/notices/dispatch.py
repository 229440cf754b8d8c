"""Dispatch of notices, one at a time, surviving every fault on the way.

``outbox`` owns the rows, ``messages`` the words, ``senders`` the channels; ``deliver_next`` joins them.
"""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from django import db

from appointments.models import Notice
from clinic.database.dead_connection import close_if_dead
from clinic.mail import MayHaveArrived

from .channels import sender_of
from .mailing import AddressRefused, NoAddress, NoLeave
from .outbox import Outcome, claim, finish
from .senders import NobodyToTell, SomeRefused

logger = logging.getLogger(__name__)

# Seconds for a whole send. The mail server's own time-out counts each answer, and a server that
# drips one byte a second would hold the worker for ever.
SEND_DEADLINE = 30


class DeadlinePassed(Exception):
    """Error: sending took too long. It is no OSError, which smtplib would take for a broken connection."""


def deliver_next() -> bool:
    """Send one notice that is due; return whether there was one.

    Nothing here holds a transaction while it talks to a mail server.
    """
    notice = claim()
    if notice is None:
        return False
    outcome, error = outcome_of_sending(notice)
    finish(notice, outcome, error)
    logger.info(
        "Attempt %s to send notice %s by %s ended with outcome %s (%s).",
        notice.attempts,
        notice.pk,
        notice.channel,
        outcome.value,
        error or "no error",
    )
    return True


def outcome_of_sending(notice: Notice) -> tuple[Outcome, str]:
    """Send ``notice`` and return the outcome with the class of the error, if there was one. Never raises.

    The text of an error is dropped: mail servers repeat addresses in it. Nothing but what is about the
    patient's address or consent is final: a wrong password or a refused sender is the clinic's to mend.
    """
    try:
        with deadline(SEND_DEADLINE):
            sender_of(notice.channel).send(notice)
    except SomeRefused as error:
        return Outcome.SENT, type(error).__name__
    except MayHaveArrived as error:
        return Outcome.UNKNOWN, type(error).__name__
    except (NoAddress, NoLeave, AddressRefused) as error:
        return Outcome.PERMANENT, type(error).__name__
    except (OSError, DeadlinePassed, NobodyToTell, db.OperationalError, db.InterfaceError) as error:
        # The outcome is recorded on the same connection, which may be dead.
        close_if_dead()
        return Outcome.TRANSIENT, type(error).__name__
    except Exception as error:  # noqa: BLE001 - one poisoned notice must not stop the others
        close_if_dead()
        return Outcome.FAULT, type(error).__name__
    return Outcome.SENT, ""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise ``DeadlinePassed`` in the block after ``seconds``. Main thread only, as signals are."""

    def stop(_signal: int, _frame: object) -> None:
        raise DeadlinePassed

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
