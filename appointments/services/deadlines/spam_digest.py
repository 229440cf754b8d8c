"""Telling the desk of possible spam: once for many, so that a flood of spam is no flood of mail."""

from datetime import timedelta

from django.db.models.functions import Now

from appointments.consents import DEMONSTRATION
from appointments.models import Notice, RequestEvent
from appointments.models.notices import NoticeChannel
from appointments.models.timeline import EventKind
from appointments.statuses import Status

AT_MOST_EVERY = timedelta(hours=1)
# Looked at again: what was being stored while the last notice was written may carry an earlier time.
_OVERLAP = timedelta(minutes=1)


def tell_of_possible_spam() -> bool:
    """Owe the desk one notice if something was put aside since the last; whether there is one now."""
    put_aside = RequestEvent.objects.filter(kind=EventKind.RECEIVED, to_status=Status.QUARANTINED).exclude(
        appointment_request__consent_version=DEMONSTRATION
    )
    told = Notice.objects.filter(channel=NoticeChannel.DESK_EMAIL, event__in=put_aside)
    if told.filter(created_at__gt=Now() - AT_MOST_EVERY).exists():
        return False
    untold = put_aside.filter(appointment_request__status=Status.QUARANTINED).exclude(notices__in=told)
    if last := told.order_by("-created_at").first():
        untold = untold.filter(at__gt=last.created_at - _OVERLAP)
    event = untold.select_related("appointment_request").order_by("at").first()
    if event is None:
        return False
    notices = (Notice.about(event, channel) for channel in NoticeChannel.to_desk())
    # Of two workers at the same moment one writes.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return True
