"""The timeline of a request: who did what, when. Rows are only ever added; a trigger refuses the rest."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from appointments.patient_data import open_text
from appointments.statuses import Status

from .requests import AppointmentRequest


class EventKind(models.TextChoices):
    RECEIVED = "received", _("Request received")
    CLAIMED = "claimed", _("Taken")
    RELEASED = "released", _("Given back to the desk")
    ATTEMPT = "attempt", _("Contact attempt")
    TRANSITION = "transition", _("Status changed")
    NOTE = "note", _("Note")
    OTHER_PHONE = "other_phone", _("Another phone number")
    CORRECTED = "corrected", _("Correction")
    PRIORITY = "priority", _("Priority changed")
    MERGED = "merged", _("Duplicate merged")
    VISIT_MOVED = "visit_moved", _("Visit moved")
    VISIT_OVER = "visit_over", _("Visit over")
    UNDONE = "undone", _("Step undone")
    MESSAGE = "message", _("Message to the patient")
    ESCALATED = "escalated", _("Waited too long")


class RequestEvent(models.Model):
    """One thing that happened. ``details`` holds codes only; free text is sealed in ``sealed_note``."""

    wagtail_reference_index_ignore = True

    appointment_request = models.ForeignKey(
        AppointmentRequest, on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(max_length=12, choices=EventKind)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    # Staff leave; their account may go, their name in the record stays.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(db_default=Now())
    details = models.JSONField(default=dict)
    sealed_note = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("request event")
        verbose_name_plural = _("request events")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def note(self) -> str:
        """What the desk wrote, or the number that the patient gave later, opened; empty without either."""
        return open_text(self.appointment_request_id, self.sealed_note) if self.sealed_note else ""


# Events that tell of requests which waited too long.
ESCALATED = Q(kind=EventKind.ESCALATED)
EXPIRED = Q(kind=EventKind.TRANSITION, to_status=Status.EXPIRED)
