"""Requests invented by the thousand, each with its whole history, as if two years had gone by.

Made at once and not through the services, which would take hours: what they would have written is worked
out here.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from appointments.consents import DEMONSTRATION
from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal, Visit
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.models.requests import Channel, Priority
from appointments.models.timeline import EventKind
from appointments.patient_data import seal, seal_text
from appointments.patient_link import hash_of, token_of
from appointments.services.intake.bulk_data import BulkRequest
from appointments.statuses import CLOSED, Status
from articles.models import ConditionPage
from clinic.models import User

from .bulk_people import demo_patient
from .bulk_visits import VisitTime

SPAN = timedelta(days=730)
FIRST_ANSWER = timedelta(hours=4)
WHERE_OPEN = (Status.NEW, Status.NEW, Status.CONTACTING, Status.CONTACTING, Status.SCHEDULED)
# Of a hundred that are closed, so many ended in each state; the last are spam that was discarded.
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
_LAST_WORDS: dict[str, dict[str, Any]] = {
    Status.DECLINED: {"reason": "no_capacity", "told_by": "phone"},
    Status.QUARANTINED: {"spam": True},
}


@dataclass(frozen=True)
class BulkContext:
    """What of the site the requests refer to."""

    now: datetime
    desk: Sequence[User]
    articles: Sequence[ConditionPage]
    past_visits: Iterator[VisitTime]
    coming_visits: Iterator[VisitTime]


class BulkRequests:
    """Invents one request after the other; with the same ``seed`` the same, keys and references aside."""

    def __init__(self, site: BulkContext, references: Iterator[str], *, seed: int = 1) -> None:
        self.site = site
        self.references = references
        self.draw = Random(seed)  # noqa: S311 - nothing here is a secret
        self.made = 0
        self.last: AppointmentRequest | None = None

    def closed(self) -> BulkRequest:
        """One that came to an end at some time in the two years."""
        end = self.draw.choices(list(ENDS), list(ENDS.values()))[0]
        time = next(self.site.past_visits) if end == Status.SCHEDULED else None
        lived = timedelta(days=self.draw.randrange(3, 9), minutes=self.draw.randrange(600))
        received = time.during.lower - lived if time else self._moment(SPAN, timedelta(days=10))
        story = self._arrives(received, is_spam=end == "spam")
        if end == "spam":
            return self._ends(story, Status.DECLINED)
        # What expired, nobody tried: the desk's clocks leave alone what it is working on.
        if end != Status.EXPIRED:
            self._is_tried(story, self.draw.randrange(3, 5) if end == Status.UNREACHABLE else 1)
        if time:
            return self._is_over(self._is_given(story, time))
        return self._ends(story, end)

    def open(self) -> BulkRequest:
        """One that waits for the desk, for its patient or for the visit."""
        status = self.draw.choice(WHERE_OPEN)
        story = self._arrives(self._moment(timedelta(days=3), timedelta(minutes=2)))
        if status != Status.NEW:
            self._is_tried(story, self.draw.randrange(1, 4))
        if status == Status.SCHEDULED:
            return self._is_given(story, next(self.site.coming_visits))
        appointment_request = story.appointment_request
        if status == Status.CONTACTING and self.draw.random() < 0.7:
            appointment_request.next_attempt_at = self.site.now + timedelta(hours=self.draw.randrange(-6, 48))
        if self.draw.random() < 0.1:
            appointment_request.priority = self.draw.choice((Priority.URGENT, Priority.SOON))
        for notice in story.notices:
            if notice.channel == NoticeChannel.PATIENT_EMAIL and self.draw.random() < 0.1:
                notice.state = NoticeState.FAILED
        return story

    def quarantined(self) -> BulkRequest:
        """One that was put aside as possible spam."""
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
            due_at=received + FIRST_ANSWER,
            channel=self.draw.choices(channels, [8, 1, 1][: len(channels)])[0],
            article=article,
            article_title=article.title if article else "",
            consent_version=DEMONSTRATION,
            idempotency_key=pk.hex,
            link_hash=hash_of(token_of(pk)),
            patient_data=seal(pk, data),
            lookup=lookup_hashes(data),
        )
        details: dict[str, Any] = {"by": appointment_request.channel}
        if is_spam:
            details["signals"] = self.draw.sample(Signal.values, 2)
        event = RequestEvent(
            appointment_request=appointment_request,
            kind=EventKind.RECEIVED,
            to_status=appointment_request.status,
            at=received,
            details=details,
        )
        tell = [] if is_spam else [NoticeChannel.DESK_EMAIL]
        if data.email:
            tell.append(NoticeChannel.PATIENT_EMAIL)
        return BulkRequest(
            appointment_request, [event], [Notice.about(event, way, created_at=received) for way in tell]
        )

    def _is_tried(self, story: BulkRequest, times: int) -> None:
        for _number in range(times):
            story.appointment_request.assigned_to = story.appointment_request.assigned_to or self.draw.choice(
                self.site.desk
            )
            outcome = self.draw.choice(("no_answer", "voicemail", "engaged", "spoke"))
            details = {"channel": "phone", "outcome": outcome}
            self._happens(story, EventKind.ATTEMPT, Status.CONTACTING, details)

    def _is_given(self, story: BulkRequest, time: VisitTime) -> BulkRequest:
        minutes = int((time.during.upper - time.during.lower).total_seconds() // 60)
        details = {
            "practitioner": time.practitioner.display_name,
            "start": time.during.lower.isoformat(),
            "minutes": minutes,
            "told_by": "phone",
        }
        self._happens(story, EventKind.TRANSITION, Status.SCHEDULED, details)
        story.visits.append(
            Visit(
                appointment_request=story.appointment_request,
                practitioner=time.practitioner,
                during=time.during,
            )
        )
        return story

    def _is_over(self, story: BulkRequest) -> BulkRequest:
        ended = story.visits[0].during.upper
        self._happens(story, EventKind.VISIT_OVER, Status.SCHEDULED, {}, at=ended)
        story.appointment_request.closed_at = ended
        return story

    def _ends(self, story: BulkRequest, status: str) -> BulkRequest:
        details = _LAST_WORDS.get(story.appointment_request.status, _LAST_WORDS.get(status, {}))
        if status == Status.DUPLICATE and self.last:
            story.appointment_request.duplicate_of = self.last
            details = {"original": self.last.reference}
        self._happens(story, EventKind.TRANSITION, status, details)
        self.last = story.appointment_request
        return story

    def _happens(
        self,
        story: BulkRequest,
        kind: str,
        status: str,
        details: dict[str, Any],
        *,
        at: datetime | None = None,
    ) -> None:
        """One more event, some hours after the last, and what it does to the request."""
        appointment_request, before = story.appointment_request, story.appointment_request.status
        later = story.events[-1].at + timedelta(minutes=self.draw.randrange(30, 1200))
        moment = at or min(later, self.site.now)
        actor = appointment_request.assigned_to
        note = "Asked for a morning." if self.draw.random() < 0.05 else ""
        event = RequestEvent(
            appointment_request=appointment_request,
            kind=kind,
            from_status=before if before != status else "",
            to_status=status if before != status else "",
            actor=actor,
            actor_name=str(actor.get_full_name()) if actor else "",
            at=moment,
            details=details,
            sealed_note=seal_text(appointment_request.pk, note) if note else None,
        )
        story.events.append(event)
        appointment_request.status, appointment_request.version = status, len(story.events)
        appointment_request.closed_at = moment if status in CLOSED else None
