"""Reset of a second factor that was lost: one person asks, another confirms, and its owner is told."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from allauth.mfa.models import Authenticator

from clinic.accounts.ending import end_sessions
from clinic.accounts.events import EventKind
from clinic.accounts.recording import record_event
from clinic.models import SecondFactorReset, StaffSession, User

from .mail import send_about


def waiting_reset(account: User) -> SecondFactorReset | None:
    """Return what somebody has asked for ``account`` and nobody has confirmed."""
    return SecondFactorReset.objects.open().filter(account=account).select_related("asked_by").first()


@transaction.atomic
def ask_for_reset(account: User, by: User) -> None:
    """Ask others to confirm; its owner is told, who knows best whether the phone is lost."""
    if by == account:
        raise PermissionDenied
    SecondFactorReset.objects.filter(account=account).delete()
    SecondFactorReset.objects.create(account=account, asked_by=by)
    record_event(EventKind.FACTOR_RESET_ASKED, account, actor=by)
    send_about("factor_reset_asked", account)


@transaction.atomic
def confirm_reset(account: User, by: User) -> bool:
    """Take the second factors away, end the sessions, tell the owner; False when nothing waits any more."""
    waiting = waiting_reset(account)
    if waiting is None:
        return False
    if by in (account, waiting.asked_by):
        raise PermissionDenied
    asked_by = waiting.asked_by.email
    # Of two who confirm at once, one waits here and finds nothing.
    deleted, _by_model = waiting.delete()
    if not deleted:
        return False
    Authenticator.objects.filter(user=account).delete()
    # Whoever has the lost phone may be in one.
    end_sessions(StaffSession.objects.of_account(account), account, actor=by)
    record_event(EventKind.FACTOR_RESET, account, actor=by, details={"asked_by": asked_by})
    send_about("factor_reset", account)
    return True


def take_back_reset(account: User, by: User) -> None:
    """Let whoever asked, or anybody who might confirm, end the question."""
    SecondFactorReset.objects.filter(account=account).exclude(account=by).delete()
