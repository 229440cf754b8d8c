"""What is sent, to whom, and how it survives every fault on the way.

``outbox`` owns the rows, ``messages`` the words, ``delivery`` the sending; ``deliver_next`` joins them.
"""

import logging

from .delivery import outcome_of_sending
from .outbox import claim, finish

logger = logging.getLogger(__name__)

__all__ = ["deliver_next"]


def deliver_next() -> bool:
    """Send one notice that is due; whether there was one.

    Nothing here holds a transaction while it talks to a mail server.
    """
    notice = claim()
    if notice is None:
        return False
    outcome, error = outcome_of_sending(notice)
    finish(notice, outcome, error)
    logger.info(
        "notice %s %s attempt %s: %s %s", notice.pk, notice.channel, notice.attempts, outcome.value, error
    )
    return True
