"""Kinds of timeline events. ``event_payloads`` has the content of each kind."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Kind of an event. ``TRANSITION`` is a change of status that has no kind of its own."""

    RECEIVED = "received", _("Request received")
    CLAIMED = "claimed", _("Taken")
    RELEASED = "released", _("Given back to the desk")
    ATTEMPT = "attempt", _("Contact attempt")
    TRANSITION = "transition", _("Status changed")
    DISCARDED = "discarded", _("Discarded as spam")
    NOTE = "note", _("Note")
    OTHER_PHONE = "other_phone", _("Another phone number")
    CORRECTED = "corrected", _("Correction")
    PRIORITY = "priority", _("Priority changed")
    MERGED = "merged", _("Duplicate merged")
    VISIT_MOVED = "visit_moved", _("Visit moved")
    VISIT_CANCELLED = "visit_cancelled", _("Visit cancelled")
    VISIT_OVER = "visit_over", _("Visit over")
    UNDONE = "undone", _("Step undone")
    MESSAGE = "message", _("Message to the patient")
    ESCALATED = "escalated", _("Waited too long")


# Kinds that may change the status: a request waits since the last event of these.
STATUS_CHANGES = (
    EventKind.TRANSITION,
    EventKind.DISCARDED,
    EventKind.VISIT_CANCELLED,
    EventKind.ATTEMPT,
    EventKind.UNDONE,
)
