"""Digest of possible spam: one notice to the desk for many requests, so that a flood sends one mail."""

from datetime import timedelta

from django.db.models.functions import Now

from appointments.consents import DEMONSTRATION
from appointments.models import Notice, RequestEvent
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.timeline import EventKind
from appointments.statuses import Status

AT_MOST_EVERY = timedelta(hours=1)
# Time before the last notice that is searched again: events stored meanwhile may have an earlier time.
_OVERLAP = timedelta(minutes=1)


def write_spam_digest() -> bool:
    """Write one notice to the desk if a request was quarantined since the last; return whether one was."""
    quarantined = RequestEvent.objects.filter(kind=EventKind.RECEIVED, to_status=Status.QUARANTINED).exclude(
        appointment_request__consent_version=DEMONSTRATION
    )
    notices = Notice.objects.to(Audience.DESK).filter(event__in=quarantined)
    if notices.filter(created_at__gt=Now() - AT_MOST_EVERY).exists():
        return False
    undelivered = quarantined.filter(appointment_request__status=Status.QUARANTINED).exclude(
        notices__in=notices
    )
    if last := notices.order_by("-created_at").first():
        undelivered = undelivered.filter(at__gt=last.created_at - _OVERLAP)
    event = undelivered.select_related("appointment_request").order_by("at").first()
    if event is None:
        return False
    new = (Notice.about(event, channel) for channel in NoticeChannel.to_desk())
    # Conflicts are ignored, so that of two workers at the same moment one writes.
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return True
