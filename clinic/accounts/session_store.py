"""Session engine: Django's sessions in the database, which end when nobody did anything for a while."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from clinic.senders.acting import acting_request
from clinic.senders.client_address import truncated_address
from clinic.senders.devices import device_in_words

from .ending import end_if_over
from .sessions import StaffSession, idle_time

_LEFT = ExpressionWrapper(F("expire_date") - Now(), output_field=DurationField())
_UNUSED = ExpressionWrapper(Now() - F("last_input_at"), output_field=DurationField())


class SessionStore(db.SessionStore):
    """Session. Storing something in it does not make it longer: only what a person does in it.

    ``left`` is the time until it ends, ``unused`` how long ago somebody did something, when it was loaded.
    """

    left: timedelta | None = None
    unused: timedelta | None = None

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        """Return the row; end one whose time is over, and write down why."""
        rows = StaffSession.objects.filter(session_key=self.session_key)
        row = rows.annotate(left=_LEFT, unused=_UNUSED).first()
        if row is not None and row.left <= timedelta():
            end_if_over(row)
            row = None
        if row is None:
            self._session_key = None
            return None
        self.left, self.unused = row.left, row.unused
        return row

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        """Return the row of a new session, with the device that it is on."""
        request = acting_request.get()
        return StaffSession(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]  # Django's own
            session_data=self.encode(data),
            expire_date=Now() + idle_time(),
            account_id=data.get(SESSION_KEY),
            device=device_in_words(request.headers.get("User-Agent", "")) if request else "",
            network=truncated_address(request) if request else "",
        )

    def cycle_key(self) -> None:
        """Go on under a new key. The longest time of a session still counts from its beginning."""
        began = StaffSession.objects.filter(session_key=self.session_key).values_list("began_at", flat=True)
        began_at = began.first()
        super().cycle_key()
        if began_at is not None:
            StaffSession.objects.filter(session_key=self.session_key).update(began_at=began_at)

    def save(self, must_create: bool = False) -> None:
        """Store what is in the session; when it ends stays as it is. Raises ``UpdateError`` if it is gone."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # Django's own
        rows = StaffSession.objects.filter(session_key=self.session_key)
        if not rows.update(session_data=self.encode(data), account_id=data.get(SESSION_KEY)):
            raise UpdateError
