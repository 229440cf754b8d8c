"""Statuses of a request, and the transitions between them.

The rules of actions, the admin and a database constraint read this one table.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.lazy_text import StrOrPromise


class Status(models.TextChoices):
    """Status of a request."""

    QUARANTINED = "quarantined", _("Possible spam")
    NEW = "new", _("New")
    CONTACTING = "contacting", _("Contacting")
    SCHEDULED = "scheduled", _("Scheduled")
    DECLINED = "declined", _("Declined")
    UNREACHABLE = "unreachable", _("Unreachable")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    DUPLICATE = "duplicate", _("Duplicate")
    ENTERED_IN_ERROR = "entered_in_error", _("Entered in error")


OPEN = frozenset({Status.QUARANTINED, Status.NEW, Status.CONTACTING, Status.SCHEDULED})
CLOSED = frozenset(Status) - OPEN
# Statuses in which the desk has to act next; the menu counts them.
AWAITING_DESK = frozenset({Status.NEW, Status.CONTACTING})

# The end of its visit closes a scheduled request, which is then another thing to staff.
VISIT_OVER = "visit_over"
STAFF_NAMES: dict[str, StrOrPromise] = {
    name: label
    for status in Status
    for name, label in (
        [(status.value, _("Visit agreed")), (VISIT_OVER, _("Visit over"))]
        if status == Status.SCHEDULED
        else [(status.value, status.label)]
    )
}

_CLOSINGS = {Status.DECLINED, Status.WITHDRAWN, Status.DUPLICATE, Status.ENTERED_IN_ERROR}
_REOPENINGS = {Status.NEW, Status.ENTERED_IN_ERROR}

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.QUARANTINED: frozenset({Status.NEW, *_CLOSINGS}),
    Status.NEW: frozenset({Status.CONTACTING, Status.SCHEDULED, Status.EXPIRED, *_CLOSINGS}),
    Status.CONTACTING: frozenset({Status.SCHEDULED, Status.UNREACHABLE, *_CLOSINGS}),
    # A cancelled visit makes a request to call again.
    Status.SCHEDULED: frozenset({Status.CONTACTING, *_CLOSINGS}),
    Status.DECLINED: frozenset(_REOPENINGS),
    Status.UNREACHABLE: frozenset(_REOPENINGS),
    Status.WITHDRAWN: frozenset(_REOPENINGS),
    Status.EXPIRED: frozenset(_REOPENINGS),
    Status.DUPLICATE: frozenset(_REOPENINGS),
    Status.ENTERED_IN_ERROR: frozenset(),
}


def may_become(current: str, target: str) -> bool:
    """Return whether a request in state ``current`` may go to state ``target``."""
    return Status(target) in TRANSITIONS[Status(current)]


def leading_to(target: Status, *, among: Iterable[Status] = Status) -> frozenset[Status]:
    """Return the states from which a request may go to ``target``."""
    return frozenset(status for status in among if target in TRANSITIONS[status])
