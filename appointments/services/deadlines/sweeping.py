"""Sweeper: asks the requests, not the outbox, whether all were told, and writes notices that are missing."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from appointments.consents import DEMONSTRATION
from appointments.models import Notice, RequestEvent
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.statuses import Status

logger = logging.getLogger(__name__)

# A notice is written in the transaction of its request: after this time, one that is not there never was.
AFTER = timedelta(minutes=2)


def sweep() -> int:
    """Write the notices that open requests lack; return how many."""
    notices = [
        Notice.about(event, channel, was_missing=True)
        for event in _without(Audience.DESK).filter(to_status=Status.NEW, actor_name="")
        for channel in NoticeChannel.to_desk()
    ]
    for channel in NoticeChannel.offered_to(Audience.PATIENT):
        # The event says who was to be told: whoever did not agree to mail still gets none.
        owed = _without(Audience.PATIENT).filter(details__told__contains=[str(channel)])
        notices += [Notice.about(event, channel, was_missing=True) for event in owed]
    for notice in notices:
        logger.error("Request %s had no notice by %s.", notice.appointment_request_id, notice.channel)
    # Conflicts are ignored, so that of two workers at the same moment one writes.
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


def _without(audience: Audience) -> QuerySet[RequestEvent]:
    """Return the arrivals of open requests about which there is no notice to ``audience``."""
    told = Notice.objects.to(audience).filter(event=OuterRef("pk"))
    return (
        RequestEvent.objects.filter(
            ~Exists(told),
            kind=EventKind.RECEIVED,
            at__lt=Now() - AFTER,
            appointment_request__closed_at=None,
        )
        .exclude(appointment_request__consent_version=DEMONSTRATION)
        .select_related("appointment_request")
        .order_by("pk")
    )
