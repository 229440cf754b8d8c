"""Storing a request: the row, its first event and the notices about it, in one transaction."""

import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from appointments.lookup import lookup_hashes
from appointments.models import AppointmentRequest, Notice, RequestEvent
from appointments.models.notices import NoticeChannel
from appointments.models.requests import Channel
from appointments.models.timeline import EventKind
from appointments.patient_data import PatientData, seal, to_json
from appointments.references import make_reference
from articles.models import ConditionPage

# A second reference drawn twice in a row is a one in 10^12 event per stored request; five are a fault.
_TRIES = 5


@dataclass(frozen=True)
class Submission:
    """What became of a submission: the stored request, and whether this call stored it."""

    request: AppointmentRequest
    created: bool


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
) -> Submission:
    """Store a request and owe the notices about it.

    The same answers with the same ``submission_key`` (double click, reload, five times at once) make one
    request, and the first is returned; answers that differ make a request of their own. Raises
    ``django.db.Error`` when the database is away; nothing is stored then.
    """
    key = _idempotency_key(submission_key, data)
    for _attempt in range(_TRIES):
        request = AppointmentRequest(
            id=uuid.uuid4(),
            reference=make_reference(),
            received_at=now,
            due_at=due_at,
            channel=channel,
            language=language,
            article=article,
            article_title=article.title if article else "",
            consent_version=consent_version,
            idempotency_key=key,
        )
        try:
            _store(request, data)
        except IntegrityError:
            if earlier := AppointmentRequest.objects.filter(idempotency_key=key).first():
                return Submission(earlier, created=False)
        else:
            return Submission(request, created=True)
    raise IntegrityError("no free reference")


def _store(request: AppointmentRequest, data: PatientData) -> None:
    request.lookup = lookup_hashes(data)
    request.patient_data = seal(request.pk, data)
    channels = [NoticeChannel.DESK_EMAIL]
    if settings.SECOND_CHANNEL_URLS:
        channels.append(NoticeChannel.DESK_SECOND)
    if data.email:
        channels.append(NoticeChannel.PATIENT_EMAIL)
    # durable: refuses to run inside another transaction, whose rollback would make "received" a lie.
    with transaction.atomic(durable=True):
        request.save(force_insert=True)
        event = RequestEvent.objects.create(
            request=request,
            kind=EventKind.RECEIVED,
            to_status=request.status,
            details={"by": request.channel},
        )
        Notice.objects.bulk_create(
            Notice(request=request, event=event, channel=channel) for channel in channels
        )


def _idempotency_key(submission_key: str, data: PatientData) -> str:
    """The same for the same answers from the same form; keyed, so that it cannot be guessed."""
    message = f"{submission_key}\n{to_json(data)}".encode()
    return hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256").hex()
