"""Telling people that requests waited too long: once for many, and each person at most once an hour.

A notice hangs on the latest event that it tells of; its words count what waits when it is sent.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.notices import NoticeChannel
from appointments.models.timeline import ESCALATED, EXPIRED
from appointments.permissions import desk_emails, owner_emails
from appointments.statuses import AWAITING_DESK
from appointments.targets.clock import DESK, OWNER

AT_MOST_EVERY = timedelta(hours=1)


def tell_of_delays() -> int:
    """Owe the notices that are due about delays; returns how many.

    For one worker at a time: what is being stored meanwhile could be passed over.
    """
    waiting = ESCALATED & Q(appointment_request__status__in=AWAITING_DESK)
    owed = _owe(ESCALATED, waiting & Q(details__percent__gte=DESK), NoticeChannel.to_desk())
    # Owners who work at the desk are told there: nobody gets both.
    if set(owner_emails()) - set(desk_emails()):
        owed += _owe(ESCALATED, waiting & Q(details__percent__gte=OWNER), [NoticeChannel.OWNER_EMAIL])
    return owed + _owe(EXPIRED, EXPIRED, [NoticeChannel.OWNER_EMAIL])


def told_of_escalations() -> QuerySet[Notice]:
    """The notices by which the desk or the owner were told of late requests."""
    events = RequestEvent.objects.filter(ESCALATED)
    return Notice.objects.exclude(channel=NoticeChannel.PATIENT_EMAIL).filter(event__in=events.order_by())


def _owe(kind: Q, news: Q, channels: Iterable[str]) -> int:
    first, *others = channels
    told = Notice.objects.filter(channel=first, event__in=RequestEvent.objects.filter(kind).order_by())
    if told.filter(created_at__gt=Now() - AT_MOST_EVERY).exists():
        return 0
    real = AppointmentRequest.objects.real().order_by()
    untold = RequestEvent.objects.filter(news, appointment_request__in=real)
    if last := told.order_by("-event").first():
        untold = untold.filter(pk__gt=last.event_id)
    event = untold.select_related("appointment_request").order_by("-pk").first()
    if event is None:
        return 0
    return len(Notice.objects.bulk_create(Notice.about(event, channel) for channel in (first, *others)))
