"""Outbox operations: claim a notice, and record the outcome of sending it.

A claim is a lease: a worker that is killed while it sends loses the lease, and the next one sends again.
So every notice is sent at least once, and sometimes twice, always with the same Message-ID. All times are
the database's own, so that a machine whose clock is wrong changes nothing.
"""

from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Case, Exists, F, Min, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Now

from appointments.models import Notice, NoticeFreeze
from appointments.models.channels import CHANNELS, Audience
from appointments.models.notices import NoticeQuerySet, NoticeState

# Longer than a conversation of clinic.mail.smtp: what outlives its lease is sent twice without a fault.
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
# Notices to the desk that are due at once beyond this number go as one, and at most so many.
STORM, MOST_AT_ONCE = 20, 500
# Why a notice was cancelled: the channel that it stands in for has worked.
NOT_NEEDED = "NotNeeded"


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


def claim(of: Q | None = None) -> Notice | None:
    """Lease the notice that has been due longest and count the attempt; return None when nothing is due.

    Only notices that match ``of`` are looked at.
    """
    claimable = Notice.objects.claimable()
    claimed = _lease(claimable.filter(of) if of else claimable, most=1)
    return claimed[0] if claimed else None


def seconds_until_due(of: Q) -> float | None:
    """Return how long it is until a notice that waits and matches ``of`` is due; None without any."""
    waiting = Notice.objects.pending().filter(of, ~Exists(NoticeFreeze.of_notice()))
    # One that another worker holds is due when its lease ends.
    wait = waiting.aggregate(wait=Min(Greatest("due_at", "lease_until")) - Now())["wait"]
    return None if wait is None else wait.total_seconds()


def claim_storm(first: Notice) -> list[Notice]:
    """Lease what the desk would get beside ``first``, when it is so much that it goes as one message."""
    if first.audience is not Audience.DESK:
        return []
    others = Notice.objects.claimable().filter(channel=first.channel)
    if len(others.values_list("pk")[:STORM]) < STORM:
        return []
    return _lease(others, most=MOST_AT_ONCE)


def _lease(claimable: NoticeQuerySet, most: int) -> list[Notice]:
    with transaction.atomic():
        notices = list(claimable.select_for_update(skip_locked=True)[:most])
        if notices:
            Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(
                attempts=F("attempts") + 1,
                lease_until=Now() + LEASE,
                give_up_at=Coalesce("give_up_at", Now() + GIVE_UP_AFTER),
            )
    for notice in notices:
        notice.attempts += 1
    return notices


def finish(notice: Notice, outcome: Outcome, error: str = "") -> bool:
    """Record ``outcome``; return False when the lease was lost and another worker has tried since."""
    # attempts fences: a worker that woke up late must not overwrite what a later one found out.
    mine = Notice.objects.filter(pk=notice.pk, attempts=notice.attempts, state=NoticeState.PENDING)
    if outcome is Outcome.SENT:
        with transaction.atomic():
            changed = mine.update(state=NoticeState.SENT, sent_at=Now(), lease_until=None, last_error=error)
            if changed:
                _call_off_stand_ins(notice)
        return bool(changed)
    fault = 1 if outcome is Outcome.FAULT else 0
    changed = mine.update(
        state=_state_after(notice, outcome),
        faults=F("faults") + fault,
        due_at=Now() + _wait(notice, outcome),
        lease_until=None,
        last_error=error or outcome.value,
    )
    return bool(changed)


def _call_off_stand_ins(sent: Notice) -> None:
    """Cancel what would have told the same people of the same thing in another way."""
    stand_ins = [channel for channel, entry in CHANNELS.items() if entry.stands_in_for == sent.channel]
    waiting = Notice.objects.pending().filter(event_id=sent.event_id, channel__in=stand_ins, attempts=0)
    waiting.update(state=NoticeState.CANCELLED, last_error=NOT_NEEDED)


def _state_after(notice: Notice, outcome: Outcome) -> Case | str:
    hopeless = outcome is Outcome.PERMANENT and notice.is_to_patient
    poisoned = outcome is Outcome.FAULT and notice.faults + 1 >= FAULTS_BEFORE_GIVING_UP
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
