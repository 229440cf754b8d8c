"""Builder of demonstration requests, through the services and at moments in the past.

The rules of every request apply. Only the time differs: events and requests get the moment of the scenario.
Notices about these requests are never sent (``Notice.about``).
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models.signals import pre_save

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.notices import NoticeState
from appointments.models.requests import Channel
from appointments.permissions import front_desk_members
from appointments.services.contact import attempts
from appointments.services.deadlines import expiry
from appointments.services.intake import submission
from appointments.services.intake.desk_entry import enter_request
from appointments.services.visits import ended, scheduling
from appointments.targets.visit_objections import Offer
from articles.models import ConditionPage
from clinic.models import ClinicSettings, Practitioner, User

from .days import Days
from .patients import patient

PRACTITIONERS = 3
VISIT_LENGTH = timedelta(minutes=60)


class MissingSiteError(Exception):
    """Error: the demonstration site, with its staff and practitioners, is not loaded."""


class Builder:
    """Builder of scenarios. Each method is one action on the request of one patient."""

    def __init__(self, now: datetime) -> None:
        self.clinic = ClinicSettings.of_the_default_site()
        self.days = Days(self.clinic, now)
        desk = front_desk_members().filter(is_demonstration=True).first()
        self.practitioners = list(
            Practitioner.objects.offering_visits().filter(is_demonstration=True)[:PRACTITIONERS]
        )
        if not self.clinic.is_demonstration or not desk or len(self.practitioners) < PRACTITIONERS:
            raise MissingSiteError
        self.desk: User = desk
        self.requests: dict[str, uuid.UUID] = {}

    def arrives(
        self, name: str, moment: datetime, *, article: str = "", signals: Collection[Signal] = ()
    ) -> None:
        """Send the form of the website as the patient."""
        with _clock_at(moment):
            stored = submission.submit_request(
                data=patient(name),
                submission_key=f"demonstration-{name}",
                due_at=self.clinic.reply_due(moment),
                consent_version=DEMONSTRATION,
                now=moment,
                article=ConditionPage.objects.live().filter(slug=article).first() if article else None,
                signals=signals,
            )
        self.requests[name] = stored.appointment_request.pk

    def is_typed(self, name: str, moment: datetime, channel: Channel = Channel.PHONE) -> None:
        """Enter the request as the desk does."""
        with _clock_at(moment):
            stored = enter_request(
                data=patient(name),
                actor=self.desk,
                channel=channel,
                submission_key=f"demonstration-{name}",
                consent_version=DEMONSTRATION,
                language="en",
                now=moment,
            )
        self.requests[name] = stored.appointment_request.pk

    def step(self, service: Callable[..., None], name: str, moment: datetime, **fields: Any) -> None:
        """Act on the request as the desk."""
        with _clock_at(moment):
            service(actor=self.desk, **self._as_seen(name), **fields)

    def attempt(self, name: str, moment: datetime, outcome: str, **fields: Any) -> None:
        """Log a contact attempt, by phone unless ``fields`` say otherwise."""
        self.step(attempts.log_attempt, name, moment, **{"channel": "phone", "outcome": outcome, **fields})

    def schedule(self, name: str, moment: datetime, with_whom: int, start: datetime) -> None:
        """Schedule a visit, whatever speaks against its time."""
        offer = Offer(self.practitioners[with_whom], self.clinic.clock)
        self.step(
            scheduling.schedule,
            name,
            moment,
            practitioner=offer.practitioner,
            start=start,
            length=VISIT_LENGTH,
            told_by="phone",
            despite=sorted(offer.objections(start, start + VISIT_LENGTH)),
        )

    def visits_end(self) -> None:
        """Close the requests whose visit is over, as the worker does."""
        ended.close_past_visits()

    def patient_acts(self, act: Callable[..., None], name: str, moment: datetime, **fields: Any) -> None:
        """Act as the patient on the page "Your request"."""
        with _clock_at(moment):
            act(**self._as_seen(name), **fields)

    def expires(self, name: str, moment: datetime) -> None:
        """Expire the request."""
        with _clock_at(moment):
            expiry.expire(**self._as_seen(name))

    def mail_fails(self, name: str) -> None:
        """Mark the mail to the patient as refused by the patient's server."""
        mail = Notice.objects.to_patient().filter(appointment_request_id=self.requests[name])
        mail.update(state=NoticeState.FAILED, attempts=1)

    def original(self, name: str) -> AppointmentRequest:
        """Return the request of that patient."""
        return AppointmentRequest.objects.get(pk=self.requests[name])

    def _as_seen(self, name: str) -> dict[str, Any]:
        appointment_request = self.original(name)
        return {"appointment_request_id": appointment_request.pk, "version": appointment_request.version}


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """Write events, closing times and waits with ``moment`` inside the block."""

    def date_event(instance: RequestEvent, **_kwargs: Any) -> None:
        instance.at = moment

    def date_request(instance: AppointmentRequest, **_kwargs: Any) -> None:
        if instance.closed_at:
            instance.closed_at = moment
        if instance.waiting_since > moment:
            instance.waiting_since = moment
            instance.due_at = ClinicSettings.of_the_default_site().reply_due(moment)
        if instance.urgent_since:
            instance.urgent_since = min(instance.urgent_since, moment)

    pre_save.connect(date_event, sender=RequestEvent, weak=False)
    pre_save.connect(date_request, sender=AppointmentRequest, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(date_event, sender=RequestEvent)
        pre_save.disconnect(date_request, sender=AppointmentRequest)
