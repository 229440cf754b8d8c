"""Submission of a request: stores the row, its first event and the notices in one transaction."""

import hmac
import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db import Error, IntegrityError, transaction

from psycopg2.errors import UniqueViolation

from appointments.models import AppointmentRequest, Notice, RequestEvent, Signal
from appointments.models.channels import Audience, NoticeChannel
from appointments.models.event_kinds import EventKind
from appointments.models.event_payloads import Received
from appointments.models.key_checks import require_keys
from appointments.models.requests import Channel
from appointments.notices.channels import channels_to_patient
from appointments.patient_data import PatientData, to_json
from appointments.patient_link import make_link
from appointments.reading import Reader, reading_as
from appointments.references import make_reference
from appointments.statuses import Status
from clinic.database.clock import current_time
from clinic.database.trouble import described
from clinic.models import User
from clinic.queries.inserting import insert

from .counting import Counted, count
from .recipient_limits import RECEIVED, TOO_MANY, recipient_of

# Attempts at a free reference: two collisions in a row have a chance of one in 10^12, five are a fault.
_TRIES = 5
logger = logging.getLogger(__name__)


class TooManyRequests(Exception):
    """Error: the sender has stored so many requests that nothing more is accepted for now."""


class ArticleTold(Protocol):
    """Article that the patient came from."""

    @property
    def pk(self) -> int: ...

    @property
    def title(self) -> str: ...


@dataclass(frozen=True)
class Stranger:
    """Sender of the form. Their requests are counted by ``sender``, and so is the mail that they cause.

    ``sender`` is a keyed hash; None for the machine itself and for an address that is unknown. ``unseen`` is
    kept, as ``Received`` says.
    """

    sender: str | None = None
    unseen: str = ""


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
    article: ArticleTold | None = None,
    language: str = "en",
    channel: str = Channel.WEB,
    signals: Collection[Signal] = (),
    stranger: Stranger | None = None,
    entered_by: User | None = None,
) -> Submission:
    """Store a request and the notices about it; with ``signals`` it is quarantined as possible spam.

    So is one of a ``stranger`` who has stored many lately; beyond another limit, ``TooManyRequests``.

    A request that a member of the desk typed, ``entered_by``, is assigned to that member, without a notice.

    The same answers with the same ``submission_key`` (double click, reload, five times at once) make one
    request, and the first is returned; different answers make another request. Raises
    ``django.db.Error`` when the database is away, and ``ForeignKeys``; nothing is stored then.
    """
    require_keys()
    columns: dict[str, Any] = {"received_at": now, "waiting_since": now, "due_at": due_at}
    columns |= {"channel": channel, "language": language}
    columns |= {"consent_version": consent_version, "assigned_to": entered_by}
    if article:
        columns |= {"article_id": article.pk, "article_title": article.title}
    return _stored_once(data, submission_key, columns, signals, stranger)


def _stored_once(
    data: PatientData,
    submission_key: str,
    columns: dict[str, Any],
    signals: Collection[Signal],
    stranger: Stranger | None,
) -> Submission:
    for _attempt in range(_TRIES):
        key = _idempotency_key(submission_key, data)
        appointment_request = AppointmentRequest(reference=make_reference(), idempotency_key=key, **columns)
        try:
            channels = _store_counted(appointment_request, data, signals, stranger)
        except TooManyRequests:
            # What is stored already is confirmed.
            if earlier := find_submission(data=data, submission_key=submission_key):
                return earlier
            raise
        except IntegrityError as error:
            if earlier := _stored_before(error, data, submission_key):
                if earlier.appointment_request.is_open:
                    return earlier
                # The earlier request was withdrawn or closed meanwhile, so this is a new one.
                submission_key += earlier.appointment_request.reference
        else:
            acknowledged = any(one.audience is Audience.PATIENT for one in channels)
            return Submission(appointment_request, created=True, acknowledged=acknowledged)
    raise IntegrityError("no free reference")


def _stored_before(error: IntegrityError, data: PatientData, submission_key: str) -> Submission | None:
    """Return the submission that stands in the way; None when its reference did. Raises any other error."""
    if not isinstance(error.__cause__, UniqueViolation):
        raise error
    return find_submission(data=data, submission_key=submission_key)


def find_submission(*, data: PatientData, submission_key: str) -> Submission | None:
    """Return the result of the same submission, if it was sent before."""
    earlier = AppointmentRequest.objects.filter(
        idempotency_key=_idempotency_key(submission_key, data)
    ).first()
    if earlier is None:
        return None
    mailed = earlier.notices.to_patient().exists()
    return Submission(earlier, created=False, acknowledged=mailed)


def _store_counted(
    appointment_request: AppointmentRequest,
    data: PatientData,
    signals: Collection[Signal],
    stranger: Stranger | None,
) -> list[NoticeChannel]:
    """Store the request and count it against sender and recipient; where that fails, store it uncounted."""
    appointment_request.keep_answers(data)
    make_link(appointment_request)
    try:
        return _store(appointment_request, signals, stranger)
    except IntegrityError:
        raise
    except Error as error:
        if stranger is None:
            raise
        # A count that stays locked holds no request up, nor does a connection that had died.
        logger.error("request not counted: %s", described(error))
        return _store(appointment_request, signals, None)


def _store(
    appointment_request: AppointmentRequest, signals: Collection[Signal], stranger: Stranger | None
) -> list[NoticeChannel]:
    """Write everything; return the channels of the notices."""
    typist = appointment_request.assigned_to
    # Durable, as the rollback of an outer transaction would make the page "received" untrue.
    with transaction.atomic(durable=True), reading_as(Reader.SERVICE):
        # Nobody is written to on behalf of possible spam before the desk restores the request.
        mail = [] if signals else channels_to_patient(appointment_request, acknowledgement=True)
        counted = _count(appointment_request, stranger, is_mailed=bool(mail)) if stranger else Counted()
        if counted.busy:
            signals, mail = [*signals, Signal.BUSY_ADDRESS], []
        appointment_request.status = Status.QUARANTINED if signals else Status.NEW
        # ``spam_digest`` notifies the desk of possible spam, once for many requests.
        channels = [] if signals or typist else NoticeChannel.to_desk()
        channels += mail if counted.may_mail else []
        payload = Received(
            by=appointment_request.channel,
            signals=tuple(signals),
            told=tuple(map(str, channels)),
            not_mailed="" if counted.may_mail or not mail else TOO_MANY,
            unseen=stranger.unseen if stranger else "",
        )
        status = appointment_request.status
        event = RequestEvent.new(
            appointment_request, EventKind.RECEIVED, payload, actor=typist, to_status=status
        )
        insert(appointment_request, event)
        if channels:
            insert(*(Notice.about(event, channel) for channel in channels))
    return channels


def _count(appointment_request: AppointmentRequest, stranger: Stranger, *, is_mailed: bool) -> Counted:
    """Count the request against its sender, and its mail against the recipient."""
    now, address = current_time(), appointment_request.patient.email_to_use
    recipient = recipient_of(address, RECEIVED, now) if is_mailed else None
    counted = count(now, sender=stranger.sender, recipient=recipient)
    if counted.overflowing:
        raise TooManyRequests
    return counted


def _idempotency_key(submission_key: str, data: PatientData) -> str:
    """Return a keyed hash of answers and form, which cannot be guessed."""
    message = f"{submission_key}\n{to_json(data)}".encode()
    return hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256").hex()
