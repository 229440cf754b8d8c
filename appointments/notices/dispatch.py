"""Dispatch of notices, surviving every fault on the way.

``outbox`` owns the rows, ``messages`` the words, ``senders`` the channels; ``deliver`` joins them.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django import db
from django.db.models import Q

from appointments.models import Notice
from appointments.reading import Reader, reading_as
from clinic.database.dead_connection import close_if_dead
from clinic.mail.smtp import MayHaveArrived

from .channels import sender_of
from .mailing import AddressRefused, NoAddress, NoLeave
from .outbox import LEASE, Outcome, claim, claim_storm, finish
from .senders import NobodyToTell, SomeRefused

logger = logging.getLogger(__name__)

# Seconds between two tries to record what came of a notice while the database is away.
_RECORD_AGAIN = 1


@dataclass(frozen=True)
class Delivery:
    """Result of one attempt: the outcome, when it began by the monotonic clock, and its seconds."""

    outcome: Outcome
    began: float
    seconds: float


def deliver_next() -> bool:
    """Send one notice that is due; return whether there was one."""
    return deliver() is not None


def deliver(of: Q | None = None) -> Delivery | None:
    """Send one notice that is due and matches ``of``, or many to the desk as one message; None without any.

    Nothing here holds a transaction while it talks to a mail server.
    """
    notice = claim(of)
    if notice is None:
        return None
    began = time.monotonic()
    others = claim_storm(notice)
    if others:
        outcome, error = _outcome_of(lambda: sender_of(notice.channel).send_as_one([notice, *others]))
    else:
        outcome, error = outcome_of_sending(notice)
    delivery = Delivery(outcome, began, time.monotonic() - began)
    for one in (notice, *others):
        # A fault with the message of all is not that of each.
        theirs = Outcome.TRANSIENT if outcome is Outcome.FAULT and one is not notice else outcome
        _record(one, theirs, error, began)
    return delivery


def outcome_of_sending(notice: Notice) -> tuple[Outcome, str]:
    """Send ``notice`` and return the outcome with the class of the error, if there was one. Never raises."""
    return _outcome_of(lambda: sender_of(notice.channel).send(notice))


def _outcome_of(send: Callable[[], None]) -> tuple[Outcome, str]:
    """Sort what ``send`` raises into outcomes.

    The text of an error is dropped: mail servers repeat addresses in it. Nothing but what is about the
    patient's address or consent is final: a wrong password or a refused sender is the clinic's to mend.
    """
    try:
        with reading_as(Reader.DELIVERY):
            send()
    except SomeRefused as error:
        return Outcome.SENT, type(error).__name__
    except MayHaveArrived as error:
        return Outcome.UNKNOWN, type(error).__name__
    except (NoAddress, NoLeave, AddressRefused) as error:
        return Outcome.PERMANENT, type(error).__name__
    except (OSError, NobodyToTell, db.OperationalError, db.InterfaceError) as error:
        # The outcome is recorded on the same connection, which may be dead.
        close_if_dead()
        return Outcome.TRANSIENT, type(error).__name__
    except Exception as error:  # noqa: BLE001 - one poisoned notice must not stop the others
        logger.error("Sending met an error of this program: %s.", type(error).__name__)
        close_if_dead()
        return Outcome.FAULT, type(error).__name__
    return Outcome.SENT, ""


def _record(notice: Notice, outcome: Outcome, error: str, began: float) -> None:
    """Record the outcome, also when the database comes back only later: else the notice would go twice.

    Once the lease is over, another attempt may have begun.
    """
    while True:
        try:
            finish(notice, outcome, error)
            break
        except db.Error as failure:
            if time.monotonic() - began > LEASE.total_seconds():
                raise
            logger.warning("Notice %s is recorded later because of %s.", notice.pk, type(failure).__name__)
            close_if_dead()
            time.sleep(_RECORD_AGAIN)
    logger.info(
        "Attempt %s to send notice %s by %s ended with outcome %s (%s).",
        notice.attempts,
        notice.pk,
        notice.channel,
        outcome.value,
        error or "no error",
    )
