"""Outbox operations: claim a notice, and record the outcome of sending it.

A claim is a lease: a worker that is killed while it sends loses the lease, and the next one sends again.
So every notice is sent at least once, and sometimes twice, always with the same Message-ID. All times are
the database's own, so that a machine whose clock is wrong changes nothing.
"""

from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Now

from appointments.models import Notice
from appointments.models.notices import NoticeState

# Longer than dispatch.SEND_DEADLINE: a send that outlives its lease would be sent twice without any fault.
LEASE = timedelta(seconds=60)
# Counted from the first attempt: a worker that was away for a week has tried nothing yet.
GIVE_UP_AFTER = timedelta(hours=72)
UNKNOWN_WAIT = timedelta(minutes=10)
BACK_OFF = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
)
FAULTS_BEFORE_GIVING_UP = 5


class Outcome(Enum):
    """Outcome of one attempt to send."""

    SENT = "sent"
    # To be tried again: refused for now, timed out, no connection.
    TRANSIENT = "transient"
    # Given up: the patient has no such address, or did not agree to be written to.
    PERMANENT = "permanent"
    # Possibly arrived: the connection broke after the message was handed over.
    UNKNOWN = "may have been sent"
    # An error in this program, not in the network.
    FAULT = "fault"


def claim() -> Notice | None:
    """Lease the notice that has been due longest and count the attempt; return None when nothing is due."""
    with transaction.atomic():
        notice = Notice.objects.claimable().select_for_update(skip_locked=True).first()
        if notice is None:
            return None
        Notice.objects.filter(pk=notice.pk).update(
            attempts=F("attempts") + 1,
            lease_until=Now() + LEASE,
            give_up_at=Coalesce("give_up_at", Now() + GIVE_UP_AFTER),
        )
        notice.refresh_from_db(fields=["attempts", "lease_until"])
    return notice


def finish(notice: Notice, outcome: Outcome, error: str = "") -> bool:
    """Record ``outcome``; return False when the lease was lost and another worker has tried since."""
    # attempts fences: a worker that woke up late must not overwrite what a later one found out.
    mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, state=NoticeState.PENDING)
    if outcome is Outcome.SENT:
        changed = mine.update(state=NoticeState.SENT, sent_at=Now(), lease_until=None, last_error=error)
    else:
        changed = mine.update(
            state=_state_after(notice, outcome),
            due_at=Now() + _wait(notice, outcome),
            lease_until=None,
            last_error=error or outcome.value,
        )
    return bool(changed)


def _state_after(notice: Notice, outcome: Outcome) -> Case | str:
    hopeless = outcome is Outcome.PERMANENT and notice.is_to_patient
    poisoned = outcome is Outcome.FAULT and notice.attempts >= FAULTS_BEFORE_GIVING_UP
    if hopeless or poisoned:
        return NoticeState.FAILED
    return Case(
        When(Q(give_up_at__lt=Now()), then=Value(NoticeState.FAILED)),
        default=Value(NoticeState.PENDING),
    )


def _wait(notice: Notice, outcome: Outcome) -> timedelta:
    # A second copy would puzzle a patient, so it comes late; the desk prefers two copies to none.
    if outcome is Outcome.UNKNOWN and notice.is_to_patient:
        return UNKNOWN_WAIT
    return BACK_OFF[min(notice.attempts, len(BACK_OFF)) - 1]
