"""Secret link of a request, by which its patient opens the page "Your request".

The token is derived from a key and the request's id whenever it is needed; the database keeps only its
hash, so that a dump of the database opens no request (docs/decisions/0012-your-request-link.md).
"""

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from clinic.pages.metadata.canonical import absolute

from .models import AppointmentRequest, Visit

_TOKEN_BYTES = 16
# The time for which the link still opens a request that was closed, or whose visit is over.
_KEPT = timedelta(days=30)


def token_of(appointment_request_id: uuid.UUID) -> str:
    """Return the token of a request: 128 bits as 26 small letters and digits that can be typed in."""
    message = f"your-request:{appointment_request_id}".encode()
    digest = hmac.digest(settings.PATIENT_LOOKUP_KEY.encode(), message, "sha256")
    return base64.b32encode(digest[:_TOKEN_BYTES]).decode().rstrip("=").lower()


def hash_of(token: str) -> bytes:
    """Return the hash of a token. Any text has one, so that a malformed token costs as much time."""
    return hashlib.sha256(token.lower().encode(errors="replace")).digest()


def path_for(appointment_request_id: uuid.UUID) -> str:
    """Return the path of the page on this site."""
    return reverse("appointments:your-request", args=[token_of(appointment_request_id)])


def link_for(appointment_request: AppointmentRequest) -> str:
    """Return the whole URL, for mail; empty when the key has changed since the request was stored."""
    if hash_of(token_of(appointment_request.pk)) != bytes(appointment_request.link_hash or b""):
        return ""
    return absolute(path_for(appointment_request.pk))


def request_behind(token: str) -> AppointmentRequest | None:
    """Return the request that ``token`` opens now; always one query, so that every token costs the same."""
    over = timezone.now() - _KEPT
    past = Visit.objects.active().filter(appointment_request=OuterRef("pk"), during__endswith__lt=over)
    requests = AppointmentRequest.objects.filter(link_hash=hash_of(token))
    return requests.exclude(closed_at__lt=over).exclude(Exists(past)).first()
