"""Outbox: one row for each message to be sent, written in the transaction of the event it is about."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from appointments.consents import DEMONSTRATION

from .channels import CHANNELS, Audience, NoticeChannel, channel_choices
from .event_kinds import REACHED_OUT
from .requests import AppointmentRequest
from .timeline import STANDING, RequestEvent

HEARTBEAT_MAX_AGE = timedelta(minutes=2)
HEARTBEAT_KEPT = timedelta(days=1)


class NoticeState(models.TextChoices):
    """State of a notice."""

    PENDING = "pending", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    # Undone by the desk before it was sent, or needless, as the channel that it stands in for has worked.
    CANCELLED = "cancelled", _("Cancelled")


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by audience and state."""

    def to(self, audience: Audience) -> "NoticeQuerySet":
        """Keep notices by the channels to ``audience``."""
        return self.filter(channel__in=NoticeChannel.of(audience))

    def to_patient(self) -> "NoticeQuerySet":
        """Keep notices to patients."""
        return self.to(Audience.PATIENT)

    def to_staff(self) -> "NoticeQuerySet":
        """Keep notices to the front desk and the owner."""
        return self.exclude(channel__in=NoticeChannel.of(Audience.PATIENT))

    def pending(self) -> "NoticeQuerySet":
        """Keep notices that are still to be sent."""
        return self.filter(state=NoticeState.PENDING)

    def undelivered(self) -> "NoticeQuerySet":
        """Keep notices that failed, and since which nobody has tried to reach the patient."""
        reached_out = RequestEvent.objects.filter(
            STANDING,
            appointment_request=OuterRef("appointment_request"),
            kind__in=REACHED_OUT,
            at__gt=OuterRef("created_at"),
        )
        return self.filter(~Exists(reached_out), state=NoticeState.FAILED)

    def claimable(self) -> "NoticeQuerySet":
        """Keep notices that are due by the database's clock, not frozen, and that no living worker holds."""
        unleased = Q(lease_until=None) | Q(lease_until__lt=Now())
        ready = self.pending().filter(unleased, ~Exists(NoticeFreeze.of_notice()), due_at__lte=Now())
        return ready.order_by("due_at", "pk")

    def frozen(self) -> "NoticeQuerySet":
        """Keep pending notices that a restored backup has brought back."""
        return self.pending().filter(Exists(NoticeFreeze.of_notice()))


class Notice(models.Model):
    """Notice by one channel about one event. ``attempts`` also fences: see ``notices.outbox``."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="notices"
    )
    event = models.ForeignKey(RequestEvent, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=20, choices=channel_choices)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Attempts that ended in an error of this program.
    faults = models.PositiveSmallIntegerField(default=0, db_default=0)
    # Written by the sweeper, as it was missing.
    was_missing = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    # Set by the first attempt, and removed when somebody sends the notice again.
    give_up_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    last_error = models.CharField(max_length=80, blank=True)
    # The text of a message that the desk saw before it is sent; others are worded on sending. Made of an
    # approved text with times, places and the reference, and of nothing that a patient typed.
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)
    # Of the words of the desk; empty for the one of the request.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "channel"], name="notice_once_per_event_and_channel"),
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(state=NoticeState.PENDING)),
            models.Index(
                fields=["appointment_request", "state"],
                name="notice_unsettled",
                condition=Q(state__in=[NoticeState.PENDING, NoticeState.FAILED]),
            ),
        ]

    def __str__(self) -> str:
        return self.get_channel_display()

    @classmethod
    def about(cls, event: RequestEvent, channel: str, **fields: Any) -> "Notice":
        """Return the notice, to be stored. One about a demonstration request is never sent."""
        entry = CHANNELS.get(channel)
        if entry and entry.after:
            fields.setdefault("due_at", Now() + entry.after)
        notice = cls(appointment_request=event.appointment_request, event=event, channel=channel, **fields)
        if event.appointment_request.is_demo:
            notice.state, notice.last_error = NoticeState.SENT, DEMONSTRATION
        return notice

    @property
    def audience(self) -> Audience | None:
        """Audience of the notice; None for a channel that this version of the site does not have."""
        entry = CHANNELS.get(self.channel)
        return entry.audience if entry else None

    @property
    def is_to_patient(self) -> bool:
        """True when the notice goes to a patient."""
        return self.audience is Audience.PATIENT

    @property
    def was_only_for_show(self) -> bool:
        """True when the notice is part of the demonstration and was not sent."""
        return self.last_error == DEMONSTRATION


class NoticeFreeze(models.Model):
    """Single row while the notices of a restored backup wait for an operator: those written before ``at``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("frozen notices")
        verbose_name_plural = _("frozen notices")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="freeze_single_row")]

    def __str__(self) -> str:
        return self.at.isoformat()

    @classmethod
    def of_notice(cls) -> "models.QuerySet[NoticeFreeze]":
        """Return the row, for a subquery, if it holds the notice of the query around."""
        return cls.objects.filter(at__gte=OuterRef("created_at"))


class HeartbeatQuerySet(models.QuerySet["WorkerHeartbeat"]):
    """Heartbeats by their age."""

    def fresh(self) -> "HeartbeatQuerySet":
        """Keep the heartbeats of workers that live."""
        return self.filter(beat_at__gt=Now() - HEARTBEAT_MAX_AGE)

    def stopped(self) -> "HeartbeatQuerySet":
        """Keep the heartbeats of workers that died within a day, and that nobody has started again.

        Who stops in order takes its row along, and so does the next worker on the same machine.
        """
        stopped = Q(beat_at__lte=Now() - HEARTBEAT_MAX_AGE, beat_at__gt=Now() - HEARTBEAT_KEPT)
        return self.filter(stopped).exclude(host="")


class WorkerHeartbeat(models.Model):
    """Row in which a worker writes when it was last alive, and where it is."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    beat_at = models.DateTimeField()
    # Empty for one that ran once, and for one of a release before.
    host = models.CharField(max_length=255, blank=True, default="", db_default="")
    process = models.PositiveIntegerField(default=0, db_default=0)
    # Whether Postgres wakes it; else it asks each second.
    is_woken = models.BooleanField(default=False, db_default=False)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("worker heartbeat")
        verbose_name_plural = _("worker heartbeats")
        default_permissions = ()

    def __str__(self) -> str:
        return self.beat_at.isoformat()
