"""Secret link of a request, by which its patient opens the page "Your request".

The token is derived from a key, the request's id and its ``link_generation`` whenever it is needed. The
database keeps only its hash, so that a dump opens no request, and raising the generation ends every link that
was sent (docs/decisions/0046-links-that-can-be-ended.md).
"""

import base64
import hashlib
import hmac
import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.urls import reverse

from clinic.pages.metadata.canonical import absolute

from .models import AppointmentRequest, Visit

_TOKEN_BYTES = 16
# The time for which the link still opens a request that was closed, or whose visit is over.
_KEPT = timedelta(days=30)
_NOBODY = uuid.UUID(int=0)


def make_link(appointment_request: AppointmentRequest) -> None:
    """Give the request a link by the newest key; the caller saves it."""
    appointment_request.link_hash = hash_of(newest_token(appointment_request))


def end_link(appointment_request: AppointmentRequest) -> None:
    """Replace the link by a new one, so that no earlier one opens the request; the caller saves it."""
    appointment_request.link_generation += 1
    make_link(appointment_request)


def newest_token(appointment_request: AppointmentRequest) -> str:
    """Return the token that the newest key makes: 26 small letters and digits that can be typed in."""
    return _tokens(appointment_request.pk, appointment_request.link_generation)[0]


def token_of(appointment_request: AppointmentRequest) -> str:
    """Return the token that opens the request now; empty when it was made by a key that is gone."""
    kept = bytes(appointment_request.link_hash or b"")
    tokens = _tokens(appointment_request.pk, appointment_request.link_generation)
    return next((token for token in tokens if hash_of(token) == kept), "")


def hash_of(token: str) -> bytes:
    """Return the hash of a token. Any text has one, so that a malformed token costs as much time."""
    return hashlib.sha256(token.lower().encode(errors="replace")).digest()


def path_of(token: str) -> str:
    """Return the path of the page that a token opens; empty without a token."""
    return reverse("appointments:your-request", args=[token]) if token else ""


def path_for(appointment_request: AppointmentRequest) -> str:
    """Return the path of the page on this site; empty when the key of the link is gone."""
    return path_of(token_of(appointment_request))


def link_for(appointment_request: AppointmentRequest) -> str:
    """Return the whole URL, for mail; empty when the key of the link is gone."""
    path = path_for(appointment_request)
    return absolute(path) if path else ""


def request_behind(token: str) -> AppointmentRequest | None:
    """Return the request that ``token`` opens now; always one query, so that every token costs the same.

    The link of a key that was taken out of PATIENT_LINK_KEYS opens nothing: whoever stole it could make one.
    """
    over = Now() - _KEPT
    past = Visit.objects.active().filter(appointment_request=OuterRef("pk"), during__endswith__lt=over)
    requests = AppointmentRequest.objects.filter(link_hash=hash_of(token))
    found = requests.exclude(closed_at__lt=over).exclude(Exists(past)).first()
    tokens = _tokens(found.pk, found.link_generation) if found else _tokens(_NOBODY, 0)
    return found if token.lower() in tokens else None


def _tokens(appointment_request_id: uuid.UUID, generation: int) -> list[str]:
    """Return the token by each key, the newest first, of 128 bits."""
    message = f"your-request:{appointment_request_id}{f':{generation}' if generation else ''}".encode()
    digests = (hmac.digest(key.encode(), message, "sha256") for key in settings.PATIENT_LINK_KEYS)
    return [base64.b32encode(one[:_TOKEN_BYTES]).decode().rstrip("=").lower() for one in digests]
