"""Requests in any state, stored the way patients and the desk bring them there."""

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from appointments.consents import CONSENT_VERSION
from appointments.models import AppointmentRequest, Signal
from appointments.patient_data import PatientData
from appointments.services.contact import attempts
from appointments.services.decisions import decisions
from appointments.services.intake import submission
from appointments.services.visits import scheduling
from appointments.statuses import CLOSED, Status
from appointments.targets.visit_objections import Offer
from clinic.database.clock import current_time
from clinic.identity.opening_hours import OpeningHours
from clinic.models import ClinicSettings, User
from tests.factories import make_practitioner

PATIENT = {
    "full_name": "Mara Whitfield",
    "phone": "(949) 555-0142",
    "phone_e164": "+19495550142",
    "email": "mara@patient.example",
    "contact_by": "phone",
    "speaks": "en",
    "days": ["mon", "thu"],
    "times": ["morning"],
    "note": "Please ring the side door.",
    "consents": {"contact": True},
}

# Ticked by whoever may be written to about the request.
AGREED = {"contact": True, "email": True}

# Nothing in common with the patient above: no number, no address, no name.
SOMEBODY_ELSE = {
    "full_name": "Noor Haddad",
    "phone": "(949) 555-0188",
    "phone_e164": "+19495550188",
    "email": "noor@patient.example",
}


def make_request(
    *,
    status: str = Status.NEW,
    actor: User | None = None,
    received_ago: timedelta = timedelta(minutes=10),
    due_in: timedelta = timedelta(hours=4),
    article: Any = None,
    signals: Collection[Signal] = (),
    **answers: Any,
) -> AppointmentRequest:
    """A stored request of a patient with ``answers``, brought to ``status`` by ``actor``."""
    now = current_time()
    appointment_request = submission.submit_request(
        data=PatientData(**{**PATIENT, **answers}),
        submission_key=uuid.uuid4().hex,
        due_at=now + due_in,
        consent_version=CONSENT_VERSION,
        now=now - received_ago,
        article=article,
        signals=signals,
    ).appointment_request
    if status != Status.NEW:
        _bring_to(appointment_request, status, actor)
    return AppointmentRequest.objects.get(pk=appointment_request.pk)


def _bring_to(appointment_request: AppointmentRequest, status: str, actor: User | None) -> None:
    """Through the service that leads to ``status``; those without one are written straight away."""
    known = {
        "appointment_request_id": appointment_request.pk,
        "version": appointment_request.version,
        "actor": actor,
    }
    if status == Status.CONTACTING and actor:
        attempts.log_attempt(**known, channel="phone", outcome="no_answer")
    elif status == Status.SCHEDULED and actor:
        schedule(appointment_request, actor=actor)
    elif status == Status.DECLINED and actor:
        decisions.decline(**known, reason="no_capacity", told_by="phone")
    elif status == Status.WITHDRAWN and actor:
        decisions.withdraw(**known)
    else:
        closed_at = current_time() if status in CLOSED else None
        AppointmentRequest.objects.filter(pk=appointment_request.pk).update(
            status=status, closed_at=closed_at
        )


def schedule(appointment_request: AppointmentRequest, *, actor: User, days: int = 3) -> None:
    """Give ``appointment_request`` a visit of its own practitioner, some days from now, whatever the hour."""
    who, start = (
        make_practitioner(name="Ana Reyes", post_nominals="L.Ac."),
        current_time() + timedelta(days=days),
    )
    details, length = ClinicSettings.objects.first(), timedelta(minutes=60)
    offer = Offer(who, details.clock if details else OpeningHours())
    scheduling.schedule(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=actor,
        practitioner=who,
        start=start,
        length=length,
        told_by="phone",
        despite=sorted(offer.objections(start, start + length)),
    )


def try_to_reach(appointment_request: AppointmentRequest, *, actor: User, channel: str = "phone") -> None:
    """One more attempt that reached nobody."""
    appointment_request.refresh_from_db()
    attempts.log_attempt(
        appointment_request_id=appointment_request.pk,
        version=appointment_request.version,
        actor=actor,
        channel=channel,
        outcome="no_answer",
    )
    appointment_request.refresh_from_db()
