"""Payloads of timeline events: one frozen dataclass for each kind of event, stored as JSON in ``details``.

A payload holds codes, names of staff, references and times, never a patient's words.
"""

from dataclasses import dataclass

from appointments.statuses import Status

from .event_kinds import EventKind
from .stored_documents import JSONDocument, Standing, VisitTime

# The value of ``by`` for an action of the patient, who has no account.
BY_PATIENT = "patient"


@dataclass(frozen=True, kw_only=True)
class EventPayload(JSONDocument):
    """Payload of the kinds that need none, and base of the others.

    ``before`` is what an undo restores. Events of one bulk action have the same ``batch``. ``not_mailed``
    says why the patient was not mailed about it: ``recipient_limits.TOO_MANY``.
    """

    before: Standing | None = None
    batch: str = ""
    not_mailed: str = ""


@dataclass(frozen=True, kw_only=True)
class Received(EventPayload):
    """Request received. ``by`` is its channel, ``signals`` are the reasons to suspect spam.

    ``told`` names the channels of the notices that were written with it. ``unseen`` says why the sender's
    internet address is none that a patient can have: unknown, private.
    """

    by: str = ""
    unseen: str = ""
    signals: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Claimed(EventPayload):
    """Request taken. ``given_to`` names the colleague if somebody else assigned it."""

    given_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Attempt(EventPayload):
    """Contact attempt, by an ``AttemptChannel`` and with an ``AttemptOutcome``."""

    channel: str = ""
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Told(EventPayload):
    """Base of what a patient is told; ``told_by`` is a ``ToldBy``."""

    told_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Declined(Told):
    """Request declined for a ``DeclineReason``."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Scheduled(VisitTime, Told):
    """Visit scheduled at the time that the payload holds."""


@dataclass(frozen=True, kw_only=True)
class VisitMoved(VisitTime, Told):
    """Visit moved from the ``earlier`` time to the one that the payload holds."""

    earlier: VisitTime | None = None


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Told):
    """Visit cancelled; ``earlier`` is the time that is free again."""

    earlier: VisitTime | None = None


@dataclass(frozen=True, kw_only=True)
class VisitStays(VisitTime, EventPayload):
    """Visit that stays at its time, although something speaks against it that came up later."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn(EventPayload):
    """Request withdrawn, on the desk's word or, with ``by``, by the patient."""

    by: str = ""


@dataclass(frozen=True, kw_only=True)
class ClosedAsDuplicate(EventPayload):
    """Request closed in favor of the one whose reference is ``original``.

    ``brought`` are the references of its own duplicates, which then point to ``original``.
    """

    original: str = ""
    brought: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OtherPhone(EventPayload):
    """Another phone number given by the patient."""

    by: str = BY_PATIENT


@dataclass(frozen=True, kw_only=True)
class Corrected(EventPayload):
    """Answers corrected; ``fields`` are the names of the questions, ``kept`` counts older corrections."""

    fields: tuple[str, ...] = ()
    kept: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinkEnded(EventPayload):
    """Patient's link ended and replaced by a new one, by the desk or, with ``by``, by the patient."""

    by: str = ""


@dataclass(frozen=True, kw_only=True)
class PrioritySet(EventPayload):
    """Priority changed to a ``Priority``."""

    priority: int | None = None


@dataclass(frozen=True, kw_only=True)
class Merged(EventPayload):
    """Duplicates closed in favor of this request; ``merged`` are their references."""

    merged: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActionUndone(EventPayload):
    """Action undone as far as ``undone`` says, one of ``services.decisions.undo.Undone``."""

    undone: str = ""


@dataclass(frozen=True, kw_only=True)
class Escalated(EventPayload):
    """Target missed: ``percent`` of the time of the target ``clock`` had passed."""

    clock: str = ""
    percent: int | None = None


PAYLOADS: dict[str, type[EventPayload]] = {
    EventKind.RECEIVED: Received,
    EventKind.CLAIMED: Claimed,
    EventKind.ATTEMPT: Attempt,
    EventKind.VISIT_CANCELLED: VisitCancelled,
    EventKind.OTHER_PHONE: OtherPhone,
    EventKind.CORRECTED: Corrected,
    EventKind.LINK_ENDED: LinkEnded,
    EventKind.PRIORITY: PrioritySet,
    EventKind.MERGED: Merged,
    EventKind.VISIT_MOVED: VisitMoved,
    EventKind.VISIT_STAYS: VisitStays,
    EventKind.UNDONE: ActionUndone,
    EventKind.MESSAGE: Told,
    EventKind.ESCALATED: Escalated,
}
# Payloads of a change of status, by the new status.
TRANSITION_PAYLOADS: dict[str, type[EventPayload]] = {
    Status.SCHEDULED: Scheduled,
    Status.DECLINED: Declined,
    Status.WITHDRAWN: Withdrawn,
    Status.DUPLICATE: ClosedAsDuplicate,
}


def payload_class(kind: str, to_status: str = "") -> type[EventPayload]:
    """Return the class of the payload of such an event."""
    if kind == EventKind.TRANSITION and to_status in TRANSITION_PAYLOADS:
        return TRANSITION_PAYLOADS[to_status]
    return PAYLOADS.get(kind, EventPayload)
