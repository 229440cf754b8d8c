"""Notices about delays: one for many requests, and to each person at most hourly.

A notice belongs to the latest of its events; its text counts the requests that wait when it is sent.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.timeline import ESCALATED, EXPIRED, escalated_to
from appointments.permissions import desk_emails, owner_emails
from appointments.statuses import AWAITING_DESK
from appointments.targets.response_targets import LATE, OWNER_TOLD

AT_MOST_EVERY = timedelta(hours=1)


def write_delay_notices() -> int:
    """Write the notices that are due about delays; return how many were written.

    Must not run in two workers at a time, as one could miss the events that the other is storing.
    """
    waiting = Q(appointment_request__status__in=AWAITING_DESK)
    written = _write_if_due(ESCALATED, waiting & escalated_to(LATE), Audience.DESK)
    # Owners who work at the desk get the desk's notice, and not both.
    if set(owner_emails()) - set(desk_emails()):
        written += _write_if_due(ESCALATED, waiting & escalated_to(OWNER_TOLD), Audience.OWNER)
    return written + _write_if_due(EXPIRED, EXPIRED, Audience.OWNER)


def escalation_notices() -> QuerySet[Notice]:
    """Return the notices to the desk or the owner about late requests."""
    events = RequestEvent.objects.filter(ESCALATED)
    return Notice.objects.to_staff().filter(event__in=events.order_by())


def _write_if_due(kind: Q, reportable: Q, audience: Audience) -> int:
    earlier = Notice.objects.to(audience).filter(event__in=RequestEvent.objects.filter(kind).order_by())
    if earlier.filter(created_at__gt=Now() - AT_MOST_EVERY).exists():
        return 0
    real = AppointmentRequest.objects.real().order_by()
    undelivered = RequestEvent.objects.filter(reportable, appointment_request__in=real)
    if last := earlier.order_by("-event").first():
        undelivered = undelivered.filter(pk__gt=last.event_id)
    event = undelivered.select_related("appointment_request").order_by("-pk").first()
    if event is None:
        return 0
    channels = NoticeChannel.offered_to(audience)
    return len(Notice.objects.bulk_create(Notice.about(event, channel) for channel in channels))
