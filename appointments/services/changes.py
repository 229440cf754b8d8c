"""Change to one request: locked, compared with the version that the user saw, written with its event."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import NotRequired, TypedDict

from django.db import transaction
from django.db.models.functions import Now

from appointments.action_rules import ActionRule
from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import NoticeChannel
from appointments.models.event_kinds import STEPS
from appointments.models.event_payloads import EventPayload, payload_class
from appointments.models.key_checks import require_keys
from appointments.models.stored_documents import Standing
from appointments.reading import Reader, reading_as
from appointments.statuses import CLOSED, Status
from appointments.targets.queries import promise_from_now
from clinic.models import User

from .standing import snapshot_of


class RequestMoved(Exception):
    """Error: since the user saw the request, ``last_event`` happened, which contradicts the action."""

    def __init__(self, appointment_request: AppointmentRequest, last_event: RequestEvent | None) -> None:
        super().__init__(appointment_request.reference)
        self.appointment_request = appointment_request
        self.last_event = last_event


class TransitionRefused(Exception):
    """Error: the request does not, or no longer, allow the action."""

    def __init__(self, appointment_request: AppointmentRequest) -> None:
        super().__init__(appointment_request.reference)
        self.appointment_request = appointment_request


@dataclass(frozen=True, kw_only=True)
class PatientMessage:
    """Message as the desk saw it, sent word for word after ``waits``; until then it can be undone."""

    subject: str
    body: str
    language: str = ""
    waits: timedelta = timedelta(0)


class ChangeArguments(TypedDict):
    """Arguments of every service: the request, the version that was on the screen, and the acting user."""

    appointment_request_id: uuid.UUID
    version: int
    actor: User
    note: NotRequired[str]


class MessageArguments(ChangeArguments):
    """Arguments of services that may send a message to the patient."""

    message: NotRequired[PatientMessage | None]


@dataclass
class Change:
    """Change to a locked request; the fields become its event, with a notice by each of ``notify``.

    ``message`` is also sent to the patient, by mail. ``undoes`` is the event that the change takes back.
    """

    appointment_request: AppointmentRequest
    rule: ActionRule
    actor: User | None = None
    payload: EventPayload | None = None
    note: str = ""
    notify: Iterable[str] = ()
    message: PatientMessage | None = None
    undoes: RequestEvent | None = None

    def check(self) -> None:
        """Raise ``TransitionRefused`` if the rule does not allow the action."""
        over = self.rule.leads_to and not self.rule.after_visit and visit_took_place(self.appointment_request)
        if over or not self.rule.allows(self.appointment_request):
            raise TransitionRefused(self.appointment_request)

    def advance(self) -> None:
        """Move the request to the status that the action leads to; a closed one has no visit any more."""
        if (target := self.rule.leads_to) is None:
            raise ValueError(f"{self.rule.slug} leads to no other status.")
        self.appointment_request.status = target
        self.appointment_request.closed_at = Now() if target in CLOSED else None
        if target in CLOSED:
            self.appointment_request.next_attempt_at = None
            self.cancel_visit()

    def begin_wait(self, *, promise_stands: bool = False) -> None:
        """Begin the present wait anew: all targets count from now, and the answer is due by a new time."""
        now, due_at = promise_from_now()
        self.appointment_request.waiting_since = now
        if self.appointment_request.urgent_since:
            self.appointment_request.urgent_since = now
        if not promise_stands:
            self.appointment_request.due_at = due_at

    def cancel_visit(self) -> None:
        """Cancel the visit, which frees the practitioner's time."""
        self.appointment_request.visits.active().update(cancelled_at=Now())


def visit_took_place(appointment_request: AppointmentRequest) -> bool:
    """Return whether the visit is over, even if no worker has closed the request since."""
    if appointment_request.status != Status.SCHEDULED or appointment_request.visit_is_over:
        return appointment_request.visit_is_over
    return appointment_request.visits.active().over().exists()


def moved_since(
    rule: ActionRule, seen: Mapping[AppointmentRequest, int]
) -> dict[AppointmentRequest, RequestEvent | None]:
    """Return the requests that contradict an action on the versions ``seen``, each with the last such event.

    Takes one query, and none if all versions are the present ones.
    """
    stale = {one.pk: one for one, version in seen.items() if one.version != version}
    if not stale or not rule.heeds:
        return {}
    since: dict[uuid.UUID, list[RequestEvent]] = {pk: [] for pk in stale}
    events = RequestEvent.objects.filter(appointment_request__in=stale, kind__in=STEPS)
    for event in events.filter(version__gt=min(seen[one] for one in stale.values())).order_by("pk"):
        if event.version > seen[stale[event.appointment_request_id]]:
            since[event.appointment_request_id].append(event)
    moved: dict[AppointmentRequest, RequestEvent | None] = {}
    for pk, one in stale.items():
        heeded = [event for event in since[pk] if event.kind in rule.heeds]
        # An event of an earlier release has no version, and nobody knows whether it contradicts.
        is_known = len({event.version for event in since[pk]}) == one.version - seen[one]
        if heeded or not is_known:
            moved[one] = heeded[-1] if heeded else _last_step(one)
    return moved


def _last_step(appointment_request: AppointmentRequest) -> RequestEvent | None:
    return appointment_request.events.filter(kind__in=STEPS).order_by("-at", "-pk").first()


def _locked(appointment_request_id: uuid.UUID) -> AppointmentRequest:
    return AppointmentRequest.objects.select_for_update().get(pk=appointment_request_id)


@contextmanager
def locked_change(
    rule: ActionRule,
    *,
    appointment_request_id: uuid.UUID,
    version: int | None,
    actor: User | None,
    note: str = "",
    message: PatientMessage | None = None,
    lock: Callable[[uuid.UUID], AppointmentRequest] = _locked,
) -> Iterator[Change]:
    """Lock the request, check ``rule``, run the block, and write its changes with their event.

    ``version`` is None if the block checks for later changes itself, as an undo does. ``actor`` is None for
    the patient, who has no account; the event's payload says so. A block that changes another request too
    passes a ``lock`` that locks both, always in the same order.
    Raises ``AppointmentRequest.DoesNotExist``, ``RequestMoved``, ``TransitionRefused``, ``ForeignKeys``.
    """
    if note:
        require_keys()
    with transaction.atomic(durable=True), reading_as(Reader.SERVICE):
        appointment_request = lock(appointment_request_id)
        if version is not None and (moved := moved_since(rule, {appointment_request: version})):
            raise RequestMoved(appointment_request, moved[appointment_request])
        change = Change(appointment_request, rule, actor, note=note, message=message)
        _check(change, version)
        status, before = appointment_request.status, snapshot_of(appointment_request)
        yield change
        appointment_request.version += 1
        appointment_request.save()
        event = _event(change, status, before.standing_before(snapshot_of(appointment_request)))
        event.save(force_insert=True)
        Notice.objects.bulk_create(_notices(event, change))


def _check(change: Change, version: int | None) -> None:
    """Check the rule; if it no longer allows the action, say what somebody did since ``version``."""
    try:
        change.check()
    except TransitionRefused:
        if version in (None, change.appointment_request.version):
            raise
        raise RequestMoved(change.appointment_request, _last_step(change.appointment_request)) from None


def _event(change: Change, status: str, before: Standing) -> RequestEvent:
    """Return the event of the change, with what was different ``before`` it."""
    to_status = "" if change.appointment_request.status == status else change.appointment_request.status
    payload = change.payload or payload_class(change.rule.kind, to_status)()
    return RequestEvent.new(
        change.appointment_request,
        change.rule.kind,
        replace(payload, before=before),
        actor=change.actor,
        note=change.note,
        from_status=status if to_status else "",
        to_status=to_status,
        undoes=change.undoes,
    )


def _notices(event: RequestEvent, change: Change) -> list[Notice]:
    notices = [Notice.about(event, channel) for channel in change.notify]
    if message := change.message:
        content = {"subject": message.subject, "body": message.body, "language": message.language}
        due_at = Now() + message.waits
        notices.append(Notice.about(event, NoticeChannel.PATIENT_EMAIL, **content, due_at=due_at))
    return notices
