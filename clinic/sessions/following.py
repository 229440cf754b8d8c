"""Receiver of the audit trail that ends sessions when something happens to their account."""

from typing import Any

from django.db.models.signals import post_save

from clinic.accounts.ending import end_sessions
from clinic.accounts.sessions import StaffSession
from clinic.models import AccountEvent, EventKind, User
from clinic.senders.acting import acting_request

_ENDS_ALL = {EventKind.DEACTIVATED, EventKind.BREAK_GLASS_OVER}


def connect_sessions() -> None:
    """Follow the audit trail."""
    post_save.connect(_follow, sender=AccountEvent, dispatch_uid="sessions_follow_events")


def _follow(instance: AccountEvent, **kwargs: Any) -> None:
    """End the sessions of an account that is switched off, or all but the own when the password changes."""
    account = _account_of(instance)
    if account is None:
        return
    sessions = StaffSession.objects.of_account(account)
    session = getattr(acting_request.get(), "session", None)
    if instance.kind not in _ENDS_ALL and session is not None:
        sessions = sessions.exclude(pk=session.session_key)
    end_sessions(sessions, account)


def _account_of(event: AccountEvent) -> User | None:
    """Return the account whose sessions end; None where none do."""
    if event.account_number is None or event.kind not in {*_ENDS_ALL, EventKind.PASSWORD_CHANGED}:
        return None
    return User.objects.filter(pk=event.account_number).first()
