"""Expiry of unanswered requests: an incident, of which the patient and the owner are notified.

A request expires two working days after the notice that it waits twice as long as planned. Urgent requests
never expire, nor do those that the desk works on.
"""

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django import db
from django.db.models import Max, OuterRef, QuerySet, Subquery

from appointments import action_rules
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.notices import NoticeState
from appointments.models.requests import Priority
from appointments.models.timeline import escalated_exactly
from appointments.notices.mailing import mailing_to
from appointments.notices.wording import texts_for, worded
from appointments.reading import Reader, reading_as
from appointments.services.changes import PatientMessage, RequestMoved, TransitionRefused, locked_change
from appointments.statuses import Status
from appointments.targets.response_targets import VISITORS_TOLD, Target
from clinic.models import ClinicSettings

from .delays import escalation_notices

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

logger = logging.getLogger(__name__)

WORKING_DAYS = 2


class NoPublishedText(Exception):
    """Error: no text is published for the mail that the patient should get."""


class ReportTimes(TypedDict):
    """Values that the query adds: the time of the notice, and of the desk's last action."""

    notified_at: datetime
    acted_at: datetime | None


type ReportedRequest = WithAnnotations[AppointmentRequest, ReportTimes]


def expire(*, appointment_request_id: uuid.UUID, version: int, message: PatientMessage | None = None) -> None:
    """Close a request that was not answered in time. Raises ``RequestMoved``, ``TransitionRefused``."""
    with locked_change(
        action_rules.EXPIRE,
        appointment_request_id=appointment_request_id,
        version=version,
        actor=None,
        message=message,
    ) as change:
        change.advance()


def expire_unanswered(now: datetime) -> int:
    """Expire the requests whose time is over; return how many. An error with one does not stop the others."""
    clinic, expired = ClinicSettings.of_the_default_site(), 0
    for appointment_request in _expirable(clinic, now):
        try:
            message = _message_to(appointment_request, clinic)
            expire(
                appointment_request_id=appointment_request.pk,
                version=appointment_request.version,
                message=message,
            )
        except (RequestMoved, TransitionRefused):
            # The desk acted at this moment, so the request is being answered.
            continue
        except db.Error:
            raise
        except Exception as error:  # noqa: BLE001 - one poisoned request must not stop the others
            logger.error(
                "Request %s could not be expired because of %s.",
                appointment_request.pk,
                type(error).__name__,
            )
        else:
            expired += 1
    return expired


def _expirable(clinic: ClinicSettings, now: datetime) -> Iterator[AppointmentRequest]:
    """Yield requests two working days after the notice about them, or after the desk's last action."""
    for appointment_request in _reported():
        since = max(filter(None, (appointment_request.notified_at, appointment_request.acted_at)))
        if clinic.clock.closing_after_days(since, WORKING_DAYS) <= now:
            yield appointment_request


def _reported() -> QuerySet[ReportedRequest]:
    """Return new requests of which a notice said that they wait twice as long as planned, with its time."""
    events = RequestEvent.objects.filter(appointment_request=OuterRef("pk")).order_by()
    twice = events.filter(
        escalated_exactly(Target.FIRST_CONTACT.value, VISITORS_TOLD), at__gte=OuterRef("waiting_since")
    )
    notices = escalation_notices().filter(state=NoticeState.SENT, event__gte=OuterRef("late_event"))
    new = AppointmentRequest.objects.real().filter(status=Status.NEW)
    return (
        new.exclude(priority=Priority.URGENT)
        .annotate(
            late_event=Subquery(twice.values("appointment_request").annotate(last=Max("pk")).values("last"))
        )
        .filter(late_event__isnull=False)
        .annotate(
            notified_at=Subquery(notices.order_by("sent_at").values("sent_at")[:1]),
            acted_at=_latest(events.exclude(actor_name="")),
        )
        .filter(notified_at__isnull=False)
        .order_by("received_at", "pk")
    )


def _latest(events: QuerySet[RequestEvent]) -> Subquery:
    return Subquery(events.values("appointment_request").annotate(latest=Max("at")).values("latest"))


def _message_to(appointment_request: AppointmentRequest, clinic: ClinicSettings) -> PatientMessage | None:
    """Return the message from the published text, for a patient who agreed to mail.

    Raises ``NoPublishedText``.
    """
    with reading_as(Reader.SERVICE):
        if not mailing_to(appointment_request).address:
            return None
        texts = texts_for(MessageKind.EXPIRED, appointment_request, clinic)
    if not texts:
        raise NoPublishedText
    wording = worded(texts[0], appointment_request=appointment_request, clinic=clinic)
    return PatientMessage(subject=wording.subject, body=wording.body, language=texts[0].language)
