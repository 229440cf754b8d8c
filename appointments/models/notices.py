"""The outbox: one row for each message that is owed, written in the transaction of what it tells about."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from appointments.consents import DEMONSTRATION

from .requests import AppointmentRequest
from .timeline import RequestEvent


class NoticeChannel(models.TextChoices):
    DESK_EMAIL = "desk_email", _("Mail to the front desk")
    DESK_SECOND = "desk_second", _("Second channel to the front desk")
    PATIENT_EMAIL = "patient_email", _("Mail to the patient")
    OWNER_EMAIL = "owner_email", _("Mail to the owner")

    @classmethod
    def to_desk(cls) -> list["NoticeChannel"]:
        """Every way by which the desk is told of something."""
        return [cls.DESK_EMAIL, *([cls.DESK_SECOND] if settings.SECOND_CHANNEL_URLS else [])]


class NoticeState(models.TextChoices):
    PENDING = "pending", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    # Undone by the desk before it went.
    CANCELLED = "cancelled", _("Cancelled")


class NoticeQuerySet(models.QuerySet):
    """The questions that the worker and the health page ask of the outbox."""

    def pending(self) -> "NoticeQuerySet":
        """Those still owed."""
        return self.filter(state=NoticeState.PENDING)

    def claimable(self) -> "NoticeQuerySet":
        """Those due by the database's clock that no living worker holds."""
        unleased = Q(lease_until=None) | Q(lease_until__lt=Now())
        return self.pending().filter(unleased, due_at__lte=Now()).order_by("due_at", "pk")


class Notice(models.Model):
    """One message to one audience about one event. ``attempts`` also fences: see ``notices.outbox``."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="notices"
    )
    event = models.ForeignKey(RequestEvent, on_delete=models.CASCADE, related_name="notices")
    channel = models.CharField(max_length=20, choices=NoticeChannel)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    last_error = models.CharField(max_length=80, blank=True)
    # A message that the desk saw before it went is sent word for word as it was shown; others are worded on
    # sending. Built from an approved text with times, places and the reference: nothing that a patient typed.
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)

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
        """The notice about ``event``, to be stored. One about an invented request never goes out."""
        notice = cls(appointment_request=event.appointment_request, event=event, channel=channel, **fields)
        if event.appointment_request.is_demo:
            notice.state, notice.last_error = NoticeState.SENT, DEMONSTRATION
        return notice

    @property
    def was_only_for_show(self) -> bool:
        """Whether it is part of the demonstration, and was not sent."""
        return self.last_error == DEMONSTRATION


class WorkerHeartbeat(models.Model):
    """The one row in which the worker writes that it is alive."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker heartbeat")
        verbose_name_plural = _("worker heartbeat")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="heartbeat_single_row")]

    def __str__(self) -> str:
        return self.beat_at.isoformat()
