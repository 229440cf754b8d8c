"""Demonstration requests in bulk, each with its whole history, as after two years.

The services would take hours, so this module builds the rows that they would have written.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from random import Random

from appointments.consents import DEMONSTRATION
from appointments.lookup import lookup_hashes, lookup_mark
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal, Visit
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import (
    Attempt,
    ClosedAsDuplicate,
    Declined,
    EventPayload,
    Received,
    Scheduled,
)
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.models.requests import Channel, Priority
from appointments.models.stored_documents import VisitTime
from appointments.patient_data import seal
from appointments.patient_link import make_link
from appointments.services.intake.bulk_data import BulkRequest
from appointments.statuses import CLOSED, Status
from articles.models import ConditionPage
from clinic.models import User

from .bulk_people import demo_patient
from .bulk_visits import FreeTime

SPAN = timedelta(days=730)
FIRST_ANSWER = timedelta(hours=4)
WHERE_OPEN = (Status.NEW, Status.NEW, Status.CONTACTING, Status.CONTACTING, Status.SCHEDULED)
# Number of closed requests in a hundred by their end; the last is spam that was discarded.
ENDS: dict[str, int] = {
    Status.SCHEDULED: 45,
    Status.DECLINED: 12,
    Status.WITHDRAWN: 10,
    Status.UNREACHABLE: 8,
    Status.EXPIRED: 4,
    Status.DUPLICATE: 6,
    Status.ENTERED_IN_ERROR: 2,
    "spam": 13,
}


@dataclass(frozen=True)
class BulkContext:
    """Records of the site that the requests refer to."""

    now: datetime
    desk: Sequence[User]
    articles: Sequence[ConditionPage]
    past_visits: Iterator[FreeTime]
    coming_visits: Iterator[FreeTime]


class BulkRequests:
    """Generator of requests. The same ``seed`` gives the same ones, apart from keys and references."""

    def __init__(self, site: BulkContext, references: Iterator[str], *, seed: int = 1) -> None:
        self.site = site
        self.references = references
        self.draw = Random(seed)  # noqa: S311 - nothing here is a secret
        self.made = 0
        self.last: AppointmentRequest | None = None

    def closed(self) -> BulkRequest:
        """Return a request that was closed at some time in the two years."""
        end = self.draw.choices(list(ENDS), list(ENDS.values()))[0]
        time = next(self.site.past_visits) if end == Status.SCHEDULED else None
        lived = timedelta(days=self.draw.randrange(3, 9), minutes=self.draw.randrange(600))
        received = time.during.lower - lived if time else self._moment(SPAN, timedelta(days=10))
        bulk_request = self._arrives(received, is_spam=end == "spam")
        if end == "spam":
            return self._ends(bulk_request, Status.DECLINED)
        # Expired requests were never tried, because requests on which the desk works do not expire.
        if end != Status.EXPIRED:
            self._is_tried(bulk_request, self.draw.randrange(3, 5) if end == Status.UNREACHABLE else 1)
        if time:
            return self._is_over(self._is_given(bulk_request, time))
        return self._ends(bulk_request, end)

    def open(self) -> BulkRequest:
        """Return a request that waits for the desk, its patient or its visit."""
        status = self.draw.choice(WHERE_OPEN)
        bulk_request = self._arrives(self._moment(timedelta(days=3), timedelta(minutes=2)))
        if status != Status.NEW:
            self._is_tried(bulk_request, self.draw.randrange(1, 4))
        if status == Status.SCHEDULED:
            return self._is_given(bulk_request, next(self.site.coming_visits))
        appointment_request = bulk_request.appointment_request
        if status == Status.CONTACTING and self.draw.random() < 0.7:
            appointment_request.next_attempt_at = self.site.now + timedelta(hours=self.draw.randrange(-6, 48))
        if self.draw.random() < 0.1:
            appointment_request.priority = self.draw.choice((Priority.URGENT, Priority.SOON))
            if appointment_request.priority == Priority.URGENT:
                appointment_request.urgent_since = appointment_request.waiting_since
        for notice in bulk_request.notices:
            if notice.is_to_patient and self.draw.random() < 0.1:
                notice.state = NoticeState.FAILED
        return bulk_request

    def quarantined(self) -> BulkRequest:
        """Return a request that was quarantined."""
        return self._arrives(self._moment(timedelta(days=3), timedelta(minutes=2)), is_spam=True)

    def _moment(self, longest: timedelta, shortest: timedelta) -> datetime:
        return self.site.now - shortest - (longest - shortest) * self.draw.random()

    def _arrives(self, received: datetime, *, is_spam: bool = False) -> BulkRequest:
        self.made += 1
        pk, data = uuid.uuid4(), demo_patient(self.draw, self.made)
        article = self.draw.choice(self.site.articles) if self.site.articles else None
        channels = list(Channel) if not is_spam else [Channel.WEB]
        appointment_request = AppointmentRequest(
            pk=pk,
            reference=next(self.references),
            status=Status.QUARANTINED if is_spam else Status.NEW,
            received_at=received,
            waiting_since=received,
            due_at=received + FIRST_ANSWER,
            channel=self.draw.choices(channels, [8, 1, 1][: len(channels)])[0],
            article=article,
            article_title=article.title if article else "",
            consent_version=DEMONSTRATION,
            idempotency_key=pk.hex,
            patient_data=seal(pk, data),
            lookup=lookup_hashes(data),
            lookup_mark=lookup_mark(),
        )
        make_link(appointment_request)
        signals = tuple(self.draw.sample(Signal.values, 2)) if is_spam else ()
        event = RequestEvent.new(
            appointment_request,
            EventKind.RECEIVED,
            Received(by=appointment_request.channel, signals=signals),
            to_status=appointment_request.status,
            at=received,
        )
        tell = [] if is_spam else [NoticeChannel.DESK_EMAIL]
        if data.email:
            tell.append(NoticeChannel.PATIENT_EMAIL)
        return BulkRequest(
            appointment_request, [event], [Notice.about(event, way, created_at=received) for way in tell]
        )

    def _is_tried(self, bulk_request: BulkRequest, times: int) -> None:
        appointment_request = bulk_request.appointment_request
        for _number in range(times):
            if not appointment_request.assigned_to:
                appointment_request.assigned_to = self.draw.choice(self.site.desk)
            outcome = self.draw.choice(("no_answer", "voicemail", "engaged", "spoke"))
            payload = Attempt(channel="phone", outcome=outcome)
            self._happens(bulk_request, EventKind.ATTEMPT, Status.CONTACTING, payload)

    def _is_given(self, bulk_request: BulkRequest, time: FreeTime) -> BulkRequest:
        visit = VisitTime.between(time.practitioner, time.during.lower, time.during.upper)
        payload = Scheduled(**asdict(visit), told_by="phone")
        self._happens(bulk_request, EventKind.TRANSITION, Status.SCHEDULED, payload)
        bulk_request.visits.append(
            Visit(
                appointment_request=bulk_request.appointment_request,
                practitioner=time.practitioner,
                during=time.during,
                despite=list(time.despite),
            )
        )
        return bulk_request

    def _is_over(self, bulk_request: BulkRequest) -> BulkRequest:
        ended = bulk_request.visits[0].during.upper
        self._happens(bulk_request, EventKind.VISIT_OVER, Status.SCHEDULED, at=ended)
        bulk_request.appointment_request.closed_at = ended
        return bulk_request

    def _ends(self, bulk_request: BulkRequest, status: str) -> BulkRequest:
        kind = EventKind.TRANSITION
        payload: EventPayload | None = None
        if bulk_request.appointment_request.status == Status.QUARANTINED:
            kind = EventKind.DISCARDED
        elif status == Status.DECLINED:
            payload = Declined(reason="no_capacity", told_by="phone")
        elif status == Status.DUPLICATE and self.last:
            bulk_request.appointment_request.duplicate_of = self.last
            payload = ClosedAsDuplicate(original=self.last.reference)
        self._happens(bulk_request, kind, status, payload)
        self.last = bulk_request.appointment_request
        return bulk_request

    def _happens(
        self,
        bulk_request: BulkRequest,
        kind: str,
        status: str,
        payload: EventPayload | None = None,
        *,
        at: datetime | None = None,
    ) -> None:
        """Add an event some hours after the last one, and change the request accordingly."""
        appointment_request = bulk_request.appointment_request
        before = appointment_request.status
        later = bulk_request.events[-1].at + timedelta(minutes=self.draw.randrange(30, 1200))
        moment = at or min(later, self.site.now)
        event = RequestEvent.new(
            appointment_request,
            kind,
            payload,
            actor=appointment_request.assigned_to,
            note="Asked for a morning." if self.draw.random() < 0.05 else "",
            from_status=before if before != status else "",
            to_status=status if before != status else "",
            at=moment,
        )
        bulk_request.events.append(event)
        appointment_request.status, appointment_request.version = status, len(bulk_request.events)
        appointment_request.closed_at = moment if status in CLOSED else None
        if kind == EventKind.ATTEMPT:
            appointment_request.waiting_since = moment
            appointment_request.due_at = moment + FIRST_ANSWER
