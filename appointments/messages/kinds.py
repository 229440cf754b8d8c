"""Kinds of messages to patients."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """Kind of a message. Actions of the desk name one of these."""

    VISIT_CONFIRMED = "visit_confirmed", _("The visit is confirmed")
    VISIT_MOVED = "visit_moved", _("The visit has another time")
    VISIT_CANCELLED = "visit_cancelled", _("The visit is cancelled")
    DECLINED = "declined", _("We cannot offer this")
    OFFERED_TIMES = "offered_times", _("We offer times")
    TRIED_TO_CALL = "tried_to_call", _("We tried to call")
    UNREACHABLE = "unreachable", _("We could not reach you")
    EXPIRED = "expired", _("We did not manage to answer")


ABOUT_A_VISIT = frozenset({MessageKind.VISIT_CONFIRMED, MessageKind.VISIT_MOVED, MessageKind.VISIT_CANCELLED})
# Messages after which a visit is booked: only these may say "confirmed".
WITH_A_VISIT = frozenset({MessageKind.VISIT_CONFIRMED, MessageKind.VISIT_MOVED})
