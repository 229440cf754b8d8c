"""One change to one request: locked, compared with what the person saw, written with its event."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import (
    EventPayload,
    Standing,
    StandingVisit,
    UndoablePayload,
    payload_class,
)
from appointments.statuses import CLOSED, Status, may_become
from clinic.models import User


class RequestMoved(Exception):
    """Somebody else changed the request since the person looked. ``last_event`` says who and what."""

    def __init__(self, appointment_request: AppointmentRequest) -> None:
        super().__init__(appointment_request.reference)
        self.appointment_request = appointment_request
        # A clock that ran out moves nothing.
        steps = appointment_request.events.exclude(kind=EventKind.ESCALATED)
        self.last_event = steps.order_by("-at", "-pk").first()


class TransitionRefused(Exception):
    """The step is not allowed from the request's status."""


@dataclass(frozen=True, kw_only=True)
class PatientMessage:
    """A message as the desk saw it. It goes word for word, after ``waits``, until when it can be undone."""

    subject: str
    body: str
    waits: timedelta = timedelta(0)


@dataclass
class Change:
    """What is being done to the request; the fields become its event, with a notice by each of ``tell``.

    ``message`` goes to the patient, by mail, besides.
    """

    appointment_request: AppointmentRequest
    kind: str
    payload: EventPayload | None = None
    note: str = ""
    tell: Iterable[str] = ()
    message: PatientMessage | None = None

    def go_to(self, status: str) -> None:
        """Move the request to ``status``, or raise ``TransitionRefused``."""
        over = status != Status.ENTERED_IN_ERROR and visit_took_place(self.appointment_request)
        if over or not may_become(self.appointment_request.status, status):
            raise TransitionRefused(self.appointment_request.reference)
        self.appointment_request.status = status
        self.appointment_request.closed_at = timezone.now() if status in CLOSED else None
        if status in CLOSED:
            self.appointment_request.next_attempt_at = None

    def free_the_time(self) -> None:
        """Cancel the visit that stands, so that the practitioner's time is there for others."""
        self.appointment_request.visits.filter(cancelled_at=None).update(cancelled_at=timezone.now())


def visit_took_place(appointment_request: AppointmentRequest) -> bool:
    """Whether the visit is over, also while no worker runs that would have closed the request at its end."""
    if appointment_request.status != Status.SCHEDULED or appointment_request.visit_is_over:
        return appointment_request.visit_is_over
    return appointment_request.visits.filter(cancelled_at=None, during__endswith__lte=timezone.now()).exists()


def _locked(appointment_request_id: uuid.UUID) -> AppointmentRequest:
    return AppointmentRequest.objects.select_for_update().get(pk=appointment_request_id)


@contextmanager
def change(
    appointment_request_id: uuid.UUID,
    *,
    version: int | None,
    actor: User | None,
    kind: str = EventKind.TRANSITION,
    note: str = "",
    message: PatientMessage | None = None,
    lock: Callable[[uuid.UUID], AppointmentRequest] = _locked,
) -> Iterator[Change]:
    """Lock the request, refuse if it moved on from ``version``, write what the block did with its event.

    ``version`` is None where the block itself finds out what happened since, as an undo does. ``actor`` is
    None for the patient, who has no account; the event's payload says so. What touches another
    request too brings a ``lock`` of its own, that locks both in one order.
    Raises ``AppointmentRequest.DoesNotExist``, ``RequestMoved``; the block may raise ``TransitionRefused``.
    """
    with transaction.atomic(durable=True):
        appointment_request = lock(appointment_request_id)
        if version is not None and appointment_request.version != version:
            raise RequestMoved(appointment_request)
        before = appointment_request.status
        # What a step that can be undone must find again.
        standing = _standing(appointment_request) if message else None
        step = Change(appointment_request, kind, note=note, message=message)
        yield step
        appointment_request.version += 1
        appointment_request.save()
        moved = before != appointment_request.status
        to_status = appointment_request.status if moved else ""
        event = RequestEvent.new(
            appointment_request,
            step.kind,
            _payload_of(step, to_status, standing),
            actor=actor,
            note=step.note,
            from_status=before if moved else "",
            to_status=to_status,
        )
        event.save(force_insert=True)
        Notice.objects.bulk_create(_notices(event, step))


def _payload_of(step: Change, to_status: str, standing: Standing | None) -> EventPayload | None:
    """The payload of the action; with the state ``standing`` before it if it can be undone."""
    payload = step.payload or payload_class(step.kind, to_status)()
    return replace(payload, before=standing) if standing and isinstance(payload, UndoablePayload) else payload


def _standing(appointment_request: AppointmentRequest) -> Standing:
    """The state of the request besides its status: when to try next, and the visit."""
    visit = appointment_request.visits.filter(cancelled_at=None).first()
    return Standing(
        next_attempt_at=appointment_request.next_attempt_at,
        visit=visit
        and StandingVisit(
            pk=visit.pk,
            practitioner=visit.practitioner_id,
            start=visit.during.lower,
            end=visit.during.upper,
        ),
    )


def _notices(event: RequestEvent, step: Change) -> list[Notice]:
    notices = [Notice.about(event, channel) for channel in step.tell]
    if said := step.message:
        words = {"subject": said.subject, "body": said.body, "due_at": Now() + said.waits}
        notices.append(Notice.about(event, NoticeChannel.PATIENT_EMAIL, **words))
    return notices
