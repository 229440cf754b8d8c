"""Sessions of staff: whose they are, since when, and when somebody last did something in them."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Least, Now
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


def idle_time() -> timedelta:
    """Return how long nobody may do anything before a session ends."""
    return timedelta(minutes=settings.STAFF_IDLE_MINUTES)


class StaffSessionManager(BaseSessionManager["StaffSession"]):
    """Manager of sessions."""

    def over(self) -> models.QuerySet["StaffSession"]:
        """Return the sessions whose time is over."""
        return self.filter(expire_date__lte=Now())

    def of_account(self, account: Any) -> models.QuerySet["StaffSession"]:
        """Return the sessions in which ``account`` is signed in now, the one used last first."""
        return self.filter(account=account, expire_date__gt=Now()).order_by("-last_input_at")


class StaffSession(AbstractBaseSession):
    """Session, of an account or of somebody who is signing in.

    ``expire_date`` is the moment at which it ends unless somebody does something, and never later than
    twelve hours after it began. The database's clock sets it.
    """

    wagtail_reference_index_ignore = True

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    # Stands in pages for the key, which nobody may read.
    number = models.UUIDField(default=uuid4, unique=True, editable=False)
    began_at = models.DateTimeField(_("since"), db_default=Now())
    last_input_at = models.DateTimeField(_("last used"), db_default=Now())
    device = models.CharField(_("device"), max_length=80, blank=True)
    network = models.CharField(_("from"), max_length=50, blank=True)

    objects: ClassVar[StaffSessionManager] = StaffSessionManager()

    class Meta(AbstractBaseSession.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")

    @classmethod
    def note_input(cls, session_key: str | None, ago: timedelta) -> None:
        """Let the session go on, as somebody did something so long ago."""
        at = Now() - ago
        live = cls.objects.filter(session_key=session_key, expire_date__gt=Now(), last_input_at__lt=at)
        end = Least(at + idle_time(), F("began_at") + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        live.update(last_input_at=at, expire_date=end)
