"""Rules of the actions: the precondition of each on a request, and the status that it leads to.

The record and the bulk bar offer what a rule allows; the services check again once the request is locked.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone

from appointments.models.contact_history import has_no_way_left
from appointments.models.event_kinds import MOVES, REACHED_OUT, STEPS, EventKind
from appointments.models.notices import Notice, NoticeState
from appointments.models.timeline import attempts_on, standing_events

from .models.requests import AppointmentRequest
from .statuses import AWAITING_DESK, CLOSED, OPEN, Status, leading_to, may_become

ATTEMPTS_BEFORE_GIVING_UP = 3
# Events after which an earlier message to the patient is no longer true.
OVERTAKES = (
    EventKind.TRANSITION,
    EventKind.DISCARDED,
    EventKind.VISIT_MOVED,
    EventKind.VISIT_CANCELLED,
    EventKind.VISIT_OVER,
)

ALL = frozenset(Status)
# Possible spam can only be restored or discarded, so that a flood does not keep the desk busy.
NOT_SPAM = ALL - {Status.QUARANTINED}


@dataclass(frozen=True, kw_only=True)
class ActionRule:
    """Rule of the action ``slug``: it needs one of ``statuses`` and, if there is one, the ``condition``.

    The request goes to ``leads_to``, or stays in its status; the timeline gets an event of ``kind``.
    With ``after_visit`` the action is possible even when the visit is over. What happened since the user saw
    the request refuses the action only if it is of a kind that the action ``heeds``; a note contradicts none.
    """

    slug: str
    statuses: frozenset[Status]
    leads_to: Status | None = None
    kind: EventKind = EventKind.TRANSITION
    after_visit: bool = False
    heeds: frozenset[EventKind] = STEPS
    condition: Callable[[AppointmentRequest], bool] | None = None

    def __post_init__(self) -> None:
        target = self.leads_to
        if target and not all(status == target or may_become(status, target) for status in self.statuses):
            raise ValueError(f"{self.slug} contradicts the table of transitions.")

    def fits_status(self, appointment_request: AppointmentRequest) -> bool:
        """Return whether the status of ``appointment_request`` allows the action."""
        over = appointment_request.visit_is_over and not self.after_visit
        return appointment_request.status in self.statuses and not over

    def fits_condition(self, appointment_request: AppointmentRequest) -> bool:
        """Return whether ``appointment_request`` meets the condition besides the status."""
        return self.condition is None or self.condition(appointment_request)

    def allows(self, appointment_request: AppointmentRequest) -> bool:
        """Return whether the action is possible on ``appointment_request``."""
        return self.fits_status(appointment_request) and self.fits_condition(appointment_request)

    def fitting(self, requests: QuerySet[AppointmentRequest]) -> QuerySet[AppointmentRequest]:
        """Return the ``requests`` whose status allows the action."""
        fitting = requests.filter(status__in=self.statuses)
        over = {"status": Status.SCHEDULED, "closed_at__isnull": False}
        return fitting if self.after_visit else fitting.exclude(**over)


def tried_often_enough(appointment_request: AppointmentRequest) -> bool:
    """Return whether there were three attempts, on two days or by two channels, or no way is left."""
    attempts = attempts_on(appointment_request)
    enough = enough_tries((event.at, getattr(event.payload, "channel", "")) for event in attempts)
    return enough or has_no_way_left(appointment_request)


def enough_tries(tries: Iterable[tuple[datetime, str]]) -> bool:
    """Return whether these tries, each a time and a channel, are three, on two days or by two channels."""
    moments, channels = zip(*tries, strict=True) if (tries := list(tries)) else ((), ())
    # Days at the clinic: in the admin the current time zone is the one that the user has set.
    days = {timezone.localdate(moment, timezone.get_default_timezone()) for moment in moments}
    return len(moments) >= ATTEMPTS_BEFORE_GIVING_UP and (len(days) > 1 or len(set(channels)) > 1)


def undelivered_messages(appointment_request: AppointmentRequest) -> list[Notice]:
    """Return the failed messages to the patient since which nobody has reached out to the patient."""
    prefetch_related_objects([appointment_request], "events__notices")
    events = standing_events(appointment_request)
    reached = [event.at for event in events if event.kind in REACHED_OUT]
    return [
        notice
        for event in events
        for notice in event.notices.all()
        if notice.is_to_patient
        and notice.state == NoticeState.FAILED
        and not any(at > notice.created_at for at in reached)
    ]


def to_send_again(appointment_request: AppointmentRequest) -> list[Notice]:
    """Return the failed notices that may be sent again.

    A message to the patient that a later step has overtaken stays unsent: it would be wrong by now.
    """
    prefetch_related_objects([appointment_request], "events__notices")
    events = standing_events(appointment_request)
    overtaken_until = max((event.pk for event in events if event.kind in OVERTAKES), default=0)
    is_spam = appointment_request.status == Status.QUARANTINED
    return [
        notice
        for event in events
        for notice in event.notices.all()
        if notice.state == NoticeState.FAILED
        and not notice.was_only_for_show
        and not (notice.is_to_patient and (is_spam or event.pk < overtaken_until))
    ]


RESTORE = ActionRule(
    slug="restore", statuses=frozenset({Status.QUARANTINED}), leads_to=Status.NEW, heeds=MOVES
)
DISCARD = ActionRule(
    slug="discard",
    statuses=frozenset({Status.QUARANTINED}),
    leads_to=Status.DECLINED,
    kind=EventKind.DISCARDED,
)
ATTEMPT = ActionRule(
    slug="attempt",
    statuses=AWAITING_DESK,
    leads_to=Status.CONTACTING,
    kind=EventKind.ATTEMPT,
    # After a new number, nobody knows which one was called.
    heeds=MOVES | {EventKind.CORRECTED, EventKind.OTHER_PHONE},
)
CALL_BACK = ActionRule(slug="call-back", statuses=frozenset({Status.CONTACTING}), kind=EventKind.NOTE)
OFFER_TIMES = replace(ATTEMPT, slug="offer-times")
TOLD = ActionRule(
    slug="told",
    statuses=NOT_SPAM,
    kind=EventKind.MESSAGE,
    after_visit=True,
    heeds=frozenset({EventKind.MESSAGE, EventKind.UNDONE}),
    condition=lambda appointment_request: bool(undelivered_messages(appointment_request)),
)
CORRECT = ActionRule(
    slug="correct",
    statuses=OPEN,
    kind=EventKind.CORRECTED,
    heeds=frozenset({EventKind.CORRECTED, EventKind.OTHER_PHONE, EventKind.UNDONE}),
)
PRIORITY = ActionRule(
    slug="priority",
    statuses=OPEN,
    kind=EventKind.PRIORITY,
    heeds=frozenset({EventKind.PRIORITY, EventKind.MERGED, EventKind.UNDONE}),
)
REOPEN = ActionRule(slug="reopen", statuses=leading_to(Status.NEW, among=CLOSED), leads_to=Status.NEW)
_TAKEN = frozenset({EventKind.CLAIMED, EventKind.RELEASED, EventKind.UNDONE})
CLAIM = ActionRule(slug="claim", statuses=OPEN, kind=EventKind.CLAIMED, heeds=_TAKEN | MOVES)
RELEASE = ActionRule(slug="release", statuses=OPEN, kind=EventKind.RELEASED, heeds=_TAKEN)
NOTE = ActionRule(slug="note", statuses=ALL, kind=EventKind.NOTE, after_visit=True, heeds=frozenset())
SCHEDULE = ActionRule(slug="schedule", statuses=leading_to(Status.SCHEDULED), leads_to=Status.SCHEDULED)
MOVE_VISIT = ActionRule(slug="move-visit", statuses=frozenset({Status.SCHEDULED}), kind=EventKind.VISIT_MOVED)
KEEP_VISIT = ActionRule(slug="keep-visit", statuses=frozenset({Status.SCHEDULED}), kind=EventKind.VISIT_STAYS)
CANCEL_VISIT = ActionRule(
    slug="cancel-visit",
    statuses=frozenset({Status.SCHEDULED}),
    leads_to=Status.CONTACTING,
    kind=EventKind.VISIT_CANCELLED,
)
DECLINE = ActionRule(
    slug="decline", statuses=leading_to(Status.DECLINED) & NOT_SPAM, leads_to=Status.DECLINED
)
WITHDRAW = ActionRule(slug="withdraw", statuses=leading_to(Status.WITHDRAWN), leads_to=Status.WITHDRAWN)
UNREACHABLE = ActionRule(
    slug="unreachable",
    statuses=leading_to(Status.UNREACHABLE),
    leads_to=Status.UNREACHABLE,
    condition=tried_often_enough,
)
DUPLICATE = ActionRule(slug="duplicate", statuses=leading_to(Status.DUPLICATE), leads_to=Status.DUPLICATE)
ERROR = ActionRule(
    slug="error",
    statuses=leading_to(Status.ENTERED_IN_ERROR),
    leads_to=Status.ENTERED_IN_ERROR,
    after_visit=True,
)
END_LINK = ActionRule(
    slug="end-link",
    statuses=NOT_SPAM,
    kind=EventKind.LINK_ENDED,
    after_visit=True,
    heeds=frozenset({EventKind.LINK_ENDED}),
)
# Legal holds have pages of their own, for whoever has the permission.
HOLD = ActionRule(
    slug="hold",
    statuses=ALL,
    kind=EventKind.HELD,
    after_visit=True,
    heeds=frozenset(),
    condition=lambda appointment_request: appointment_request.held_since is None,
)
LIFT_HOLD = replace(
    HOLD,
    slug="lift-hold",
    kind=EventKind.HOLD_LIFTED,
    condition=lambda appointment_request: appointment_request.held_since is not None,
)
# Actions of the patient, the worker and the undo button, which have no page at the desk.
OTHER_PHONE = ActionRule(
    slug="other-phone",
    statuses=OPEN,
    kind=EventKind.OTHER_PHONE,
    heeds=MOVES | {EventKind.OTHER_PHONE, EventKind.CORRECTED},
)
LINK_REACHED_STRANGER = replace(END_LINK, slug="link-reached-stranger", statuses=ALL)
EXPIRE = ActionRule(slug="expire", statuses=leading_to(Status.EXPIRED), leads_to=Status.EXPIRED)
SEND_AGAIN = ActionRule(
    slug="send-again",
    statuses=ALL,
    kind=EventKind.SENT_AGAIN,
    after_visit=True,
    condition=lambda appointment_request: bool(to_send_again(appointment_request)),
)
UNDO = ActionRule(slug="undo", statuses=ALL, kind=EventKind.UNDONE, after_visit=True)
