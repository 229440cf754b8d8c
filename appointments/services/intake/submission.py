"""Submission of a request: stores the row, its first event and the notices in one transaction."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Received
from appointments.models.requests import Channel
from appointments.notices.channels import channels_to_patient
from appointments.patient_data import PatientData, to_json
from appointments.patient_link import make_link
from appointments.reading import Reader, reading_as
from appointments.references import make_reference
from appointments.statuses import Status
from articles.models import ConditionPage
from clinic.models import User

# Attempts at a free reference: two collisions in a row have a chance of one in 10^12, five are a fault.
_TRIES = 5
# Signals of a program or a flood: no mail goes to the given address before the desk restores the request.
NOT_ACKNOWLEDGED = frozenset({Signal.TRAP, Signal.BUSY_ADDRESS})


@dataclass(frozen=True)
class Submission:
    """Result of a submission: the stored request, and whether this call stored it.

    ``acknowledged`` tells whether the patient gets mail about it.
    """

    appointment_request: AppointmentRequest
    created: bool
    acknowledged: bool


def submit_request(
    *,
    data: PatientData,
    submission_key: str,
    due_at: datetime,
    consent_version: str,
    now: datetime,
    article: ConditionPage | None = None,
    language: str = "en",
    channel: str = Channel.WEB,
    signals: Collection[Signal] = (),
    entered_by: User | None = None,
) -> Submission:
    """Store a request and the notices about it; with ``signals`` it is quarantined as possible spam.

    A request that a member of the desk typed, ``entered_by``, is assigned to that member, without a notice.

    The same answers with the same ``submission_key`` (double click, reload, five times at once) make one
    request, and the first is returned; different answers make another request. Raises
    ``django.db.Error`` when the database is away; nothing is stored then.
    """
    columns: dict[str, Any] = {"received_at": now, "waiting_since": now, "due_at": due_at}
    columns |= {"channel": channel, "language": language}
    columns |= {"article": article, "consent_version": consent_version, "assigned_to": entered_by}
    for _attempt in range(_TRIES):
        key = _idempotency_key(submission_key, data)
        appointment_request = AppointmentRequest(reference=make_reference(), idempotency_key=key, **columns)
        try:
            channels = _store(appointment_request, data, signals)
        except IntegrityError:
            if earlier := find_submission(data=data, submission_key=submission_key):
                if earlier.appointment_request.is_open:
                    return earlier
                # The earlier request was withdrawn or closed meanwhile, so this is a new one.
                submission_key += earlier.appointment_request.reference
        else:
            acknowledged = any(one.audience is Audience.PATIENT for one in channels)
            return Submission(appointment_request, created=True, acknowledged=acknowledged)
    raise IntegrityError("no free reference")


def find_submission(*, data: PatientData, submission_key: str) -> Submission | None:
    """Return the result of the same submission, if it was sent before."""
    earlier = AppointmentRequest.objects.filter(
        idempotency_key=_idempotency_key(submission_key, data)
    ).first()
    if earlier is None:
        return None
    mailed = earlier.notices.to_patient().exists()
    return Submission(earlier, created=False, acknowledged=mailed)


def _store(
    appointment_request: AppointmentRequest, data: PatientData, signals: Collection[Signal]
) -> list[NoticeChannel]:
    """Write everything; return the channels of the notices."""
    appointment_request.keep_answers(data)
    make_link(appointment_request)
    appointment_request.article_title = (
        appointment_request.article.title if appointment_request.article else ""
    )
    typist = appointment_request.assigned_to
    if signals:
        appointment_request.status = Status.QUARANTINED
    # Durable, as the rollback of an outer transaction would make the page "received" untrue.
    with transaction.atomic(durable=True), reading_as(Reader.SERVICE):
        # ``spam_digest`` notifies the desk of possible spam, once for many requests.
        channels = [] if signals or typist else NoticeChannel.to_desk()
        if NOT_ACKNOWLEDGED.isdisjoint(signals):
            channels += channels_to_patient(appointment_request, acknowledgement=True)
        appointment_request.save(force_insert=True)
        event = RequestEvent.new(
            appointment_request,
            EventKind.RECEIVED,
            Received(
                by=appointment_request.channel,
                signals=tuple(signals),
                told=tuple(str(channel) for channel in channels),
            ),
            actor=typist,
            to_status=appointment_request.status,
        )
        event.save(force_insert=True)
        Notice.objects.bulk_create(Notice.about(event, channel) for channel in channels)
    return channels


def _idempotency_key(submission_key: str, data: PatientData) -> str:
    """Return a keyed hash of answers and form, which cannot be guessed."""
    message = f"{submission_key}\n{to_json(data)}".encode()
    return hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256").hex()
