"""Enforcement of response targets: escalation, expiry, and the notices about both, in this order."""

from datetime import datetime

from clinic.workers.turns import turn_at

from .delays import write_delay_notices
from .escalation import escalate
from .expiry import expire_unanswered

TASK = "deadlines"


def enforce_deadlines(now: datetime) -> None:
    """Escalate, expire and write the notices about it; do nothing while another worker does."""
    with turn_at(TASK) as is_ours:
        if is_ours:
            escalate(now)
            expire_unanswered(now)
            write_delay_notices()
