"""Page "received", at a signed address that holds no personal data."""

import uuid
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import AppointmentRequest
from appointments.patient_link import path_for
from appointments.public.your_request.views import keep_address_private
from appointments.references import spell
from appointments.services.intake.submission import Submission

# To be changed whenever the content of the token changes.
RECEIVED_SALT = "appointments.received.3"
RECEIVED_MAX_AGE = timedelta(hours=1)


def received_token(submission: Submission, *, mail_sent: bool) -> str:
    """Return the signed token in the address of the page, with the request and the promised time."""
    stored = submission.appointment_request
    content = {
        "id": stored.pk.hex,
        "links_ended": stored.link_generation,
        "link_hash": bytes(stored.link_hash or b"").hex(),
        "reference": stored.reference,
        "due_at": stored.due_at.isoformat(),
        "mail": mail_sent,
    }
    return signing.dumps(content, salt=RECEIVED_SALT)


@never_cache
@require_safe
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Show "received", without a query; after an hour, or for a forged token, explain what to do instead."""
    try:
        content = signing.loads(token, salt=RECEIVED_SALT, max_age=RECEIVED_MAX_AGE)
    except signing.BadSignature:
        context: dict[str, Any] = {"reference": None}
    else:
        context = {
            "reference": content["reference"],
            "spelled_reference": spell(content["reference"]),
            "due_at": parse_datetime(content["due_at"]),
            "mail_sent": content["mail"],
            "your_request": path_for(_as_stored(content)),
        }
    return keep_address_private(render(request, "appointments/public/request/request_received.html", context))


def _as_stored(content: dict[str, Any]) -> AppointmentRequest:
    """Return the request with the columns of its link, which say whether its key is still known."""
    return AppointmentRequest(
        pk=uuid.UUID(content["id"]),
        link_generation=content["links_ended"],
        link_hash=bytes.fromhex(content["link_hash"]),
    )
