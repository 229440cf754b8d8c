"""Makes invented requests through the services, at moments in the past.

The rules are those of every request. Only the clock is another one: while a step is taken, what the services
write carries the moment of the story. Notices about them are never sent (``Notice.about``).
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models.signals import pre_save

from appointments.consents import DEMONSTRATION
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.notices import NoticeChannel, NoticeState
from appointments.models.requests import Channel
from appointments.permissions import front_desk_members
from appointments.services.contact import attempts
from appointments.services.deadlines import expiry
from appointments.services.intake import submission
from appointments.services.intake.desk_entry import enter_request
from appointments.services.visits import ended, scheduling
from articles.models import ConditionPage
from clinic.models import ClinicSettings, Practitioner, User

from .days import Days
from .patients import patient

PRACTITIONERS = 3
VISIT_LENGTH = timedelta(minutes=60)


class MissingSiteError(Exception):
    """The demonstration site, with its staff and practitioners, is not loaded."""


class Builder:
    """What the stories are told with. Each method is one step on the request of one patient."""

    def __init__(self, now: datetime) -> None:
        self.clinic = ClinicSettings.of_the_default_site()
        self.days = Days(self.clinic, now)
        self.desk: User | None = front_desk_members().filter(is_demonstration=True).first()
        self.practitioners = list(
            Practitioner.objects.offering_visits().filter(is_demonstration=True)[:PRACTITIONERS]
        )
        if not self.clinic.is_demonstration or not self.desk or len(self.practitioners) < PRACTITIONERS:
            raise MissingSiteError
        self.requests: dict[str, uuid.UUID] = {}

    def arrives(
        self,
        name: str,
        moment: datetime,
        *,
        article: str = "",
        signals: Collection[Signal] = (),
    ) -> None:
        """The patient sends the form of the website."""
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
        """The desk types what the patient says."""
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

    def step(self, service: Callable[..., None], name: str, moment: datetime, **details: Any) -> None:
        """The desk takes a step on the request."""
        with _clock_at(moment):
            service(actor=self.desk, **self._as_seen(name), **details)

    def attempt(self, name: str, moment: datetime, outcome: str, **details: Any) -> None:
        """The desk tries to reach the patient, by phone unless ``details`` say otherwise."""
        self.step(attempts.log_attempt, name, moment, **{"channel": "phone", "outcome": outcome, **details})

    def schedule(self, name: str, moment: datetime, with_whom: int, start: datetime) -> None:
        """The desk gives the patient a visit."""
        self.step(
            scheduling.schedule,
            name,
            moment,
            practitioner=self.practitioners[with_whom],
            start=start,
            length=VISIT_LENGTH,
            told_by="phone",
        )

    def visits_end(self) -> None:
        """The worker closes what has taken place."""
        ended.close_past_visits()

    def patient_acts(self, act: Callable[..., None], name: str, moment: datetime, **details: Any) -> None:
        """The patient does something by the link of "Your request"."""
        with _clock_at(moment):
            act(**self._as_seen(name), **details)

    def expires(self, name: str, moment: datetime) -> None:
        """Nobody answered in time."""
        with _clock_at(moment):
            expiry.expire(**self._as_seen(name))

    def mail_fails(self, name: str) -> None:
        """The patient's mail server refused the message."""
        mail = Notice.objects.filter(
            appointment_request_id=self.requests[name], channel=NoticeChannel.PATIENT_EMAIL
        )
        mail.update(state=NoticeState.FAILED, attempts=1)

    def original(self, name: str) -> AppointmentRequest:
        """The request of that patient, to point to."""
        return AppointmentRequest.objects.get(pk=self.requests[name])

    def _as_seen(self, name: str) -> dict[str, Any]:
        appointment_request = self.original(name)
        return {"appointment_request_id": appointment_request.pk, "version": appointment_request.version}


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """While it lasts, events and closings are written with ``moment``."""

    def date_event(instance: RequestEvent, **_kwargs: Any) -> None:
        instance.at = moment

    def date_request(instance: AppointmentRequest, **_kwargs: Any) -> None:
        if instance.closed_at:
            instance.closed_at = moment

    pre_save.connect(date_event, sender=RequestEvent, weak=False)
    pre_save.connect(date_request, sender=AppointmentRequest, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(date_event, sender=RequestEvent)
        pre_save.disconnect(date_request, sender=AppointmentRequest)
