"""What the worker does about deadlines and notices, without its other tasks.

All of them together, as ``run_worker --once`` does them, take a quarter of a second.
"""

from appointments.notices.dispatch import deliver_next
from appointments.services.deadlines.enforcement import enforce_deadlines
from clinic.database.clock import database_now


def work_on_deadlines() -> None:
    """Send what is due, enforce the deadlines, and send what that wrote."""
    send_what_is_due()
    enforce_deadlines(database_now())
    send_what_is_due()


def send_what_is_due() -> None:
    while deliver_next():
        pass
