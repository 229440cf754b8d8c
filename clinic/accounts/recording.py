"""Writer of the audit trail."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from clinic.identity.people import User
from clinic.senders.acting import acting_request
from clinic.senders.client_address import truncated_address
from clinic.senders.devices import device_in_words

from .events import AccountEvent, EventKind

_MARK_LENGTH = 16


def record_event(
    kind: EventKind,
    account: User | None = None,
    *,
    actor: User | None = None,
    typed: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Record what happened to ``account``, by ``actor`` or else by whoever is signed in.

    ``typed`` is the address of an account that does not exist, of which a keyed hash is kept. ``details``
    holds names of roles and codes, never what somebody typed.
    """
    request = acting_request.get()
    who = actor or _signed_in(request)
    AccountEvent.objects.create(
        kind=kind,
        account_number=account.pk if account else None,
        account_email=account.email if account else "",
        actor_number=who.pk if who else None,
        actor_email=who.email if who else "",
        typed=mark_of(typed) if typed else "",
        network=truncated_address(request) if request else "",
        device=device_in_words(request.headers.get("User-Agent", "")) if request else "",
        details=dict(details or {}),
    )


def mark_of(address: str) -> str:
    """Return a keyed hash of an e-mail address, by which tries with the same one are recognised."""
    value = User.normalize_username(address)
    return salted_hmac("clinic.accounts.typed", value, settings.SECRET_KEY, algorithm="sha256").hexdigest()[
        :_MARK_LENGTH
    ]


def _signed_in(request: HttpRequest | None) -> User | None:
    user: AbstractBaseUser | AnonymousUser | None = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None  # type: ignore[return-value]  # Django's lazy user
