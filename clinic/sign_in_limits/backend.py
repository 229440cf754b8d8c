"""Authentication backend in which the limits hold, so that every door obeys them."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.database.clock import current_time
from clinic.models import User
from clinic.senders.client_address import connection_of

from .counting import ACCOUNT_TRIES, CONNECTION_TRIES, TooManyTries, forget, give_back, key_of, take_try
from .hashing import HashingBusy, waits_for_its_turn
from .known_devices import device_of


class LimitedBackend(ModelBackend):
    """Backend by e-mail address and password, which counts a try before it hashes anything.

    Account or none, the same is asked of the database and hashed, and the answer is the same.
    """

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the account. Raises ``TooManyTries`` and ``HashingBusy``, which are answers of their own."""
        email = User.normalize_username(username or kwargs.get(User.USERNAME_FIELD) or "")
        if not email or password is None:
            return None
        device = device_of(request, email) if request else None
        tries = _Tries(request, email, device)
        is_last = tries.take()
        account = User.objects.filter(email=email).first()
        try:
            with waits_for_its_turn(device is not None):
                # An account that does not exist takes as long to refuse.
                is_right = (account or User()).check_password(password)
        except HashingBusy:
            tries.give_back()
            raise
        if account is not None and is_right and self.user_can_authenticate(account):
            tries.succeeded()
            return account
        for kind in (EventKind.FAILED, EventKind.HELD_BACK)[: 1 + is_last]:
            record_event(kind, account, typed="" if account else email)
        return None

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session, in one query with how its person wants the admin to look."""
        account = User.objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether the account is switched on, and its time is not over."""
        is_over = user.ends_at is not None and user.ends_at <= current_time()
        return super().user_can_authenticate(user) and not is_over


class _Tries:
    """Counters of one try: that of the known device, or else those of connection and account."""

    def __init__(self, request: HttpRequest | None, email: str, device: str | None) -> None:
        self.email = email
        connection = connection_of(request) if request and not device else None
        self.connection = key_of("connection", connection) if connection else None
        self.account = key_of("device", device, email) if device else key_of("account", email)

    def take(self) -> bool:
        """Count the try; return whether another one has to wait. Raises ``TooManyTries``."""
        if self.connection:
            take_try(self.connection, CONNECTION_TRIES)
        try:
            return take_try(self.account, ACCOUNT_TRIES)
        except TooManyTries:
            self._give_connection_back()
            raise

    def give_back(self) -> None:
        give_back(self.account)
        self._give_connection_back()

    def succeeded(self) -> None:
        forget(self.account)
        self._give_connection_back()

    def _give_connection_back(self) -> None:
        if self.connection:
            give_back(self.connection)
