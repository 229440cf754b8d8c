"""Ends of sessions: when their time is over, and when somebody ends them."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet

from clinic.identity.people import User

from .events import EventKind
from .recording import record_event
from .sessions import StaffSession


def end_if_over(session: StaffSession) -> None:
    """End a session whose time is over, and record which time that was. Once, whoever else sees it."""
    deleted, _by_model = StaffSession.objects.over().filter(pk=session.pk).delete()
    if deleted and session.account:
        longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        is_longest = session.expire_date >= session.began_at + longest
        kind = EventKind.TIME_OVER if is_longest else EventKind.IDLE_OUT
        record_event(kind, session.account, actor=session.account)


def end_sessions_that_are_over() -> None:
    """End every session whose time is over, also those to which nobody comes back."""
    for session in StaffSession.objects.over().select_related("account"):
        end_if_over(session)


def end_sessions(sessions: QuerySet[StaffSession], account: User, actor: User | None = None) -> int:
    """End ``sessions`` of the account: whoever is in them is out at the next request. Return the number."""
    ended, _by_model = sessions.filter(account=account).delete()
    if ended:
        record_event(EventKind.SESSIONS_ENDED, account, actor=actor, details={"count": ended})
    return ended


def end_all_sessions() -> None:
    """End every session of everybody, as after a restore: a cookie of before must open nothing."""
    for account in User.objects.filter(sessions__isnull=False).distinct():
        end_sessions(StaffSession.objects.all(), account)
    StaffSession.objects.all().delete()
