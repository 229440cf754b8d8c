"""Timeline of a request: its events, with actor and time. A trigger refuses to change or delete rows."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import open_text, seal_text
from appointments.statuses import Status
from clinic.models import User

from .event_kinds import EventKind
from .event_payloads import EventPayload, payload_class
from .requests import AppointmentRequest, Channel

# Conditions on events. Only this module looks into the stored payload in a query.
STANDING = Q(undone_by=None)
RESTORABLE = Q(STANDING, details__has_key="before")
ATTEMPTS = Q(STANDING, kind=EventKind.ATTEMPT)
BY_WEBSITE = Q(kind=EventKind.RECEIVED, details__by=Channel.WEB)
ESCALATED = Q(kind=EventKind.ESCALATED)
EXPIRED = Q(kind=EventKind.TRANSITION, to_status=Status.EXPIRED)


def escalated_to(percent: int) -> Q:
    """Match escalations of this percentage or more."""
    return ESCALATED & Q(details__percent__gte=percent)


def escalated_exactly(target: str, percent: int) -> Q:
    """Match escalations of ``target`` at this percentage."""
    return ESCALATED & Q(details__contains={"clock": target, "percent": percent})


def merge_of(reference: str) -> Q:
    """Match the merge of the request with this reference into another one."""
    return Q(STANDING, kind=EventKind.MERGED, details__merged__contains=[reference])


def of_batch(batch: str) -> Q:
    """Match the events of one bulk action that were not undone."""
    return Q(STANDING, details__batch=batch)


def of_same_batch() -> Q:
    """Match, in a subquery, what ``of_batch`` matches for the event outside."""
    return Q(STANDING, details__batch=OuterRef("details__batch"))


class RequestEvent(models.Model):
    """Timeline event. ``payload`` reads ``details``, which holds codes only; ``sealed_note`` is free text."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=20, choices=EventKind)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    # None for the patient and the worker. The account of somebody who acted is switched off, never deleted.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(db_default=Now())
    details = models.JSONField(default=dict)
    sealed_note = models.BinaryField(null=True)
    # The event that this one has undone: the database lets each be undone once.
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")
    # The version of the request after the event: what somebody has not seen comes after the version they saw.
    version = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = _("request event")
        verbose_name_plural = _("request events")
        default_permissions = ()
        ordering = ["at", "pk"]
        # For the last steps of one person.
        indexes = [models.Index(fields=["actor", "at"], name="event_by_actor")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def new(
        cls,
        appointment_request: AppointmentRequest,
        kind: str,
        payload: EventPayload | None = None,
        *,
        actor: User | None = None,
        note: str = "",
        **fields: Any,
    ) -> Self:
        """Return the event, to be stored. ``actor`` is None for the patient and for the worker.

        Raises ``TypeError`` for a payload that belongs to another kind of event.
        """
        expected = payload_class(kind, fields.get("to_status", ""))
        if payload is not None and type(payload) is not expected:
            raise TypeError(f"A {kind} event has a {expected.__name__}, not a {type(payload).__name__}.")
        return cls(
            appointment_request=appointment_request,
            kind=kind,
            actor=actor,
            actor_name=(actor.get_full_name() or actor.get_username()) if actor else "",
            details=payload.to_json() if payload else {},
            sealed_note=seal_text(appointment_request.pk, note) if note else None,
            **{"version": appointment_request.version, **fields},
        )

    @property
    def payload(self) -> EventPayload:
        """Content of ``details``, as the payload class of the event's kind."""
        return payload_class(self.kind, self.to_status).from_json(self.details)

    @property
    def gives_visit_time(self) -> bool:
        """Tell whether the event made a visit, or moved it."""
        return self.kind == EventKind.VISIT_MOVED or self.to_status == Status.SCHEDULED

    @property
    def changes_visit(self) -> bool:
        """Tell whether a visit is at another time after the event, or at none."""
        leaves_it = self.from_status == Status.SCHEDULED and self.to_status != Status.SCHEDULED
        return self.gives_visit_time or leaves_it

    @property
    def note(self) -> str:
        """Decrypted note of the desk, or number that the patient gave later; empty without either."""
        return open_text(self.appointment_request_id, self.sealed_note) if self.sealed_note else ""


def standing_events(appointment_request: AppointmentRequest) -> list[RequestEvent]:
    """Return the events that count, the oldest first: without undone ones, and without their undoing."""
    events: Iterable[RequestEvent] = appointment_request.events.all()
    events = sorted(events, key=lambda event: (event.at, event.pk))
    undone = {event.undoes_id for event in events}
    return [event for event in events if event.pk not in undone and event.kind != EventKind.UNDONE]


def attempts_on(appointment_request: AppointmentRequest) -> list[RequestEvent]:
    """Return the contact attempts that count, the oldest first."""
    return [event for event in standing_events(appointment_request) if event.kind == EventKind.ATTEMPT]
