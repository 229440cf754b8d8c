"""What must not be true of any request, however many people and clocks went for it at once."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable

from django.core import mail
from django.db.models import Count, F, Q, QuerySet

from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest, Notice, RequestEvent, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.reading import reading_as
from appointments.statuses import CLOSED, OPEN, Status, may_become
from tests.reading import Reader

# What a timer writes leaves the version alone.
TIMERS = (EventKind.ESCALATED, EventKind.VISIT_OVER)
# A level is told of anew once the request begins to wait anew.
BEGINS_ANEW = (
    EventKind.TRANSITION,
    EventKind.VISIT_CANCELLED,
    EventKind.ATTEMPT,
    EventKind.UNDONE,
)


class Mailed(Counter[uuid.UUID]):
    """How often each message was handed over, by its Message-ID."""

    def collect(self) -> None:
        """Count what was handed over since the last time, and forget its words."""
        outbox, mail.outbox = getattr(mail, "outbox", []), []
        self.update(uuid.UUID(one.extra_headers["Message-ID"][1:].partition("@")[0]) for one in outbox)


def contradictions(mailed: Mailed) -> dict[str, int]:
    """How many requests say two things at once; every number must be none."""
    found = {name: _every().filter(rule).count() for name, rule in _RULES.items()}
    requests = AppointmentRequest.objects.prefetch_related("events", "notices").order_by("pk")
    for appointment_request in requests:
        events = sorted(appointment_request.events.all(), key=lambda event: event.pk)
        for name, is_broken in _STORIES.items():
            found[name] = found.get(name, 0) + is_broken(appointment_request, events)
    found |= _of_mail(mailed)
    found["two visits of one practitioner at one time"] = _overlaps()
    return found


def _every() -> QuerySet[AppointmentRequest]:
    standing = Count("visits", filter=Q(visits__cancelled_at=None), distinct=True)
    steps = Count("events", filter=~Q(events__kind__in=TIMERS), distinct=True)
    over = Count("visits", filter=Q(visits__cancelled_at=None, visits__during__endswith=F("closed_at")))
    return AppointmentRequest.objects.annotate(standing=standing, steps=steps, over=over)


_SCHEDULED = Q(status=Status.SCHEDULED)
_RULES = {
    "a step without its event": ~Q(version=F("steps")),
    "two visits": Q(standing__gt=1),
    "a visit without its status, or the other way round": _SCHEDULED & ~Q(standing=1)
    | ~_SCHEDULED & Q(standing__gt=0),
    "closed without a time": Q(status__in=CLOSED, closed_at=None),
    "open with a closing time": Q(status__in=OPEN - {Status.SCHEDULED}, closed_at__isnull=False),
    "over, and its visit is not": _SCHEDULED & Q(closed_at__isnull=False, over=0),
    "closed, and to be tried again": Q(status__in=CLOSED, next_attempt_at__isnull=False),
    "a duplicate of nothing": Q(status=Status.DUPLICATE, duplicate_of=None),
    "a duplicate of a duplicate": Q(duplicate_of__status=Status.DUPLICATE, status=Status.DUPLICATE),
}


def _another_status(appointment_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    return [event.to_status for event in events if event.to_status][-1] != appointment_request.status


def _torn(_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    """Whether a step began where the one before it had not ended."""
    moves = [event for event in events if event.to_status]
    return any(
        later.from_status != earlier.to_status for earlier, later in zip(moves, moves[1:], strict=False)
    )


def _not_allowed(_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    moves = [event for event in events if event.from_status and event.kind != EventKind.UNDONE]
    return any(not may_become(event.from_status, event.to_status) for event in moves)


def _undone_otherwise(appointment_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    """Each undo here holds back one message, and each message that was held back was undone."""
    held_back = [one for one in appointment_request.notices.all() if one.state == NoticeState.CANCELLED]
    return len(held_back) != sum(event.kind == EventKind.UNDONE for event in events)


def _lost_answers(appointment_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    """Whether a correction or a number was written over by another step, or the desk finds by old ones."""
    undone = {event.undoes_id for event in events}
    corrections = (one for one in events if one.kind == EventKind.CORRECTED and one.pk not in undone)
    corrected = sum(len(one.payload.fields) for one in corrections)
    numbers = sum(event.kind == EventKind.OTHER_PHONE for event in events)
    with reading_as(Reader.TEST):
        data = appointment_request.patient
    known = (len(data.corrections), len(data.other_phones), sorted(appointment_request.lookup))
    return known != (corrected, numbers, sorted(lookup_hashes(data)))


def _told_twice(_request: AppointmentRequest, events: list[RequestEvent]) -> bool:
    """Whether a clock's level was written down again though nothing began anew."""
    reached: defaultdict[str, int] = defaultdict(int)
    for event in events:
        if event.kind in BEGINS_ANEW:
            reached.clear()
        elif event.kind == EventKind.ESCALATED:
            clock, percent = event.payload.clock, event.payload.percent
            if percent <= reached[clock]:
                return True
            reached[clock] = percent
    return False


_STORIES: dict[str, Callable[[AppointmentRequest, list[RequestEvent]], bool]] = {
    "another status than the last event says": _another_status,
    "a step from where the request was not": _torn,
    "a step that is not allowed": _not_allowed,
    "undone, and its message is not held back, or the other way round": _undone_otherwise,
    "an answer lost": _lost_answers,
    "told twice that it waits": _told_twice,
}


def _of_mail(mailed: Mailed) -> dict[str, int]:
    states = dict(Notice.objects.values_list("message_id", "state"))
    to_patients = Notice.objects.filter(channel=NoticeChannel.PATIENT_EMAIL)
    sent = to_patients.filter(state=NoticeState.SENT, attempts__gt=0).values_list("message_id", flat=True)
    return {
        "undone, and mailed": sum(states[one] == NoticeState.CANCELLED for one in mailed),
        "cancelled, and sent": Notice.objects.filter(
            Q(attempts__gt=0) | Q(sent_at__isnull=False), state=NoticeState.CANCELLED
        ).count(),
        "mailed twice": sum(number > 1 for number in mailed.values()),
        "sent, and never mailed": sum(one not in mailed for one in sent),
    }


def _overlaps() -> int:
    held = Visit.objects.active().values_list("practitioner", "during")
    return sum(count > 1 for count in Counter(held).values())
