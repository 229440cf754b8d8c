"""The end of a request that nobody answered: an incident, of which patient and owner are told.

Only after everybody was told that it waits, and had two more working days. What is urgent never expires, nor
does what the desk is working on.
"""

import logging
import uuid
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Max, OuterRef, QuerySet, Subquery

from appointments import action_rules
from appointments.messages.kinds import MessageKind
from appointments.models import AppointmentRequest, RequestEvent
from appointments.models.notices import NoticeState
from appointments.models.requests import Priority
from appointments.models.timeline import EventKind
from appointments.notices.mailing import mailing_to
from appointments.notices.wording import texts_for, worded
from appointments.services.changes import PatientMessage, RequestMoved, TransitionRefused, locked_change
from appointments.statuses import Status
from appointments.targets.clock import PUBLIC, Clock
from appointments.targets.lateness import exactly
from clinic.models import ClinicSettings

from .delays import told_of_escalations

logger = logging.getLogger(__name__)

WORKING_DAYS = 2


class NoWords(Exception):
    """The patient could be told by mail, and no text for it is published."""


def expire(*, appointment_request_id: uuid.UUID, version: int, message: PatientMessage | None = None) -> None:
    """Nobody answered in time. Raises ``RequestMoved``, ``TransitionRefused``."""
    with locked_change(
        action_rules.EXPIRE,
        appointment_request_id=appointment_request_id,
        version=version,
        actor=None,
        message=message,
    ) as change:
        change.advance()


def expire_unanswered(now: datetime) -> int:
    """Expire those whose time is over; returns how many. One that cannot be expired stops no other."""
    clinic, expired = ClinicSettings.of_the_default_site(), 0
    for appointment_request in _over(clinic, now):
        try:
            message = _message_to(appointment_request, clinic)
            expire(
                appointment_request_id=appointment_request.pk,
                version=appointment_request.version,
                message=message,
            )
        except (RequestMoved, TransitionRefused):
            # Somebody took a step at this moment: all the better.
            continue
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 - one poisoned request must not stop the others
            logger.error("request %s not expired: %s", appointment_request.pk, type(error).__name__)
        else:
            expired += 1
    return expired


def _over(clinic: ClinicSettings, now: datetime) -> Iterator[AppointmentRequest]:
    """Those that have waited two more working days since everybody knew, or since the desk's last step."""
    for appointment_request in _told_of():
        since = max(filter(None, (appointment_request.told_at, appointment_request.stepped_at)))
        if clinic.clock.closing_after_days(since, WORKING_DAYS) <= now:
            yield appointment_request


def _told_of() -> QuerySet[AppointmentRequest]:
    """New requests of which it was told that they wait twice as long as planned, with the time of it."""
    events = RequestEvent.objects.filter(appointment_request=OuterRef("pk")).order_by()
    twice = events.filter(
        kind=EventKind.ESCALATED,
        details__contains={"clock": Clock.FIRST_CONTACT.value, "percent": PUBLIC},
        at__gte=OuterRef("begun_at"),
    )
    told = told_of_escalations().filter(state=NoticeState.SENT, event__gte=OuterRef("late_event"))
    new = AppointmentRequest.objects.real().filter(status=Status.NEW)
    return (
        exactly(new.exclude(priority=Priority.URGENT))
        .annotate(
            late_event=Subquery(twice.values("appointment_request").annotate(last=Max("pk")).values("last"))
        )
        .filter(late_event__isnull=False)
        .annotate(
            told_at=Subquery(told.order_by("sent_at").values("sent_at")[:1]),
            stepped_at=_latest(events.exclude(actor_name="")),
        )
        .filter(told_at__isnull=False)
        .order_by("received_at", "pk")
    )


def _latest(events: QuerySet[RequestEvent]) -> Subquery:
    return Subquery(events.values("appointment_request").annotate(latest=Max("at")).values("latest"))


def _message_to(appointment_request: AppointmentRequest, clinic: ClinicSettings) -> PatientMessage | None:
    """The published text for this, for a patient who may be written to. Raises ``NoWords``."""
    if not mailing_to(appointment_request).address:
        return None
    texts = texts_for(MessageKind.EXPIRED, appointment_request.language)
    if not texts:
        raise NoWords
    said = worded(texts[0], appointment_request=appointment_request, clinic=clinic)
    return PatientMessage(subject=said.subject, body=said.body)
