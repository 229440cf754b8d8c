"""Dispatch of notices, one at a time, surviving every fault on the way.

``outbox`` owns the rows, ``messages`` the words, ``senders`` the channels; ``deliver_next`` joins them.
"""

import logging

from .delivery import outcome_of_sending
from .outbox import claim, finish

logger = logging.getLogger(__name__)


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
