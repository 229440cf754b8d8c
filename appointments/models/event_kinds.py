"""Kinds of timeline events, and the choices in them. ``event_payloads`` has the content of each kind."""

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
    VISIT_STAYS = "visit_stays", _("Visit stays")
    VISIT_OVER = "visit_over", _("Visit over")
    PRACTITIONER_LEFT = "practitioner_left", _("Practitioner left")
    UNDONE = "undone", _("Step undone")
    MESSAGE = "message", _("Message to the patient")
    SENT_AGAIN = "sent_again", _("Message sent again")
    LINK_ENDED = "link_ended", _("Patient's link ended")
    ESCALATED = "escalated", _("Waited too long")
    HELD = "held", _("Legal hold")
    HOLD_LIFTED = "hold_lifted", _("Legal hold lifted")


# Kinds that nobody decides and that change no version: no action heeds them.
_BY_TIME = {EventKind.ESCALATED, EventKind.VISIT_OVER, EventKind.PRACTITIONER_LEFT}
STEPS = frozenset(EventKind) - _BY_TIME
# Steps after which the request stands elsewhere, so that the same step may no longer be right.
MOVES = frozenset(
    {
        EventKind.TRANSITION,
        EventKind.DISCARDED,
        EventKind.ATTEMPT,
        EventKind.VISIT_MOVED,
        EventKind.VISIT_CANCELLED,
        EventKind.UNDONE,
    }
)
# Kinds that can be undone when a member of the desk has caused them. A note is never taken away, and a merge
# is undone on the request that was closed.
UNDOABLE = frozenset(EventKind) - {
    EventKind.RECEIVED,
    EventKind.NOTE,
    EventKind.MERGED,
    EventKind.VISIT_OVER,
    EventKind.PRACTITIONER_LEFT,
    EventKind.UNDONE,
    EventKind.SENT_AGAIN,
    # Undoing it would open the request to whoever has the earlier link.
    EventKind.LINK_ENDED,
    EventKind.ESCALATED,
    # A hold is lifted by somebody who may, with a reason.
    EventKind.HELD,
    EventKind.HOLD_LIFTED,
}
# Kinds that leave an earlier step as it is, so that it can still be undone, unless both changed the same.
ASIDE = frozenset(
    {
        EventKind.NOTE,
        EventKind.CLAIMED,
        EventKind.RELEASED,
        EventKind.PRIORITY,
        EventKind.CORRECTED,
        EventKind.OTHER_PHONE,
        EventKind.MESSAGE,
        EventKind.PRACTITIONER_LEFT,
        EventKind.SENT_AGAIN,
        EventKind.LINK_ENDED,
        EventKind.ESCALATED,
        EventKind.HELD,
        EventKind.HOLD_LIFTED,
    }
)
# Events after which an undelivered message needs no other action.
REACHED_OUT = (EventKind.ATTEMPT, EventKind.MESSAGE)


class DeclineReason(models.TextChoices):
    """Reason to decline a request."""

    NOT_OFFERED = "not_offered", _("We do not offer what was asked for")
    NO_CAPACITY = "no_capacity", _("We have no free time in the weeks asked for")
    OTHER_CARE = "other_care", _("Another kind of care is needed first")
    OTHER = "other", _("Another reason")


class ToldBy(models.TextChoices):
    """Way in which the patient was told of a decision."""

    PHONE = "phone", _("By phone")
    EMAIL = "email", _("By e-mail")
    IN_PERSON = "in_person", _("In person")
    LETTER = "letter", _("By letter")
    # Holds only once the message is sent.
    MESSAGE = "message", _("By this site's message")


class AttemptChannel(models.TextChoices):
    """Channel of a contact attempt."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")


class AttemptOutcome(models.TextChoices):
    """Outcome of a contact attempt."""

    SPOKE = "spoke", _("Spoke with the patient")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    NO_ANSWER = "no_answer", _("No answer")
    ENGAGED = "engaged", _("Line was busy")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    THIRD_PARTY = "third_party", _("Somebody else answered")
    SENT = "sent", _("Wrote to the patient")
