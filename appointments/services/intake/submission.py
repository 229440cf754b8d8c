"""Storing a request: the row, its first event and the notices about it, in one transaction."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Received
from appointments.models.requests import Channel
from appointments.notices.channels import channels_to_patient
from appointments.patient_data import PatientData, seal, to_json
from appointments.patient_link import hash_of, token_of
from appointments.references import make_reference
from appointments.statuses import Status
from articles.models import ConditionPage
from clinic.models import User

# A second reference drawn twice in a row is a one in 10^12 event per stored request; five are a fault.
_TRIES = 5
# Surely a program, or a flood: no mail goes to the address it gave before somebody at the desk has looked.
NOT_ACKNOWLEDGED = frozenset({Signal.TRAP, Signal.BUSY_ADDRESS})


@dataclass(frozen=True)
class Submission:
    """What became of a submission: the stored request, and whether this call stored it.

    ``acknowledged`` says whether the patient is sent mail about it.
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
    """Store a request and owe the notices about it; with ``signals`` it is put aside as possible spam.

    What somebody at the desk has typed, ``entered_by``, is theirs to work on, and no news to the desk.

    The same answers with the same ``submission_key`` (double click, reload, five times at once) make one
    request, and the first is returned; answers that differ make a request of their own. Raises
    ``django.db.Error`` when the database is away; nothing is stored then.
    """
    columns = {"received_at": now, "due_at": due_at, "channel": channel, "language": language}
    columns |= {"article": article, "consent_version": consent_version, "assigned_to": entered_by}
    for _attempt in range(_TRIES):
        key = _idempotency_key(submission_key, data)
        appointment_request = AppointmentRequest(reference=make_reference(), idempotency_key=key, **columns)
        try:
            told = _store(appointment_request, data, signals)
        except IntegrityError:
            if earlier := find_submission(data=data, submission_key=submission_key):
                if earlier.appointment_request.is_open:
                    return earlier
                # What was withdrawn or closed meanwhile is asked for anew.
                submission_key += earlier.appointment_request.reference
        else:
            acknowledged = any(channel.audience is Audience.PATIENT for channel in told)
            return Submission(appointment_request, created=True, acknowledged=acknowledged)
    raise IntegrityError("no free reference")


def find_submission(*, data: PatientData, submission_key: str) -> Submission | None:
    """What the same submission made earlier, if it was sent before."""
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
    """Write everything and return the channels on which somebody is told."""
    appointment_request.lookup = lookup_hashes(data)
    appointment_request.patient_data = seal(appointment_request.pk, data)
    appointment_request.link_hash = hash_of(token_of(appointment_request.pk))
    appointment_request.article_title = (
        appointment_request.article.title if appointment_request.article else ""
    )
    typist = appointment_request.assigned_to
    if signals:
        appointment_request.status = Status.QUARANTINED
    # durable: refuses to run inside another transaction, whose rollback would make "received" a lie.
    with transaction.atomic(durable=True):
        # Of possible spam the desk is told by ``spam_digest``, once for many.
        channels = [] if signals or typist else NoticeChannel.to_desk()
        if NOT_ACKNOWLEDGED.isdisjoint(signals):
            channels += channels_to_patient(appointment_request, acknowledgement=True)
        appointment_request.save(force_insert=True)
        event = RequestEvent.new(
            appointment_request,
            EventKind.RECEIVED,
            Received(by=appointment_request.channel, signals=tuple(signals)),
            actor=typist,
            to_status=appointment_request.status,
        )
        event.save(force_insert=True)
        Notice.objects.bulk_create(Notice.about(event, channel) for channel in channels)
    return channels


def _idempotency_key(submission_key: str, data: PatientData) -> str:
    """The same for the same answers from the same form; keyed, so that it cannot be guessed."""
    message = f"{submission_key}\n{to_json(data)}".encode()
    return hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256").hex()
