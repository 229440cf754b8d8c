"""The secret link at which a patient finds the request again.

The token is worked out from a key and the request's id whenever it is needed; the database keeps only its
hash, so that a dump of it opens nothing (docs/decisions/0012-your-request-link.md).
"""

import base64
import hashlib
import hmac
import uuid

from django.conf import settings
from django.urls import reverse

from clinic.pages.metadata.canonical import absolute

from .models import AppointmentRequest

_TOKEN_BYTES = 16


def token_of(appointment_request_id: uuid.UUID) -> str:
    """The 128 bits that open a request, as 26 small letters and digits that can be typed in."""
    message = f"your-request:{appointment_request_id}".encode()
    digest = hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256")
    return base64.b32encode(digest[:_TOKEN_BYTES]).decode().rstrip("=").lower()


def hash_of(token: str) -> bytes:
    """What the database keeps of a token. Any text has one, so that a malformed token costs the same."""
    return hashlib.sha256(token.lower().encode(errors="replace")).digest()


def path_for(appointment_request_id: uuid.UUID) -> str:
    """Where on this site the patient finds the request."""
    return reverse("appointments:your-request", args=[token_of(appointment_request_id)])


def link_for(appointment_request: AppointmentRequest) -> str:
    """The whole address, for mail; empty when the key has changed since the request was stored."""
    if hash_of(token_of(appointment_request.pk)) != bytes(appointment_request.link_hash or b""):
        return ""
    return absolute(path_for(appointment_request.pk))
