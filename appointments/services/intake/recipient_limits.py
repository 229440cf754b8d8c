"""Limit of the mail that strangers can cause to one address.

Whoever fills in the form names the recipient. Nobody shall get more than a few mails a day because somebody
else typed their address.
"""

from datetime import datetime

from django.db import Error, transaction
from django.utils.crypto import salted_hmac

from appointments.models import AppointmentRequest
from appointments.models.channels import NoticeChannel
from appointments.notices.channels import channels_to_patient
from clinic.typed.emails import mailbox_of

from .counting import count

RECEIVED, WITHDRAWN = "received", "withdrawn"
# In an event: its mail was not written, because the address has had as many as we send.
TOO_MANY = "too_many"
_HASH_LENGTH = 32


def recipient_of(address: str, kind: str, now: datetime) -> str:
    """Return a keyed hash of address, kind of mail and day (UTC), so that nobody's days can be linked."""
    value = f"{now:%Y-%m-%d} {kind} {mailbox_of(address)}"
    return salted_hmac("appointments.recipient", value, algorithm="sha256").hexdigest()[:_HASH_LENGTH]


def channels_within_limit(
    appointment_request: AppointmentRequest, kind: str, now: datetime
) -> tuple[list[NoticeChannel], str]:
    """Return the channels of a mail of ``kind``, and ``TOO_MANY`` if it must not go.

    Where it cannot be counted it goes: a mail too many does less harm than one too few.
    """
    channels = channels_to_patient(appointment_request, acknowledgement=kind == RECEIVED)
    if not channels:
        return [], ""
    recipient = recipient_of(appointment_request.patient.email_to_use, kind, now)
    try:
        # The error must not end the caller's transaction.
        with transaction.atomic():
            may_mail = count(now, recipient=recipient).may_mail
    except Error:
        may_mail = True
    return (channels, "") if may_mail else ([], TOO_MANY)
